package pfm.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.bench.validate.Candidate;
import pfm.bench.validate.Check;
import pfm.bench.validate.Interruption;
import pfm.bench.validate.Judge;
import pfm.bench.validate.LaneWidths;
import pfm.bench.validate.RandomCases;
import pfm.bench.validate.Selection;
import pfm.validation.ClosedForm;
import pfm.validation.Workload;
import pfm.validation.mutants.Jury;

/**
 * {@code pfm validate}: theory judges every backend, then the float64 reference judges the others, and they judge each
 * other.
 */
@Command(name = "validate", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Validates every available backend: closed forms against theory, workloads against the float64"
            + " reference and against each other.",
            "Prints error, tolerance, their ratio and the time of a run; exit code 1 if a check fails."},
        footer = {"", "Example:", "  pfm validate", "  pfm validate --backend vector --only 'split-step/**/gradient'",
            "  pfm validate --quick --junit report.xml --html report.html",
            "  pfm validate --long --minutes 30 --resume checks.jsonl",
            "  pfm validate --only random/split-step --seed 7",
            "  pfm validate --self-test",
            "  pfm validate --published --images train-images-idx3-ubyte --labels train-labels-idx1-ubyte"})
final class Validate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private ValidationScope scope;

    @Mixin
    private JsonReport json;

    @Mixin
    private ValidationReports reports;

    private final Map<String, Kernels> open = new LinkedHashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private ValidationTable table;
    private Interruption interruption;
    private Progress progress;
    private long steps;

    @Override
    public Integer call() throws IOException {
        scope.read(spec);
        reports.open();
        try (Report report = json.open(spec); Interruption watch = Interruption.watch();
                Kernels oracle = Backends.named(Candidate.ORACLE).open()) {
            interruption = watch;
            report.put("backends", selected().stream().map(backend -> open(backend, report)).toList());
            run(oracle, report);
            int code = conclude(report, oracle);
            report.finish();
            return code;
        } finally {
            open.values().forEach(Kernels::close);
            reports.close();
        }
    }

    private List<Backend> selected() {
        if (selection.name().isEmpty() && scope.isSelfTest()) {
            return List.of(Backends.named(Candidate.ORACLE));
        }
        boolean one = selection.name().isPresent() || scope.published().isAskedFor();
        return one ? List.of(selection.choose().backend()) : Backends.all();
    }

    private Map<String, Object> open(Backend backend, Report report) {
        return switch (backend.availability()) {
            case Availability.Available available -> {
                Kernels kernels = selection.open(backend, report);
                open.put(backend.name(), kernels);
                candidates.add(new Candidate(backend.name(), kernels));
                report.text().println(kernels.device());
                yield Map.of("backend", backend.name(), "device", kernels.device());
            }
            case Availability.Unavailable not -> {
                report.text().println(backend.name() + ": not validated, " + not.reason() + "; " + not.remedy());
                yield Map.of("backend", backend.name(), "reason", not.reason(), "remedy", not.remedy());
            }
        };
    }

    private void run(Kernels oracle, Report report) throws IOException {
        Selection cases = scope.selection();
        long all = scope.isLong() ? -1 : (long) cases.forms().size() * candidates.size()
                + cases.workloads().size() + scope.selfTest().size() + scope.published().size();
        try (Progress bar = new Progress("validate", scope.isLong() ? "cases" : "steps", all)) {
            progress = bar;
            table = new ValidationTable(report.text(), spec.commandLine().getColorScheme().ansi(), bar.isShown(),
                    ValidationTable.width(spec, System.getenv("COLUMNS")));
            table.head();
            Judge judge = new Judge(oracle, candidates, reports::has, this::add);
            RandomCases random = new RandomCases(judge, this::add, scope.minimises());
            judge(cases, judge, random);
            selfTest(oracle);
            published();
            if (scope.random().isPresent()) {
                random.judge(scope.random().get());
            } else if (scope.isLong()) {
                untilStopped(random);
            } else if (scope.isWhole()) {
                laneWidths();
            }
        }
    }

    private void judge(Selection cases, Judge judge, RandomCases random) {
        for (Candidate candidate : candidates) {
            for (ClosedForm form : cases.forms()) {
                if (!interruption.asked()) {
                    judge.judge(form, candidate);
                    progress.done(++steps, form.name());
                }
            }
        }
        for (Workload workload : cases.workloads()) {
            if (!interruption.asked()) {
                judge.judge(workload);
                progress.done(++steps, workload.name());
            }
        }
        if (scope.minimises()) {
            reports.failed().forEach(check -> reports.replace(check, random.hunt(check, scope.seed())));
        }
    }

    private void selfTest(Kernels oracle) {
        try (Jury jury = new Jury(oracle)) {
            for (Candidate candidate : candidates) {
                scope.selfTest().judge(jury, candidate, reports::has, () -> !interruption.asked(), check -> {
                    add(check);
                    progress.done(++steps, check.name());
                });
            }
        }
    }

    private void published() throws IOException {
        if (scope.published().isAskedFor()) {
            for (Candidate candidate : candidates) {
                scope.published().judge(spec, candidate, reports::has, interruption, this::add);
            }
        }
    }

    private void untilStopped(RandomCases random) {
        table.line("random cases from seed " + scope.seed() + (Double.isInfinite(scope.minutes())
                ? ", until Ctrl-C" : ", for " + scope.minutes() + " minutes") + "; shown are those that fail, and those"
                + " that use more of their tolerance than any before");
        long start = System.nanoTime();
        random.run(scope.seed(), scope::wanted, () -> {
            progress.done(++steps);
            return !interruption.asked() && System.nanoTime() - start < scope.minutes() * 60e9;
        });
    }

    private void laneWidths() throws IOException {
        for (Candidate candidate : candidates) {
            for (int bits : LaneWidths.below(candidate)) {
                if (!interruption.asked()) {
                    progress.done(steps, candidate.label() + " with registers of " + bits + " bits");
                    LaneWidths.judge(Main.class, candidate, bits,
                            List.of("--threads", Integer.toString(selection.threads()))).forEach(this::add);
                }
            }
        }
    }

    private void add(Check check) {
        boolean shown = !scope.isLong() || !check.passed() || reports.isWorst(check);
        if (reports.add(check) && shown) {
            if (scope.isNarrowed()) {
                table.rowWithFindings(check);
            } else {
                table.row(check);
            }
        }
    }

    private int conclude(Report report, Kernels oracle) throws IOException {
        List<Check> checks = reports.checks();
        if (checks.isEmpty()) {
            table.line("stopped before the first check");
            return Exit.CHECK_FAILED;
        }
        table.conclude(checks);
        boolean passed = reports.failed().isEmpty();
        report.put("passed", passed);
        report.put("complete", !interruption.asked() || scope.isLong());
        if (!scope.isSelfTest()) {
            report.put("worstRatio", ValidationTable.worst(checks).discrepancy().ratio());
        }
        if (scope.isLong()) {
            report.put("seed", scope.seed());
        }
        report.put("checks", checks.stream().map(Check::json).toList());
        reports.write(oracle, candidates);
        if (interruption.asked()) {
            table.line("stopped; " + reports.howToResume(spec));
        }
        return passed ? Exit.OK : Exit.CHECK_FAILED;
    }
}
