package pfm.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;
import pfm.validation.ClosedForm;
import pfm.validation.ClosedForms;
import pfm.validation.Discrepancy;
import pfm.validation.Finding;
import pfm.validation.Output;
import pfm.validation.Verdict;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** {@code pfm validate}: theory judges every backend, then the float64 reference judges the others. */
@Command(name = "validate", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Validates every available backend: closed forms against theory, workloads against the float64"
            + " reference.",
            "Prints error, tolerance, their ratio and the time of a run; exit code 1 if a check fails."},
        footer = {"", "Example:", "  pfm validate", "  pfm validate --backend vector --only 'split-step/**/gradient'",
            "  pfm validate --only 'closed-form/*' --json report.json"})
final class Validate implements Callable<Integer> {
    static final String ORACLE = "reference";

    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private JsonReport json;

    @Option(names = "--only", paramLabel = "GLOB", defaultValue = "**", description = "Only checks whose name matches:"
            + " * is anything but a slash, ** anything.")
    private String glob;

    private final List<Check> checks = new ArrayList<>();
    private PrintWriter out;

    /** One line of the table. */
    private record Check(String name, String backend, Precision precision, Discrepancy discrepancy, boolean passed,
            long nanos, String reason) {
        private static final String HEAD = String.format("%-56s %-10s %-8s %10s %10s %7s %10s",
                "check", "backend", "numbers", "error", "tolerance", "ratio", "time [ms]");

        String line() {
            return String.format(Locale.ROOT, "%-56s %-10s %-8s %10.2e %10.2e %7.3f %10.2f%s", name, backend,
                    precision.name().toLowerCase(Locale.ROOT), discrepancy.error(), discrepancy.bound(),
                    discrepancy.ratio(), nanos / 1e6, passed ? "" : "  FAILED: " + reason);
        }

        Map<String, Object> json() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("check", name);
            fields.put("backend", backend);
            fields.put("precision", precision.name().toLowerCase(Locale.ROOT));
            fields.put("passed", passed);
            fields.put("error", discrepancy.error());
            fields.put("tolerance", discrepancy.bound());
            fields.put("ratio", discrepancy.ratio());
            fields.put("seconds", nanos / 1e9);
            fields.put("reason", reason);
            return fields;
        }
    }

    @Override
    public Integer call() throws IOException {
        PathMatcher matcher = matcher();
        List<ClosedForm> forms = ClosedForms.all().stream().filter(f -> matcher.matches(Path.of(f.name()))).toList();
        List<Workload> workloads = Workloads.all().stream().filter(w -> matcher.matches(Path.of(w.name()))).toList();
        if (forms.isEmpty() && workloads.isEmpty()) {
            List<String> cases = Stream.concat(Stream.of("closed-form"), Workloads.all().stream().map(Workload::name)
                    .map(name -> name.replaceFirst("(/[^/]*)/.*", "$1"))).distinct().map(name -> name + "/**").toList();
            throw new IllegalArgumentException("--only must match a check, for example one of " + cases + ", was '"
                    + glob + "'; 'pfm validate' lists the names of all");
        }
        try (Report report = json.open(spec)) {
            out = report.text();
            run(forms, workloads, report);
            int code = conclude(report);
            report.finish();
            return code;
        }
    }

    private void run(List<ClosedForm> forms, List<Workload> workloads, Report report) {
        Map<String, Kernels> open = new LinkedHashMap<>();
        try (Kernels oracle = Backends.named(ORACLE).open()) {
            report.put("backends", selected().stream().map(backend -> open(backend, open, report)).toList());
            out.println(Check.HEAD);
            open.forEach((name, kernels) -> forms.forEach(form -> judge(form, name, kernels)));
            workloads.forEach(workload -> judge(workload, oracle, open));
        } finally {
            open.values().forEach(Kernels::close);
        }
    }

    private PathMatcher matcher() {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("--only must be a glob, was '" + glob + "': " + e.getDescription(), e);
        }
    }

    private List<Backend> selected() {
        return selection.name().isPresent() ? List.of(selection.choose().backend()) : Backends.all();
    }

    private Map<String, Object> open(Backend backend, Map<String, Kernels> open, Report report) {
        return switch (backend.availability()) {
            case Availability.Available available -> {
                Kernels kernels = selection.open(backend, report);
                open.put(backend.name(), kernels);
                out.println(kernels.device());
                yield Map.of("backend", backend.name(), "device", kernels.device());
            }
            case Availability.Unavailable not -> {
                out.println(backend.name() + ": not validated, " + not.reason() + "; " + not.remedy());
                yield Map.of("backend", backend.name(), "reason", not.reason(), "remedy", not.remedy());
            }
        };
    }

    private void judge(ClosedForm form, String backend, Kernels kernels) {
        EnumSet<Precision> precisions = EnumSet.copyOf(kernels.precisions());
        if (backend.equals(ORACLE)) {
            precisions.remove(Precision.FLOAT32); // it computes in float64 all the same, and rounds
        }
        for (Precision precision : precisions) {
            add(form.name(), backend, precision, () -> {
                long start = System.nanoTime();
                List<Finding> findings = form.judge(kernels, precision);
                long nanos = System.nanoTime() - start;
                Finding worst = findings.stream().reduce((a, b) ->
                        a.discrepancy().worse(b.discrepancy()) == a.discrepancy() ? a : b).orElseThrow();
                return new Check(form.name(), backend, precision, worst.discrepancy(), worst.passes(), nanos,
                        worst.toString());
            });
        }
    }

    private void judge(Workload workload, Kernels oracle, Map<String, Kernels> open) {
        try (Arena arena = Arena.ofShared()) {
            List<Output> expected = workload.expected(oracle, arena);
            open.forEach((backend, kernels) -> {
                for (Precision precision : EnumSet.copyOf(kernels.precisions())) {
                    if (!backend.equals(ORACLE) || precision != Precision.FLOAT64) { // that is the oracle
                        add(workload.name(), backend, precision, () -> {
                            Verdict verdict = workload.judge(kernels, precision, expected);
                            return new Check(workload.name(), backend, precision, verdict.discrepancy(),
                                    verdict.passes(), verdict.nanos(), verdict.toString());
                        });
                    }
                }
            });
        }
    }

    private void add(String name, String backend, Precision precision, Supplier<Check> judgement) {
        Check check;
        try {
            check = judgement.get();
        } catch (RuntimeException thrown) { // a backend that throws fails this check, not the others
            check = new Check(name, backend, precision, new Discrepancy(Double.NaN, Double.NaN), false, 0,
                    thrown.toString());
        }
        checks.add(check);
        out.println(check.line());
        out.flush();
    }

    private int conclude(Report report) {
        List<Check> failed = checks.stream().filter(check -> !check.passed()).toList();
        Check worst = checks.stream().reduce((a, b) ->
                a.discrepancy().worse(b.discrepancy()) == a.discrepancy() ? a : b).orElseThrow();
        if (failed.isEmpty()) {
            out.printf(Locale.ROOT, "%d checks, 0 failed; the worst used %.3f of its tolerance: %s on %s%n",
                    checks.size(), worst.discrepancy().ratio(), worst.name(), worst.backend());
        } else {
            out.printf("%d checks, %d failed:%n", checks.size(), failed.size());
            failed.forEach(check -> out.println("  " + check.name() + " on " + check.backend()));
        }
        report.put("passed", failed.isEmpty());
        report.put("worstRatio", worst.discrepancy().ratio());
        report.put("checks", checks.stream().map(Check::json).toList());
        return failed.isEmpty() ? Exit.OK : Exit.CHECK_FAILED;
    }
}
