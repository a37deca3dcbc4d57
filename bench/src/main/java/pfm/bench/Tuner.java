package pfm.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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

    private final Backend backend;
    private final Contest contest;
    private final boolean quiet;
    private final Consumer<String> said;
    private final List<String> wrong = new ArrayList<>();
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

    private Outcome conclude(TuningProblem problem, Grid grid, Tuning usual, Tuning before, Tuning best, int batch,
            long nanos) {
        double perRun = (double) problem.slices() * batch;
        try (Group group = new Group(problem, batch)) {
            group.add(usual);
            if (best.equals(before)) {
                long[][] times = contest.run(group.plans, nanos / 10);
                double time = Contest.medianMilliseconds(times[0]) / perRun;
                return new Outcome(grid, before, before, time, time, Optional.empty());
            }
            group.add(usual);
            group.add(best);
            long[][] times = contest.run(group.plans, nanos);
            Comparison comparison = Comparison.of(times[0], times[1], times[2]);
            double time = Contest.medianMilliseconds(times[0]) / perRun;
            return comparison.wins()
                    ? new Outcome(grid, before, best, time, Contest.medianMilliseconds(times[2]) / perRun,
                            Optional.of(comparison))
                    : new Outcome(grid, before, before, time, time, Optional.of(comparison));
        }
    }

    /** The tuning with the best value of a parameter, which may be the one in force. */
    private Tuning winner(TuningProblem problem, Tuning now, Alternatives alternatives, long nanos) {
        return decided(problem, now, finalists(problem, now, alternatives, nanos / 2), alternatives.batch(), nanos / 2);
    }

    private List<Tuning> finalists(TuningProblem problem, Tuning now, Alternatives alternatives, long nanos) {
        List<Tuning> right = new ArrayList<>();
        try (Group group = new Group(problem, alternatives.batch())) {
            group.add(now);
            for (String value : alternatives.values()) {
                Tuning candidate = now.with(alternatives.name(), value);
                if (group.add(candidate)) {
                    right.add(candidate);
                } else {
                    wrong.add(alternatives.name() + "=" + value);
                }
            }
            contest.run(group.plans, nanos / 3); // until everything is compiled
            if (right.size() <= FINALISTS) {
                return right;
            }
            long[][] heat = contest.run(group.plans, nanos * 2 / 3);
            Map<Tuning, Double> gains = new HashMap<>();
            for (int c = 0; c < right.size(); c++) {
                gains.put(right.get(c), Comparison.of(heat[0], heat[0], heat[1 + c]).gain());
            }
            return right.stream().sorted(Comparator.<Tuning, Double>comparing(gains::get).reversed())
                    .limit(FINALISTS).toList();
        }
    }

    private Tuning decided(TuningProblem problem, Tuning now, List<Tuning> finalists, int batch, long nanos) {
        try (Group group = new Group(problem, batch)) {
            group.add(now);
            group.add(now);
            finalists.forEach(group::add);
            long[][] times = contest.run(group.plans, nanos);
            Tuning winner = now;
            double gain = 0;
            for (int f = 0; f < finalists.size(); f++) {
                Comparison comparison = Comparison.of(times[0], times[1], times[2 + f]);
                if (comparison.wins() && comparison.gain() > gain) {
                    gain = comparison.gain();
                    winner = finalists.get(f);
                }
            }
            return winner;
        }
    }

    /** Plans that are open at once. */
    private static final class Group implements AutoCloseable {
        private final TuningProblem problem;
        private final int batch;
        private final List<TuningProblem.Contestant> plans = new ArrayList<>();

        Group(TuningProblem problem, int batch) {
            this.problem = problem;
            this.batch = batch;
        }

        /** Adds a plan, unless its result differs from that of the first by more than rounding explains. */
        boolean add(Tuning tuning) {
            TuningProblem.Contestant plan = problem.plan(tuning, batch);
            plans.add(plan);
            boolean right = plans.size() == 1 || plan.agreesWith(plans.getFirst());
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
