package pfm.bench.profile;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import com.sun.management.ThreadMXBean;

import pfm.bench.peer.Timings;

/** Times a subject and its parts, one after the other; what is done stays if it is stopped. */
public final class Stopwatch {
    private static final int FEWEST = 5;
    private static final int MOST = 1001;

    private final double seconds;
    private final BooleanSupplier stopped;
    private final Optional<LongSupplier> device;
    private final KeptTimes kept;
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
        this(seconds, stopped, Optional.empty(), KeptTimes.nowhere());
    }

    /**
     * A stopwatch that looks at a device, too.
     *
     * @param device how long kernels took on the device since it was asked last [ns]
     * @param kept   takes every part that is timed; what it has from an earlier measurement is not timed again
     */
    public Stopwatch(double seconds, BooleanSupplier stopped, Optional<LongSupplier> device, KeptTimes kept) {
        this.seconds = seconds;
        this.stopped = stopped;
        this.device = device;
        this.kept = kept;
    }

    /** Times the whole, then each part. */
    public Measured measure(Subject subject, List<EnergyMeter> meters, Observer observer) {
        int all = subject.parts().size() + 1;
        KeptTimes.Kept whole = kept.of(KeptTimes.WHOLE).filter(k -> k.joules().size() == meters.size())
                .orElseGet(() -> whole(subject, meters));
        observer.done(1, all);
        List<Measured.Energy> energies = new ArrayList<>();
        for (int m = 0; m < meters.size(); m++) {
            energies.add(new Measured.Energy(meters.get(m), whole.joules().get(m)));
        }
        List<Measured.Share> shares = new ArrayList<>();
        for (Part part : subject.parts()) {
            Optional<Times> before = kept.of(part.name()).map(KeptTimes.Kept::times);
            if (before.isEmpty() && stopped.getAsBoolean()) {
                break;
            }
            shares.add(new Measured.Share(part, before.orElseGet(() -> times(subject, part)), part.cost()));
            observer.done(1 + shares.size(), all);
        }
        return new Measured(subject, whole.times(), shares, whole.allocated(), whole.collections(), energies,
                whole.times().runs().values().size());
    }

    private KeptTimes.Kept whole(Subject subject, List<EnergyMeter> meters) {
        warmUp(subject.whole());
        long collections = collections();
        double[] joules = meters.stream().mapToDouble(EnergyMeter::joules).toArray();
        Laps laps = new Laps();
        long allocated = Long.MAX_VALUE;
        for (long start = System.nanoTime(); goesOn(laps.count(), start);) {
            long before = threads.getTotalThreadAllocatedBytes();
            laps.add(lap(subject.whole()), Lap.NONE);
            allocated = Math.min(allocated, threads.getTotalThreadAllocatedBytes() - before);
            meters.forEach(EnergyMeter::joules); // before a counter wraps around twice
        }
        List<Double> each = new ArrayList<>();
        for (int m = 0; m < joules.length; m++) {
            each.add((meters.get(m).joules() - joules[m]) / laps.count());
        }
        return keep(KeptTimes.WHOLE,
                new KeptTimes.Kept(laps.times(), allocated, collections() - collections, each));
    }

    private Times times(Subject subject, Part part) {
        warmUp(part.body());
        Runnable closing = part.closed() ? subject.closing().orElseThrow() : () -> { };
        Laps laps = new Laps();
        for (long start = System.nanoTime(); goesOn(laps.count(), start);) {
            Lap less = part.closed() ? lap(closing) : Lap.NONE;
            laps.add(lap(part.body()), less);
        }
        return keep(part.name(), new KeptTimes.Kept(laps.times(), 0, 0, List.of())).times();
    }

    /** What was cut short is told, and timed anew the next time. */
    private KeptTimes.Kept keep(String part, KeptTimes.Kept times) {
        if (!stopped.getAsBoolean()) {
            kept.add(part, times);
        }
        return times;
    }

    private void warmUp(Runnable body) {
        long start = System.nanoTime();
        do {
            lap(body);
        } while (!stopped.getAsBoolean() && System.nanoTime() - start < seconds / 3 * 1e9);
    }

    private boolean goesOn(int made, long start) {
        return made < 1 || !stopped.getAsBoolean()
                && (made < FEWEST || made < MOST && System.nanoTime() - start < seconds * 1e9);
    }

    /** A run: from end to end, and on the device [ms]. */
    private record Lap(double whole, double device) {
        static final Lap NONE = new Lap(0, 0);
    }

    private Lap lap(Runnable body) {
        long start = System.nanoTime();
        body.run();
        double whole = (System.nanoTime() - start) / 1e6;
        return new Lap(whole, device.isPresent() ? device.get().getAsLong() / 1e6 : 0);
    }

    /** Runs of one part. */
    private final class Laps {
        private final List<Double> wholes = new ArrayList<>();
        private final List<Double> devices = new ArrayList<>();

        void add(Lap lap, Lap less) {
            wholes.add(less == Lap.NONE ? lap.whole() : Math.max(1e-6, lap.whole() - less.whole()));
            devices.add(Math.max(0, lap.device() - less.device()));
        }

        int count() {
            return wholes.size();
        }

        Times times() {
            return new Times(new Timings(wholes), device.map(d -> new Timings(devices)));
        }
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).filter(count -> count > 0).sum();
    }
}
