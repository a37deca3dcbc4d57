package pfm.bench.profile;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import com.sun.management.ThreadMXBean;

import pfm.bench.peer.Timings;

/** Times a subject and its parts, one after the other; what is done stays if it is stopped. */
public final class Stopwatch {
    private static final int FEWEST = 5;
    private static final int MOST = 1001;

    private final double seconds;
    private final BooleanSupplier stopped;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Sees a part that was timed. */
    @FunctionalInterface
    public interface Observer {
        /** So many of all parts, the whole counted as one, are done. */
        void done(int parts, int all);
    }

    /**
     * A stopwatch.
     *
     * @param seconds for the whole, and for each part, a third of them to warm up; at least five runs are made [s]
     * @param stopped asked before every run
     */
    public Stopwatch(double seconds, BooleanSupplier stopped) {
        this.seconds = seconds;
        this.stopped = stopped;
    }

    /** Times the whole, then each part. */
    public Measured measure(Subject subject, List<EnergyMeter> meters, Observer observer) {
        warmUp(subject.whole());
        int all = subject.parts().size() + 1;
        long collections = collections();
        List<Double> whole = new ArrayList<>();
        double[] joules = meters.stream().mapToDouble(EnergyMeter::joules).toArray();
        long allocated = time(subject.whole(), whole, meters);
        List<Measured.Energy> energies = new ArrayList<>();
        for (int m = 0; m < joules.length; m++) {
            energies.add(new Measured.Energy(meters.get(m), (meters.get(m).joules() - joules[m]) / whole.size()));
        }
        observer.done(1, all);
        List<Measured.Share> shares = new ArrayList<>();
        for (Part part : subject.parts()) {
            if (stopped.getAsBoolean()) {
                break;
            }
            shares.add(share(subject, part));
            observer.done(1 + shares.size(), all);
        }
        return new Measured(subject, new Timings(whole), shares, allocated, collections() - collections, energies,
                whole.size());
    }

    private Measured.Share share(Subject subject, Part part) {
        warmUp(part.body());
        Runnable closing = part.closed() ? subject.closing().orElseThrow() : () -> { };
        List<Double> times = new ArrayList<>();
        long start = System.nanoTime();
        while (goesOn(times.size(), start)) {
            double less = part.closed() ? milliseconds(closing) : 0;
            times.add(Math.max(1e-6, milliseconds(part.body()) - less));
        }
        return new Measured.Share(part, new Timings(times), part.cost());
    }

    private void warmUp(Runnable body) {
        long start = System.nanoTime();
        do {
            body.run();
        } while (!stopped.getAsBoolean() && System.nanoTime() - start < seconds / 3 * 1e9);
    }

    private boolean goesOn(int made, long start) {
        return made < 1 || !stopped.getAsBoolean()
                && (made < FEWEST || made < MOST && System.nanoTime() - start < seconds * 1e9);
    }

    /** Returns the least that a run allocated. */
    private long time(Runnable body, List<Double> times, List<EnergyMeter> meters) {
        long least = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (goesOn(times.size(), start)) {
            long before = threads.getTotalThreadAllocatedBytes();
            times.add(milliseconds(body));
            least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
            meters.forEach(EnergyMeter::joules); // before a counter wraps around twice
        }
        return least;
    }

    private static double milliseconds(Runnable body) {
        long start = System.nanoTime();
        body.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).filter(count -> count > 0).sum();
    }
}
