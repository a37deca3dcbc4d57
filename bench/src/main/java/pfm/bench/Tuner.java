package pfm.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import pfm.Backend;
import pfm.bench.Contest.Comparison;
import pfm.field.Grid;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/**
 * Finds the parameters under which plans for a grid are fastest: one parameter after the other, each with what was
 * found so far, in a heat of all its values and a final of the best three. What comes out is compared once more with
 * the defaults, and kept only if it wins there, too.
 */
final class Tuner {
    private static final int FINALISTS = 3;
    /** More than this, on the same threads, tells that one of both was not compiled when it was timed. */
    private static final double IMPLAUSIBLE = 0.5;

    private final Backend backend;
    private final Contest contest;
    private final boolean quiet;
    private final Consumer<String> said;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> doubtful = new ArrayList<>();
    private final Set<String> measured = new HashSet<>();

    /**
     * A tuner of a backend.
     *
     * @param quiet whether no other program needs the processors: else how threads share work is left alone
     * @param said  is told what is about to be done
     */
    Tuner(Backend backend, Contest contest, boolean quiet, Consumer<String> said) {
        this.backend = backend;
        this.contest = contest;
        this.quiet = quiet;
        this.said = said;
    }

    /**
     * What was found for a grid.
     *
     * @param grid       which
     * @param before     parameters in force before
     * @param after      parameters to use
     * @param usual      time of the defaults per slice and field [ms]
     * @param tuned      time of what was found, the same if that is the defaults [ms]
     * @param comparison of both; empty where no parameter looked better
     */
    record Outcome(Grid grid, Tuning before, Tuning after, double usual, double tuned,
            Optional<Comparison> comparison) {
    }

    /** Tunes for one grid in about {@code nanos}, on top of what was found for smaller ones. */
    Outcome tune(Grid grid, Tuning before, long nanos) {
        try (TuningProblem problem = new TuningProblem(backend, grid)) {
            Tuning usual = new Tuning(before.threads(), Map.of());
            Tuning best = before;
            int batch = 1;
            List<String> names = backend.alternatives(grid, best).stream().filter(a -> quiet || !a.sharing())
                    .map(Alternatives::name).toList();
            for (String name : names) {
                said.accept(grid.nx() + "x" + grid.ny() + " " + name);
                measured.add(name);
                Optional<Alternatives> open = backend.alternatives(grid, best).stream()
                        .filter(a -> a.name().equals(name)).findFirst();
                if (open.isPresent()) {
                    Tuning winner = winner(problem, best, open.get(), nanos * 7 / 10 / names.size());
                    batch = winner.equals(best) ? batch : Math.max(batch, open.get().batch());
                    best = winner;
                }
            }
            said.accept(grid.nx() + "x" + grid.ny() + " comparison");
            return conclude(problem, grid, usual, before, best, batch, nanos * 3 / 10);
        }
    }

    /** Parameters that were measured on some grid, those that kept their default among them. */
    Set<String> measured() {
        return Set.copyOf(measured);
    }

    /** Tunings whose result differed from that of the defaults by more than rounding explains. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Tunings that gained more than they can while they were measured, and were not believed. */
    List<String> doubtful() {
        return List.copyOf(doubtful);
    }

    private Outcome conclude(TuningProblem problem, Grid grid, Tuning usual, Tuning before, Tuning best, int batch,
            long nanos) {
        double perRun = (double) problem.slices() * batch;
        try (Group group = new Group(problem, batch, usual)) {
            boolean changed = !best.equals(before) && group.add(best);
            long[][] times = contest.run(group.plans, changed ? nanos : nanos / 10);
            double time = Contest.medianMilliseconds(times[0]) / perRun;
            if (!changed) {
                return new Outcome(grid, before, before, time, time, Optional.empty());
            }
            Comparison comparison = Comparison.of(times[0], times[1], times[2]);
            return comparison.wins()
                    ? new Outcome(grid, before, best, time, Contest.medianMilliseconds(times[2]) / perRun,
                            Optional.of(comparison))
                    : new Outcome(grid, before, before, time, time, Optional.of(comparison));
        }
    }

    /** The tuning with the best value of a parameter, which may be the one in force. */
    private Tuning winner(TuningProblem problem, Tuning now, Alternatives alternatives, long nanos) {
        List<Tuning> candidates =
                alternatives.values().stream().map(value -> now.with(alternatives.name(), value)).toList();
        List<Tuning> finalists;
        try (Group group = new Group(problem, alternatives.batch(), now)) {
            List<Tuning> right = candidates.stream().filter(group::add).toList();
            candidates.stream().filter(c -> !right.contains(c))
                    .forEach(c -> wrong.add(alternatives.name() + "=" + c.values().get(alternatives.name())));
            contest.run(group.plans, nanos / 6); // until everything is compiled
            finalists = right.size() <= FINALISTS ? right
                    : byGain(contest.run(group.plans, nanos / 3), right, c -> true).limit(FINALISTS).toList();
        }
        try (Group group = new Group(problem, alternatives.batch(), now)) {
            List<Tuning> right = finalists.stream().filter(group::add).toList();
            return byGain(contest.run(group.plans, nanos / 2), right, c -> believed(c, alternatives))
                    .findFirst().orElse(now);
        }
    }

    private boolean believed(Comparison comparison, Alternatives alternatives) {
        if (comparison.wins() && comparison.gain() > IMPLAUSIBLE && !alternatives.sharing()) {
            doubtful.add(alternatives.name());
            return false;
        }
        return comparison.wins();
    }

    /** Candidates whose comparison is good enough, the one that gains most first. */
    private static Stream<Tuning> byGain(long[][] times, List<Tuning> candidates, Predicate<Comparison> enough) {
        Map<Tuning, Comparison> compared = new LinkedHashMap<>();
        for (int c = 0; c < candidates.size(); c++) {
            compared.put(candidates.get(c), Comparison.of(times[0], times[1], times[2 + c]));
        }
        return compared.keySet().stream().filter(c -> enough.test(compared.get(c)))
                .sorted(Comparator.comparingDouble(c -> -compared.get(c).gain()));
    }

    /** Plans that are open at once: the usual one and its twin, then candidates. */
    private static final class Group implements AutoCloseable {
        private final TuningProblem problem;
        private final int batch;
        private final List<TuningProblem.Contestant> plans = new ArrayList<>();

        Group(TuningProblem problem, int batch, Tuning usual) {
            this.problem = problem;
            this.batch = batch;
            try {
                plans.add(problem.plan(usual, batch));
                plans.add(problem.plan(usual, batch));
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        /** Adds a plan, unless its result differs from the usual one by more than rounding explains. */
        boolean add(Tuning tuning) {
            TuningProblem.Contestant plan = problem.plan(tuning, batch);
            plans.add(plan);
            boolean right = plan.agreesWith(plans.getFirst());
            if (!right) {
                plans.removeLast().close();
            }
            return right;
        }

        @Override
        public void close() {
            plans.forEach(TuningProblem.Contestant::close);
        }
    }
}
