package pfm.bench.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A task timed in turns with its peers, so that a busy machine slows all alike.
 *
 * @param ours  milliseconds of every run of ours
 * @param peers the same of every peer
 */
public record Rounds(Timings ours, List<Timings> peers) {
    /** How long a peer's threads may keep spinning after their work [ns]; they would hold the processors we time on. */
    private static final long PEER_SPINS = TimeUnit.MILLISECONDS.toNanos(50);
    /** A run that takes longer [ms] fills the caches itself. */
    private static final double LONG_RUN = 200;
    /** Fewer rounds have no spread. */
    private static final int FEWEST = 5;

    /**
     * Plays rounds for {@code seconds}, at least five and at most {@code most} of them.
     *
     * @param warmUp seconds that ours runs first
     */
    public static Rounds play(PeerTask task, List<Peer> peers, int most, double seconds, double warmUp)
            throws IOException {
        List<Double> ours = new ArrayList<>();
        List<List<Double>> theirs = new ArrayList<>();
        peers.forEach(p -> theirs.add(new ArrayList<>()));
        runFor((long) (warmUp * 1e9), task);
        long start = System.nanoTime();
        for (int round = 0; round < most; round++) {
            if (round >= FEWEST && System.nanoTime() - start > seconds * 1e9) {
                break;
            }
            for (int p = 0; p < peers.size(); p++) {
                List<Double> times = theirs.get(p);
                if (times.isEmpty() || times.getLast() < LONG_RUN) {
                    peers.get(p).run(); // not timed: a turn begins when the other's data have left the caches
                }
                times.add(peers.get(p).run());
                runFor(PEER_SPINS, task);
            }
            long begin = System.nanoTime();
            task.run();
            ours.add((System.nanoTime() - begin) / 1e6);
        }
        return new Rounds(new Timings(ours), theirs.stream().map(Timings::new).toList());
    }

    private static void runFor(long nanos, PeerTask task) {
        long start = System.nanoTime();
        do {
            task.run();
        } while (System.nanoTime() - start < nanos);
    }
}
