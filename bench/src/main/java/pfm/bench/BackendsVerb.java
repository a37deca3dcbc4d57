package pfm.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.tuning.Speeds;
import pfm.tuning.StoredTuning;
import pfm.tuning.TuningStore;

/** {@code pfm backends}: every backend with its device, or why it cannot run here and what to do about it. */
@Command(name = "backends", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Lists every backend, the most preferred first: its device, or the reason and the remedy; then"
            + " which is chosen where none is named, and why.",
        footer = {"", "Example:", "  pfm backends", "  pfm backends --json"})
final class BackendsVerb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonReport json;

    @Override
    public Integer call() throws IOException {
        try (Report report = json.open(spec)) {
            List<Map<String, Object>> rows = new ArrayList<>();
            report.text().printf("%-10s %10s  %s%n", "backend", "preference", "device, or why not and what to do");
            for (Backend backend : Backends.all()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("backend", backend.name());
                row.put("preference", backend.preference());
                String told = switch (backend.availability()) {
                    case Availability.Available available -> {
                        row.put("available", true);
                        row.put("device", available.device());
                        yield available.device() + tuning(backend, row);
                    }
                    case Availability.Unavailable not -> {
                        row.put("available", false);
                        row.put("reason", not.reason());
                        row.put("remedy", not.remedy());
                        yield "unavailable: " + not.reason() + "; " + not.remedy();
                    }
                };
                report.text().printf("%-10s %10d  %s%n", backend.name(), backend.preference(), told);
                backend.devices().forEach(device -> report.text().printf("%-10s %10s  %s%n", "", "", device));
                row.put("devices", backend.devices());
                rows.add(row);
            }
            report.put("backends", rows);
            chosen(report);
            report.finish();
            return Exit.OK;
        }
    }

    /** Which backend is chosen where none is named, on each problem that was measured. */
    private static void chosen(Report report) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Backends.Choice usual = Backends.choose();
        report.line("chosen", usual.backend().name() + ": " + usual.why());
        report.put("chosen", usual.backend().name());
        report.put("why", usual.why());
        Speeds.find(TuningStore.standard(), ignored -> report.warn(ignored.line())).medians().keySet().stream()
                .sorted(Comparator.comparing(Speeds.Problem::family).thenComparing(Speeds.Problem::size))
                .forEach(problem -> {
                    Backends.Choice choice = Backends.choose(problem.family(), problem.size());
                    if (!choice.why().equals(usual.why())) { // else its figures are not of these devices
                        report.line("", choice.backend().name() + ": " + choice.why());
                    }
                    rows.add(Map.of("family", problem.family().label(), "size", problem.size(),
                            "backend", choice.backend().name(), "why", choice.why()));
                });
        report.put("chosenByFigures", rows);
    }

    /** What is stored to make it faster. */
    private static String tuning(Backend backend, Map<String, Object> row) {
        return switch (backend.stored(TuningStore.standard())) {
            case StoredTuning.Found found -> {
                row.put("tuning", found.file().toString());
                row.put("tuned", found.date());
                row.put("tuningValues", new TreeMap<>(found.values()));
                yield ", tuned " + found.date() + " by " + found.file();
            }
            case StoredTuning.Ignored ignored -> {
                row.put("tuningIgnored", ignored.line());
                yield "; " + ignored.line();
            }
            case StoredTuning.Absent _ -> "";
        };
    }
}
