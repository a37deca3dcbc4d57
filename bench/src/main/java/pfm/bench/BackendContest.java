package pfm.bench;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import pfm.Backend;
import pfm.Kernels;
import pfm.bench.validate.Candidate;
import pfm.field.Precision;
import pfm.tuning.Family;
import pfm.tuning.Tuning;
import pfm.validation.Discrepancy;
import pfm.validation.Trial;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/**
 * Backends timed in turns on one problem of a kernel after the other, after their results were judged against each
 * other. The reference takes part where its turns leave time for those of others.
 */
final class BackendContest {
    /** Runs of the reference that must fit into the time for a problem. */
    private static final int LEAST_RUNS = 60;
    /** Side of the problem by which it is foreseen how long the reference takes. */
    private static final int SMALL = 32;

    private final List<Backend> backends;
    private final Function<Backend, Tuning> tunings;
    private final Contest contest;
    private final List<String> wrong = new ArrayList<>();

    /**
     * A contest of backends that are available.
     *
     * @param tunings under which each runs
     */
    BackendContest(List<Backend> backends, Function<Backend, Tuning> tunings, Contest contest) {
        this.backends = List.copyOf(backends);
        this.tunings = tunings;
        this.contest = contest;
    }

    /** Median times [ms] of those that were measured in about {@code nanos}; none where less than two were. */
    Map<String, Double> run(Family family, int side, long nanos) {
        List<Backend> asked = backends.stream()
                .filter(b -> !b.name().equals(Candidate.ORACLE) || fits(b, family, side, nanos)).toList();
        if (asked.size() < 2) {
            return Map.of();
        }
        Workload problem = Workloads.typical(family, side);
        List<Contestant> contestants = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            asked.forEach(backend -> contestants.add(contestant(backend, problem, arena)));
            return agree(problem, contestants) ? timed(contestants, nanos) : Map.of();
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    /** Problems on which backends disagreed: these have no times. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    private boolean fits(Backend backend, Family family, int side, long nanos) {
        try (Arena arena = Arena.ofShared();
                Contestant small = contestant(backend, Workloads.typical(family, SMALL), arena)) {
            long[] times = contest.run(List.of(small), TimeUnit.MILLISECONDS.toNanos(20))[0];
            double growth = Math.max(1, (double) side * side / SMALL / SMALL); // of the work, at least
            return Contest.medianMilliseconds(times) * 1e6 * growth * LEAST_RUNS <= nanos;
        }
    }

    private Contestant contestant(Backend backend, Workload problem, Arena arena) {
        Kernels kernels = backend.open(tunings.apply(backend));
        try {
            return new Contestant(backend.name(), kernels, problem.prepare(kernels, Precision.FLOAT32, arena));
        } catch (RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    /** Each may be off by the tolerance, so two may differ by twice as much. */
    private boolean agree(Workload problem, List<Contestant> contestants) {
        contestants.forEach(Contestant::run);
        Contestant first = contestants.getFirst();
        for (Contestant other : contestants.subList(1, contestants.size())) {
            Discrepancy found = other.trial().judge(first.trial().outputs());
            if (!(found.error() <= 2 * found.bound())) {
                wrong.add(problem.name() + ": " + first.name() + " and " + other.name() + " differ");
                return false;
            }
        }
        return true;
    }

    private Map<String, Double> timed(List<Contestant> contestants, long nanos) {
        contest.run(contestants, nanos / 3); // until everything is compiled
        long[][] times = contest.run(contestants, nanos * 2 / 3);
        Map<String, Double> medians = new LinkedHashMap<>();
        for (int c = 0; c < times.length; c++) {
            medians.put(contestants.get(c).name(), Contest.medianMilliseconds(times[c]));
        }
        return medians;
    }

    private record Contestant(String name, Kernels kernels, Trial trial) implements Runnable, AutoCloseable {
        @Override
        public void run() {
            trial.run();
        }

        @Override
        public void close() {
            kernels.close();
        }
    }
}
