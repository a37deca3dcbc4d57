package pfm.bench.validate;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import pfm.Kernels;
import pfm.field.Precision;
import pfm.validation.Answer;
import pfm.validation.ClosedForm;
import pfm.validation.Discrepancy;
import pfm.validation.Finding;
import pfm.validation.Output;
import pfm.validation.Verdict;
import pfm.validation.Workload;

/** Judges candidates by theory, by the oracle and by each other, one case after the other. */
public final class Judge {
    private final Kernels oracle;
    private final List<Candidate> candidates;
    private final Predicate<String> done;
    private final Consumer<Check> sink;

    /** An answer and who gave it. */
    private record Given(Candidate candidate, Answer answer) {
    }

    /**
     * A judge.
     *
     * @param oracle     the reference
     * @param candidates what it judges
     * @param done       whether a check of this key was made before, and is to be skipped
     * @param sink       takes every check as soon as it is made
     */
    public Judge(Kernels oracle, List<Candidate> candidates, Predicate<String> done, Consumer<Check> sink) {
        this.oracle = oracle;
        this.candidates = List.copyOf(candidates);
        this.done = done;
        this.sink = sink;
    }

    /** What is judged. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /** Theory judges one candidate. */
    public void judge(ClosedForm form, Candidate candidate) {
        for (Precision precision : candidate.forTheory()) {
            if (!done.test(Check.key(form.name(), candidate.label(), precision))) {
                sink.accept(caught(form.name(), candidate, precision, Check.THEORY,
                        () -> check(form, candidate, precision)));
            }
        }
    }

    private static Check check(ClosedForm form, Candidate candidate, Precision precision) {
        long start = System.nanoTime();
        List<Finding> findings = form.judge(candidate.kernels(), precision);
        long nanos = System.nanoTime() - start;
        Finding worst = Finding.worst(findings);
        return new Check(form.name(), candidate.label(), candidate.kernels().device(), precision, Check.THEORY,
                worst.discrepancy(), worst.passes(), nanos, worst.toString(), "", findings);
    }

    /** The oracle judges every candidate, and they judge each other. */
    public void judge(Workload workload) {
        workload(workload).forEach(sink);
    }

    /** The checks of a workload on every candidate; none if all were made before. */
    List<Check> workload(Workload workload) {
        List<Check> checks = new ArrayList<>();
        if (allDone(workload)) {
            return checks;
        }
        try (Arena arena = Arena.ofShared()) {
            List<Output> expected = workload.expected(oracle, arena);
            List<Given> given = new ArrayList<>();
            for (Candidate candidate : candidates) {
                for (Precision precision : candidate.forOracle()) {
                    checks.add(caught(workload.name(), candidate, precision, Check.REFERENCE, () -> {
                        Answer answer = workload.answer(candidate.kernels(), precision, expected, arena);
                        if (precision == Precision.FLOAT32 && !candidate.isOracle()) {
                            given.add(new Given(candidate, answer));
                        }
                        return check(candidate, precision, answer.verdict());
                    }));
                }
            }
            worstPair(workload, given).ifPresent(checks::add);
        }
        checks.removeIf(check -> done.test(check.key()));
        return checks;
    }

    /** Whether it fails on one candidate in one precision. */
    boolean fails(Workload workload, Candidate candidate, Precision precision) {
        try (Arena arena = Arena.ofShared()) {
            List<Output> expected = workload.expected(oracle, arena);
            return !caught(workload.name(), candidate, precision, Check.REFERENCE, () -> check(candidate, precision,
                    workload.judge(candidate.kernels(), precision, expected))).passed();
        }
    }

    private boolean allDone(Workload workload) {
        long others = candidates.stream().filter(c -> !c.isOracle()).count();
        boolean pairs = others < 2 || done.test(Check.key(workload.name(), Check.PAIR, Precision.FLOAT32));
        return pairs && candidates.stream().allMatch(c -> c.forOracle().stream()
                .allMatch(p -> done.test(Check.key(workload.name(), c.label(), p))));
    }

    private static Check check(Candidate candidate, Precision precision, Verdict verdict) {
        return new Check(verdict.workload(), candidate.label(), candidate.kernels().device(), precision,
                Check.REFERENCE, verdict.discrepancy(), verdict.passes(), verdict.nanos(), verdict.toString(), "");
    }

    private static Optional<Check> worstPair(Workload workload, List<Given> given) {
        Check worst = null;
        for (int a = 0; a < given.size(); a++) {
            for (int b = a + 1; b < given.size(); b++) {
                Given one = given.get(a);
                Given two = given.get(b);
                Discrepancy between = two.answer().from(one.answer());
                if (worst == null || worst.discrepancy().worse(between) == between) {
                    String labels = one.candidate().label() + ":" + two.candidate().label();
                    String reason = workload.name() + ": " + labels + " differ by " + between.error()
                            + ", at most the sum of what each may be off, " + between.bound();
                    worst = new Check(workload.name(), labels, labels, Precision.FLOAT32, Check.PAIR, between,
                            between.passes(), 0, reason, "");
                }
            }
        }
        return Optional.ofNullable(worst);
    }

    /** A candidate that throws fails this check, not the others. */
    private static Check caught(
            String name, Candidate candidate, Precision precision, String judge, Supplier<Check> judgement) {
        try {
            return judgement.get();
        } catch (RuntimeException thrown) {
            return Check.thrown(name, candidate, precision, judge, thrown);
        }
    }
}
