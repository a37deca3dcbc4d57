package pfm.bench.validate;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import pfm.field.Precision;
import pfm.validation.mutants.Jury;
import pfm.validation.mutants.Mutant;
import pfm.validation.mutants.Mutants;
import pfm.validation.mutants.Ruling;

/** Judges the judges: what is right is to be accepted, and every mutant of it rejected by a check of its kernel. */
public final class SelfTest {
    private final List<Mutant> right;
    private final List<Mutant> wrong;

    private SelfTest(List<Mutant> right, List<Mutant> wrong) {
        this.right = right;
        this.wrong = wrong;
    }

    /** The mutants whose names are wanted, and what is right of their kernels. */
    public static SelfTest of(Predicate<String> wanted) {
        List<Mutant> wrong = Mutants.all().stream().filter(m -> wanted.test(m.name())).toList();
        List<Mutant> right = Mutants.rightOnes().stream()
                .filter(r -> wrong.stream().anyMatch(m -> m.family() == r.family())).toList();
        return new SelfTest(right, wrong);
    }

    /** How many kernels are judged; 0 if no mutant is wanted. */
    public int size() {
        return right.size() + wrong.size();
    }

    /**
     * Judges each on a candidate.
     *
     * @param done whether a check of this key was made before
     * @param more asked before each
     * @param sink takes every check as soon as it is made: passed is a mutant that was rejected
     */
    public void judge(Jury jury, Candidate candidate, Predicate<String> done, BooleanSupplier more,
            Consumer<Check> sink) {
        for (Mutant mutant : Stream.concat(right.stream(), wrong.stream()).toList()) {
            if (!more.getAsBoolean()) {
                return;
            }
            if (!done.test(Check.key(mutant.name(), candidate.label(), Precision.FLOAT32))) {
                sink.accept(check(jury, candidate, mutant, right.contains(mutant)));
            }
        }
    }

    /** What came of all of them, in a sentence. */
    public static String summary(List<Check> checks) {
        List<String> right = Mutants.rightOnes().stream().map(Mutant::name).toList();
        Map<Boolean, List<Check>> byTruth = checks.stream().collect(Collectors.partitioningBy(
                check -> right.contains(check.name())));
        return failed(byTruth.get(false), "mutants", "survived") + "; "
                + failed(byTruth.get(true), "right kernels", "were rejected");
    }

    private static String failed(List<Check> checks, String what, String verb) {
        return checks.size() + " " + what + ", of which " + checks.stream().filter(check -> !check.passed()).count()
                + " " + verb;
    }

    private static Check check(Jury jury, Candidate candidate, Mutant mutant, boolean isRight) {
        long start = System.nanoTime();
        Ruling ruling = jury.judge(mutant.family(), mutant.in(candidate.kernels()));
        String reason = isRight
                ? ruling.rejected() ? "REJECTED, though nothing is wrong, by " + ruling.reason() : "accepted"
                : ruling.rejected() ? "rejected by " + ruling.check() : "SURVIVED, nearest to " + ruling.reason();
        return new Check(mutant.name(), candidate.label(), candidate.kernels().device(), Precision.FLOAT32,
                Check.MUTANT, ruling.discrepancy(), ruling.rejected() != isRight, System.nanoTime() - start, reason,
                "");
    }
}
