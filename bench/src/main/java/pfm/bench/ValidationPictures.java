package pfm.bench;

import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import pfm.Kernels;
import pfm.bench.page.Page;
import pfm.bench.validate.Candidate;
import pfm.bench.validate.Check;
import pfm.validation.Answer;
import pfm.validation.Output;
import pfm.validation.RandomCase;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** Results of the cases that matter as pictures, computed anew: for each backend the worst, and those that failed. */
final class ValidationPictures {
    private static final Pattern WAVE = Pattern.compile("(random/)?(angular-spectrum|split-step)/.*");
    private static final Pattern GRADIENT = Pattern.compile(".*/gradient(/seed=.*)?");
    private static final int MOST_FAILED = 6;

    private final Page page;
    private final Kernels oracle;
    private final List<Candidate> candidates;

    /** Pictures on a page. */
    ValidationPictures(Page page, Kernels oracle, List<Candidate> candidates) {
        this.page = page;
        this.oracle = oracle;
        this.candidates = candidates;
    }

    /** For each backend the wave and the gradient that used most of their tolerance. */
    void worst(List<Check> checks) {
        for (Candidate candidate : candidates) {
            Predicate<Check> judged = check -> check.judge().equals(Check.REFERENCE)
                    && check.backend().equals(candidate.label()) && WAVE.matcher(check.name()).matches();
            worst(checks, judged.and(check -> !isGradient(check))).ifPresent(this::show);
            worst(checks, judged.and(ValidationPictures::isGradient)).ifPresent(this::show);
        }
    }

    /** The first few that failed. */
    void failed(List<Check> failed) {
        failed.stream().filter(check -> check.judge().equals(Check.REFERENCE)).limit(MOST_FAILED).forEach(this::show);
    }

    private static Optional<Check> worst(List<Check> checks, Predicate<Check> wanted) {
        return checks.stream().filter(wanted.and(check -> !Double.isNaN(check.discrepancy().ratio())))
                .max(Comparator.comparingDouble(check -> check.discrepancy().ratio()));
    }

    private static boolean isGradient(Check check) {
        return GRADIENT.matcher(check.name()).matches()
                || RandomCase.named(check.name()).filter(c -> c.description().endsWith("gradient")).isPresent();
    }

    private void show(Check check) {
        Optional<Candidate> candidate = candidates.stream().filter(c -> c.label().equals(check.backend())).findFirst();
        if (candidate.isEmpty()) {
            return; // registers of another width, in a JVM of their own
        }
        Workload workload = RandomCase.named(check.name()).map(RandomCase::workload)
                .orElseGet(() -> Workloads.named(check.name()));
        try (Arena arena = Arena.ofShared()) {
            List<Output> expected = workload.expected(oracle, arena);
            Answer answer = workload.answer(candidate.get().kernels(), check.precision(), expected, arena);
            picture(expected, answer).ifPresent(picture -> page.picture(
                    check.name() + " on " + check.backend() + ", " + picture.caption(), picture.png()));
        } catch (RuntimeException thrown) {
            page.paragraph(check.name() + " on " + check.backend() + " has no picture: " + thrown);
        }
    }

    /** The output that is worst, of those that are planes, or as many numbers as some planes. */
    private static Optional<FieldPicture> picture(List<Output> expected, Answer answer) {
        List<Output> outputs = answer.outputs();
        Optional<Output> shaped = outputs.stream().filter(output -> output.columns() > 0).findFirst();
        if (shaped.isEmpty()) {
            return Optional.empty();
        }
        return IntStream.range(0, outputs.size()).filter(i -> outputs.get(i).columns() > 0
                || outputs.get(i).count() % ((long) shaped.get().rows() * shaped.get().columns()) == 0).boxed()
                .max(Comparator.comparingDouble(i -> answer.tolerance().judge(expected.get(i), outputs.get(i),
                        outputs.get(i).precision()).ratio()))
                .map(i -> {
                    Output plane = outputs.get(i).columns() > 0 ? outputs.get(i) : shaped.get();
                    return new FieldPicture(expected.get(i), outputs.get(i), plane.rows(), plane.columns());
                });
    }
}
