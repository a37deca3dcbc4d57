package pfm.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Computations timed in turns: each round times each of them once, in an order that changes from round to round, so
 * that a busy machine slows all alike. A turn begins with runs that are not timed, until the threads of whoever was
 * before sleep and the caches hold one's own data.
 */
final class Contest {
    /** Runs before the timed one last at least this long [ns]: longer than idle workers keep looking for work. */
    private static final long SETTLING = TimeUnit.MILLISECONDS.toNanos(1);

    /** Rounds after which a median says something. */
    private static final int ENOUGH = 15;
    private static final int MOST = 501;

    private final LongSupplier clock;

    /** A contest by a clock in nanoseconds. */
    Contest(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Runs rounds until {@code nanos} have passed, or twice as long if there were less than {@link #ENOUGH} rounds
     * then; times as {@code [contestant][round]}.
     */
    long[][] run(List<? extends Runnable> contestants, long nanos) {
        long[][] times = new long[contestants.size()][MOST];
        long start = clock.getAsLong();
        int round = 0;
        for (long passed = 0; round < MOST && passed < (round < ENOUGH ? 2 * nanos : nanos) || round == 0; round++) {
            for (int turn = 0; turn < times.length; turn++) {
                int who = round % 2 == 0 ? (round / 2 + turn) % times.length
                        : Math.floorMod(round / 2 - turn, times.length);
                times[who][round] = time(contestants.get(who));
            }
            passed = clock.getAsLong() - start;
        }
        int rounds = round;
        return Arrays.stream(times).map(row -> Arrays.copyOf(row, rounds)).toArray(long[][]::new);
    }

    private long time(Runnable contestant) {
        long start = clock.getAsLong();
        long settled;
        do {
            contestant.run();
            settled = clock.getAsLong();
        } while (settled - start < SETTLING);
        contestant.run();
        return clock.getAsLong() - settled;
    }

    /**
     * How a candidate compares with the usual way, which runs twice as two contestants that differ in nothing.
     *
     * @param gain   time of the usual way / time of the candidate − 1, median over the rounds
     * @param noise  the same between the usual way and itself, without sign
     * @param won    rounds in which the candidate was faster
     * @param rounds of the contest
     */
    record Comparison(double gain, double noise, int won, int rounds) {
        /** The least gain that counts, however quiet the machine. */
        static final double LEAST = 0.02;

        static Comparison of(long[] usual, long[] again, long[] candidate) {
            int won = 0;
            double[] gains = new double[usual.length];
            double[] noises = new double[usual.length];
            for (int r = 0; r < gains.length; r++) {
                gains[r] = (double) usual[r] / candidate[r] - 1;
                noises[r] = (double) usual[r] / again[r] - 1;
                won += gains[r] > 0 ? 1 : 0;
            }
            return new Comparison(median(gains), Math.abs(median(noises)), won, gains.length);
        }

        /** Whether the candidate is faster by more than the noise, and was so in clearly more than half the rounds. */
        boolean wins() {
            return gain > Math.max(LEAST, 2 * noise) && won >= rounds / 2.0 + Math.sqrt(rounds);
        }
    }

    /** The median; the mean of the middle two where the count is even. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The median of times [ms]. */
    static double medianMilliseconds(long[] nanos) {
        return median(Arrays.stream(nanos).asDoubleStream().toArray()) / 1e6;
    }
}
