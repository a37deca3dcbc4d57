package pfm.bench.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

import pfm.tuning.Family;
import pfm.validation.RandomCase;

/** Judges cases that are drawn from seeds, and looks for the smallest that fails. */
public final class RandomCases {
    /** Failures of one kernel on one backend that are made smaller: they mostly have one cause. */
    private static final int MOST_MINIMISED = 3;
    /** Cases that {@link #hunt} tries. */
    private static final int HUNTED = 60;

    private final Consumer<Check> sink;
    private final boolean minimise;
    private final Map<String, Integer> minimised = new HashMap<>();
    private Judge judge;

    /**
     * Judges random cases.
     *
     * @param minimise whether to look for the smallest case that fails likewise
     */
    public RandomCases(Judge judge, Consumer<Check> sink, boolean minimise) {
        this.judge = judge;
        this.sink = sink;
        this.minimise = minimise;
    }

    /** Goes on with other kernels. */
    public void judgeBy(Judge other) {
        judge = other;
    }

    /**
     * Judges cases of one seed after the other, every kernel in turn.
     *
     * @param most cases that are judged
     * @param more asked before each
     * @return the next seed
     */
    public long run(long seed, int most, Predicate<String> wanted, BooleanSupplier more) {
        int made = 0;
        long next = seed;
        for (; made < most && more.getAsBoolean(); next++) {
            for (Family kernel : Family.values()) {
                RandomCase random = RandomCase.of(kernel, next);
                if (wanted.test(random.name()) && more.getAsBoolean()) {
                    judge(random);
                    made++;
                }
            }
        }
        return next;
    }

    /** Judges one case. */
    public void judge(RandomCase random) {
        for (Check check : judge.workload(random.workload())) {
            Check described = new Check(check.name(), check.backend(), check.device(), check.precision(),
                    check.judge(), check.discrepancy(), check.passed(), check.nanos(),
                    check.reason() + "; " + random.description() + ", " + random.sizes(), "");
            sink.accept(check.passed() || !minimise ? described : minimised(described, random));
        }
    }

    private Check minimised(Check check, RandomCase random) {
        Optional<Candidate> candidate = candidate(check);
        if (candidate.isEmpty()
                || minimised.merge(random.kernel() + check.backend(), 1, Integer::sum) > MOST_MINIMISED) {
            return check;
        }
        return check.withSmallest(smallest(check, random, candidate.get()));
    }

    private String smallest(Check check, RandomCase failing, Candidate candidate) {
        RandomCase smallest = Minimiser.smallest(failing,
                c -> judge.fails(c.workload(), candidate, check.precision()));
        return smallest + ": ./pfm validate --backend " + candidate.label() + " --only '" + smallest.name() + "'";
    }

    /**
     * For a workload of the catalogue that failed: the smallest random case of its kernel that fails on the same
     * backend, if one is found among some dozens.
     */
    public Check hunt(Check failed, long seed) {
        Optional<Candidate> candidate = candidate(failed);
        Optional<Family> kernel = List.of(Family.values()).stream()
                .filter(f -> failed.name().startsWith(f.label() + "/")).findFirst();
        if (candidate.isEmpty() || kernel.isEmpty()
                || minimised.merge(kernel.get() + failed.backend(), 1, Integer::sum) > 1) {
            return failed;
        }
        for (long s = seed; s < seed + HUNTED; s++) {
            RandomCase random = RandomCase.of(kernel.get(), s);
            if (judge.fails(random.workload(), candidate.get(), failed.precision())) {
                return failed.withSmallest(smallest(failed, random, candidate.get()));
            }
        }
        return failed;
    }

    private Optional<Candidate> candidate(Check check) {
        return judge.candidates().stream().filter(c -> c.label().equals(check.backend())).findFirst();
    }
}
