package pfm.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

import pfm.Kernels;
import pfm.bench.page.Cell;
import pfm.bench.page.Page;
import pfm.bench.page.Table;
import pfm.bench.validate.Candidate;
import pfm.bench.validate.Check;
import pfm.bench.validate.SelfTest;
import pfm.validation.Finding;
import pfm.validation.Output;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** Checks as one page: what came of them, on which machine, and how the fields of the worst cases look. */
final class ValidationPage {
    private static final Pattern FORWARD_WAVE = Pattern.compile(
            "(?:angular-spectrum|split-step)/[^/]*/([0-9]+)x([0-9]+)(?:x[0-9]+)?/.*(?:forward|adjoint)");
    private static final int SIDE = 260;
    private static final int SPACE = 12;

    private final Page page = new Page("pfm validate");

    /** The page of some checks; the fields of the worst cases are computed anew. */
    ValidationPage(List<Check> checks, Kernels oracle, List<Candidate> candidates) {
        if (checks.getFirst().judge().equals(Check.MUTANT)) {
            mutants(checks, candidates);
            return;
        }
        long failed = checks.stream().filter(check -> !check.passed()).count();
        Check worst = ValidationTable.worst(checks);
        page.paragraph(checks.size() + " checks, " + failed + " failed. " + String.format(Locale.ROOT,
                "The worst used %.3f of its tolerance: %s on %s.", worst.discrepancy().ratio(), worst.name(),
                worst.backend()));
        page.paragraph("A ratio is the error in units of its tolerance, the largest error that a derivation allows for"
                + " rounding: up to 1 a check passes. Theory judges closed forms; the reference, in float64, judges"
                + " workloads; a pair is two backends against each other.");
        machine(candidates);
        failures(checks);
        page.heading("Fields");
        candidates.forEach(candidate -> picture(checks, oracle, candidate));
        page.heading("Checks").table(table("Every check", checks));
        theory(checks);
    }

    private void theory(List<Check> checks) {
        Table table = new Table("Numbers of closed forms", List.of("check", "backend", "numbers", "quantity",
                "expected", "got", "tolerance", "ratio", "reason of the tolerance", "result"));
        for (Check check : checks) {
            for (Finding finding : check.findings()) {
                table.row(check.name(), check.backend(), check.precision().name().toLowerCase(Locale.ROOT),
                        finding.quantity(), Cell.number("%.9g", finding.expected()),
                        Cell.number("%.9g", finding.got()), Cell.number("%.2e", finding.tolerance()),
                        Cell.number("%.3f", finding.discrepancy().ratio()), finding.reason(), result(finding.passes()));
            }
        }
        if (table.rows() > 0) {
            page.heading("Theory").table(table);
        }
    }

    private static Cell result(boolean passed) {
        return passed ? Cell.text("passed", Cell.Tone.GOOD) : Cell.text("failed", Cell.Tone.BAD);
    }

    private void machine(List<Candidate> candidates) {
        page.heading("Machine").facts(Machine.describe());
        Table devices = new Table("Backends", List.of("backend", "device"));
        candidates.forEach(candidate -> devices.row(candidate.label(), candidate.kernels().device()));
        page.table(devices);
    }

    private void mutants(List<Check> checks, List<Candidate> candidates) {
        page.paragraph("The judges are judged: " + SelfTest.summary(checks) + ".");
        page.paragraph("A mutant is a backend with one mistake. The checks of its kernel are tried, small ones first,"
                + " until one rejects it; its ratio is the mutant's error in units of what that check allows. Kernels"
                + " without a mistake, done in the same way, must be accepted by all.");
        machine(candidates);
        Table table = new Table("Mutants", List.of("mutant", "backend", "what came of it", "ratio", "time", "result"));
        for (Check check : checks) {
            double ratio = check.discrepancy().ratio();
            table.row(check.name(), check.backend(), check.reason(),
                    Double.isNaN(ratio) ? Cell.absent("not a number") : Cell.number("%.3g", ratio),
                    Cell.number("%.2f ms", check.nanos() / 1e6),
                    result(check.passed()));
        }
        page.heading("Checks").table(table);
    }

    /** The page itself. */
    Page page() {
        return page;
    }

    private void failures(List<Check> checks) {
        List<Check> failed = checks.stream().filter(check -> !check.passed()).toList();
        if (!failed.isEmpty()) {
            page.heading("What failed").table(table("Failed checks", failed));
            failed.forEach(check -> page.lines(check.name() + " on " + check.backend() + ": " + check.reason()
                    + (check.smallest().isEmpty() ? "" : "\nsmallest that fails: " + check.smallest())));
        }
    }

    private static Table table(String caption, List<Check> checks) {
        Table table = new Table(caption, List.of("check", "backend", "numbers", "judge", "error", "tolerance", "ratio",
                "time", "result"));
        for (Check check : checks) {
            table.row(check.name(), check.backend(), check.precision().name().toLowerCase(Locale.ROOT), check.judge(),
                    Cell.number("%.2e", check.discrepancy().error()), Cell.number("%.2e", check.discrepancy().bound()),
                    Cell.number("%.3f", check.discrepancy().ratio()), Cell.number("%.2f ms", check.nanos() / 1e6),
                    result(check.passed()));
        }
        return table;
    }

    private void picture(List<Check> checks, Kernels oracle, Candidate candidate) {
        Optional<Check> worst = checks.stream().filter(check -> check.backend().equals(candidate.label())
                        && FORWARD_WAVE.matcher(check.name()).matches() && !Double.isNaN(check.discrepancy().ratio()))
                .max(Comparator.comparingDouble(check -> check.discrepancy().ratio()));
        if (worst.isEmpty()) {
            return;
        }
        Matcher size = FORWARD_WAVE.matcher(worst.get().name());
        size.matches();
        Workload workload = Workloads.named(worst.get().name());
        try (Arena arena = Arena.ofShared()) {
            Output expected = workload.expected(oracle, arena).getFirst();
            Output got = workload.answer(candidate.kernels(), worst.get().precision(), List.of(expected), arena)
                    .outputs().getFirst();
            page.picture(worst.get().name() + " on " + candidate.label() + ": amplitude expected, got, and the"
                    + " difference times " + String.format(Locale.ROOT, "%.1e", 1 / largestDifference(expected, got))
                    + " of the largest amplitude",
                    picture(expected, got, Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))));
        }
    }

    private static byte[] picture(Output expected, Output got, int nx, int ny) {
        double brightest = largest(expected);
        double difference = largestDifference(expected, got) * brightest;
        int width = Math.max(1, SIDE * nx / Math.max(nx, ny));
        int height = Math.max(1, SIDE * ny / Math.max(nx, ny));
        BufferedImage image = new BufferedImage(3 * SIDE + 2 * SPACE, height, BufferedImage.TYPE_INT_RGB);
        for (int panel = 0; panel < 3; panel++) {
            for (int p = 0; p < width * height; p++) {
                int x = p % width;
                int y = p / width;
                long sample = (long) (y * ny / height) * nx + x * nx / width;
                double value = switch (panel) {
                    case 0 -> amplitude(expected, sample) / brightest;
                    case 1 -> amplitude(got, sample) / brightest;
                    default -> distance(expected, got, sample) / difference;
                };
                image.setRGB(panel * (SIDE + SPACE) + x, y, Colours.glow(Double.isNaN(value) ? 0 : value));
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes every byte
        }
        return png.toByteArray();
    }

    private static double amplitude(Output output, long sample) {
        return Math.hypot(output.get(0, sample), output.get(1, sample));
    }

    private static double distance(Output expected, Output got, long sample) {
        return Math.hypot(got.get(0, sample) - expected.get(0, sample), got.get(1, sample) - expected.get(1, sample));
    }

    private static double largest(Output output) {
        double largest = Double.MIN_NORMAL;
        for (long s = 0; s < output.count(); s++) {
            largest = Math.max(largest, amplitude(output, s));
        }
        return largest;
    }

    /** Of the largest amplitude. */
    private static double largestDifference(Output expected, Output got) {
        double largest = Double.MIN_NORMAL;
        for (long s = 0; s < expected.count(); s++) {
            largest = Math.max(largest, distance(expected, got, s));
        }
        return largest / largest(expected);
    }
}
