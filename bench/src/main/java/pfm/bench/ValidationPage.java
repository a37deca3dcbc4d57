package pfm.bench;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import pfm.Kernels;
import pfm.bench.page.Axis;
import pfm.bench.page.Cell;
import pfm.bench.page.Chart;
import pfm.bench.page.Page;
import pfm.bench.page.Table;
import pfm.bench.validate.Candidate;
import pfm.bench.validate.Check;
import pfm.bench.validate.History;
import pfm.bench.validate.KeptChecks;
import pfm.bench.validate.SelfTest;
import pfm.validation.Finding;

/** Checks as one page: what came of them, on which machine, and how the fields of the worst cases look. */
final class ValidationPage {
    private final Page page = new Page("pfm validate");

    /**
     * The page of some checks; the fields of the worst cases are computed anew.
     *
     * @param runs of the history, the last one that of these checks; may be empty
     */
    ValidationPage(KeptChecks kept, List<History.Run> runs, Kernels oracle, List<Candidate> candidates) {
        List<Check> checks = kept.all();
        if (checks.getFirst().judge().equals(Check.MUTANT)) {
            mutants(checks, candidates);
            return;
        }
        Check worst = ValidationTable.worst(checks);
        page.paragraph(kept.counted() + ". " + String.format(Locale.ROOT,
                "The worst used %.3f of its tolerance: %s on %s.", worst.discrepancy().ratio(), worst.name(),
                worst.backend()));
        page.paragraph("A ratio is the error in units of its tolerance, the largest error that a derivation allows for"
                + " rounding: up to 1 a check passes. Theory judges closed forms; the reference, in float64, judges"
                + " workloads; a pair is two backends against each other.");
        machine(candidates);
        ValidationPictures pictures = new ValidationPictures(page, oracle, candidates);
        failures(kept.failed(), pictures);
        history(runs);
        page.heading("Fields");
        pictures.worst(checks);
        page.heading("Checks").table(table(kept.made() == checks.size() ? "Every check"
                : "The worst check of each kernel and backend, and those that failed", checks));
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

    private void failures(List<Check> failed, ValidationPictures pictures) {
        if (!failed.isEmpty()) {
            page.heading("What failed").table(table("Failed checks", failed));
            failed.forEach(check -> page.lines(check.name() + " on " + check.backend() + ": " + check.reason()
                    + (check.smallest().isEmpty() ? "" : "\nsmallest that fails: " + check.smallest())));
            pictures.failed(failed);
        }
    }

    private void history(List<History.Run> runs) {
        if (runs.isEmpty()) {
            return;
        }
        List<History.Run> alike = runs.stream().filter(run -> run.mode().equals(runs.getLast().mode())).toList();
        page.heading("History").paragraph("The worst error over tolerance of each kernel in the "
                + alike.size() + " runs of this kind (" + runs.getLast().mode() + ") that the history has; above 1 a"
                + " check failed.");
        Set<String> backends = new TreeSet<>();
        alike.forEach(run -> backends.addAll(run.worst().keySet()));
        backends.forEach(backend -> page.drawing(chart(backend, alike)));
        Table table = new Table("Runs", List.of("run", "date", "version", "commit", "machine", "checks", "failed"));
        for (int n = 0; n < alike.size(); n++) {
            History.Run run = alike.get(n);
            table.row(Cell.number("%.0f", n + 1), run.date(), run.version(), run.commit().isEmpty()
                    ? Cell.absent("not known") : run.commit(), run.machine(), Cell.number("%.0f", run.checks()),
                    Cell.number("%.0f", run.failed()));
        }
        page.table(table);
    }

    private static Chart chart(String backend, List<History.Run> runs) {
        Chart chart = new Chart("Worst error over tolerance on " + backend, Axis.linear("run"),
                Axis.logarithmic("error / tolerance"));
        Set<String> kernels = new LinkedHashSet<>();
        runs.forEach(run -> kernels.addAll(run.worst().getOrDefault(backend, Map.of()).keySet()));
        for (String kernel : kernels) {
            double[] number = IntStream.rangeClosed(1, runs.size()).asDoubleStream().toArray();
            double[] ratio = runs.stream().mapToDouble(run -> run.worst().getOrDefault(backend, Map.of())
                    .getOrDefault(kernel, Double.NaN)).toArray();
            if (runs.size() == 1) {
                chart.points(kernel, number, ratio);
            } else {
                chart.line(kernel, number, ratio);
            }
        }
        return chart;
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
}
