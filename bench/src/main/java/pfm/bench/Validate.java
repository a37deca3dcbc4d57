package pfm.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.bench.validate.Candidate;
import pfm.bench.validate.Check;
import pfm.bench.validate.Judge;
import pfm.bench.validate.KeptChecks;
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
    /** Plans pile up in the kernels that made them. */
    private static final int CASES_BETWEEN_OPENINGS = 250;

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

    private OpenKernels kernels;
    private ValidationTable table;
    private Interruption interruption;
    private Progress progress;
    private long steps;

    @Override
    public Integer call() throws IOException {
        scope.read(spec);
        reports.open(scope.isLong());
        try (Report report = json.open(spec); Interruption watch = new Interruption();
                OpenKernels all = new OpenKernels(backend -> scope.isLong() ? selection.openForManyPlans(backend)
                        : selection.open(backend, report))) {
            interruption = watch;
            kernels = all;
            report.put("backends", selected().stream().map(backend -> open(backend, report)).toList());
            run(report);
            int code = conclude(report);
            report.finish();
            return code;
        } finally {
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
                String device = kernels.open(backend).device();
                report.text().println(device);
                yield Map.of("backend", backend.name(), "device", device);
            }
            case Availability.Unavailable not -> {
                report.text().println(backend.name() + ": not validated, " + not.reason() + "; " + not.remedy());
                yield Map.of("backend", backend.name(), "reason", not.reason(), "remedy", not.remedy());
            }
        };
    }

    private void run(Report report) throws IOException {
        Selection cases = scope.selection();
        long all = scope.isLong() ? -1 : (long) cases.forms().size() * kernels.candidates().size()
                + cases.workloads().size() + scope.selfTest().size()
                + scope.published().size();
        try (Progress bar = new Progress("validate", scope.isLong() ? "cases" : "steps", all)) {
            progress = bar;
            table = new ValidationTable(report.text(), spec.commandLine().getColorScheme().ansi(), bar.isShown(),
                    ValidationTable.width(spec, System.getenv("COLUMNS")));
            table.head();
            if (scope.isSeeded() && !cases.workloads().isEmpty()) {
                table.line("input of workloads drawn from seed " + scope.seed());
            }
            Judge judge = judge();
            RandomCases random = new RandomCases(judge, this::add, scope.minimises());
            judge(cases, judge, random);
            selfTest();
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

    private Judge judge() {
        return new Judge(kernels.oracle(), kernels.candidates(), reports::has, this::add);
    }

    private void judge(Selection cases, Judge judge, RandomCases random) {
        for (Candidate candidate : kernels.candidates()) {
            for (ClosedForm form : cases.forms()) {
                if (!interruption.isRequested()) {
                    judge.judge(form, candidate);
                    progress.done(++steps, form.name());
                }
            }
        }
        for (Workload workload : cases.workloads()) {
            if (!interruption.isRequested()) {
                judge.judge(workload);
                progress.done(++steps, workload.name());
            }
        }
        if (scope.minimises()) {
            KeptChecks kept = reports.checks();
            kept.failed().forEach(check -> kept.replace(check, random.hunt(check, scope.seed())));
        }
    }

    private void selfTest() {
        try (Jury jury = new Jury(kernels.oracle())) {
            for (Candidate candidate : kernels.candidates()) {
                scope.selfTest().judge(jury, candidate, reports::has, () -> !interruption.isRequested(), check -> {
                    add(check);
                    progress.done(++steps, check.name());
                });
            }
        }
    }

    private void published() throws IOException {
        if (scope.published().isAskedFor()) {
            for (Candidate candidate : kernels.candidates()) {
                scope.published().judge(spec, candidate, reports::has, interruption, this::add);
            }
        }
    }

    private void untilStopped(RandomCases random) {
        long seed = reports.firstSeed(scope.seed());
        table.line("random cases from seed " + seed + (Double.isInfinite(scope.minutes())
                ? ", until Ctrl-C" : ", for " + scope.minutes() + " minutes") + "; shown are those that fail, and those"
                + " that use more of their tolerance than any before");
        long start = System.nanoTime();
        BooleanSupplier more = () -> {
            progress.done(++steps);
            return !interruption.isRequested() && System.nanoTime() - start < scope.minutes() * 60e9;
        };
        while (more.getAsBoolean()) {
            seed = random.run(seed, CASES_BETWEEN_OPENINGS, scope::wanted, more);
            kernels.renew();
            random.judgeBy(judge());
        }
    }

    private void laneWidths() throws IOException {
        for (Candidate candidate : kernels.candidates()) {
            for (int bits : LaneWidths.below(candidate)) {
                if (!interruption.isRequested()) {
                    progress.done(steps, candidate.label() + " with registers of " + bits + " bits");
                    LaneWidths.judge(Main.class, candidate, bits,
                            scope.arguments(selection.threads())).forEach(this::add);
                }
            }
        }
    }

    private void add(Check check) {
        if (reports.add(check)) {
            if (scope.isNarrowed()) {
                table.rowWithFindings(check);
            } else {
                table.row(check);
            }
        }
    }

    private int conclude(Report report) throws IOException {
        KeptChecks checks = reports.checks();
        if (checks.made() == 0) {
            table.line("stopped before the first check");
            return Exit.CHECK_FAILED;
        }
        table.conclude(checks);
        boolean passed = checks.failures() == 0;
        report.put("passed", passed);
        report.put("complete", !interruption.isRequested() || scope.isLong());
        report.put("made", checks.made());
        report.put("failed", checks.failures());
        if (!scope.isSelfTest()) {
            report.put("worstRatio", ValidationTable.worst(checks.all()).discrepancy().ratio());
        }
        if (scope.isSeeded()) {
            report.put("seed", scope.seed());
        }
        report.put("checks", checks.all().stream().map(Check::json).toList());
        reports.write(scope.mode(), kernels.oracle(), kernels.candidates());
        if (interruption.isRequested()) {
            table.line("stopped; " + reports.howToResume(spec));
        }
        return passed ? Exit.OK : Exit.CHECK_FAILED;
    }
}
