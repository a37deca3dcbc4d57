package pfm.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.bench.Contest.Comparison;
import pfm.field.Grid;
import pfm.quantity.Require;
import pfm.tuning.Device;
import pfm.tuning.StoredTuning;
import pfm.tuning.Tuning;
import pfm.tuning.TuningStore;

/** {@code pfm tune}: measures which parameters of a backend are fastest on this machine, and stores them. */
@Command(name = "tune", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Measures which parameters of a backend make a split step fastest on this machine, and stores"
            + " those that beat the defaults. From then on every verb and every program that opens the backend without"
            + " a tuning of its own uses them.",
            "Then measures the available backends against each other, on each kernel and some sizes. From then on the"
            + " fastest of them is chosen where none is named; 'pfm backends' tells.",
            "A value is kept if the median of its gain over all rounds, in turns with the defaults, is above 2 %% and"
            + " above twice what the defaults seem to gain over themselves, if it was faster in n/2 + sqrt(n) of n"
            + " rounds, and if all values found for a grid win by the same rule once more. Each result is checked"
            + " against that of the defaults before it is timed.",
            "-Dpfm.tuning=none right after ./pfm leaves a stored tuning out, -Dpfm.tuning=FILE uses another."},
        footer = {"", "Examples:", "  pfm tune", "  pfm tune --grid 400,2048 --seconds 120"})
final class Tune implements Callable<Integer> {
    /** Of each processor, what others may use for the machine to count as quiet. */
    private static final double MOST_LOAD = 0.5;
    /** One in so many seconds compares backends. */
    private static final int COMPARED = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private JsonReport json;

    @Option(names = "--grid", paramLabel = "N", split = ",", defaultValue = "256,512,1024",
            description = "Samples along each side of the grids to tune for (256,512,1024).")
    private List<Integer> sides;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "45",
            description = "Seconds to measure (45); a busy machine takes up to twice as long.")
    private int seconds;

    @Option(names = "--out", paramLabel = "FILE", description = "Store there instead of in the place for this device.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--seconds", 1, 3600, seconds);
        sides.forEach(side -> Require.inRange("--grid", 2, 1 << 14, side));
        Require.equal("count of different values of --grid", sides.size(), new TreeSet<>(sides).size());
        Tuning defaults = new Tuning(selection.threads(), Map.of());
        Backends.Choice choice = selection.choose(b -> sides.stream().anyMatch(
                side -> !b.alternatives(grid(side), defaults).isEmpty()));
        Backend backend = choice.backend();
        if (sides.stream().allMatch(side -> backend.alternatives(grid(side), defaults).isEmpty())) {
            throw new IllegalArgumentException("--backend must have parameters that matter on grids of " + sides
                    + ", '" + backend.name() + "' has none there");
        }
        TuningStore store = out == null ? TuningStore.standard() : TuningStore.at(out);
        store.requireWritable(device(backend));
        try (Report report = json.open(spec)) {
            try (Kernels kernels = backend.open(defaults)) {
                report.backend(choice, kernels);
            }
            Tuner tuner = tune(backend, defaults, isQuiet(report), store, report);
            List<Backend> all = Backends.all().stream()
                    .filter(b -> b.availability() instanceof Availability.Available).toList();
            boolean agree = new TuneBackends(store, defaults.threads(), report).run(all, new TreeSet<>(sides),
                    TimeUnit.SECONDS.toNanos(seconds) / COMPARED, new Contest(System::nanoTime));
            report.finish();
            return tuner.wrong().isEmpty() && agree ? Exit.OK : Exit.CHECK_FAILED;
        }
    }

    /** Whether other programs leave the processors to us; asked before we use them ourselves. */
    private static boolean isQuiet(Report report) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage(); // of the last minute; negative where the system does not tell
        boolean quiet = load <= MOST_LOAD * system.getAvailableProcessors();
        if (!quiet) {
            report.warn(String.format(Locale.ROOT, "the machine is busy (load %.1f on %d processors): how threads share"
                    + " work is not tuned, and gains are uncertain; run it again when less runs", load,
                    system.getAvailableProcessors()));
        }
        report.put("load", load);
        return quiet;
    }

    private Tuner tune(Backend backend, Tuning defaults, boolean quiet, TuningStore store, Report report)
            throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        Tuning tuning = defaults;
        Tuner tuner;
        report.text().printf("%-11s %12s %12s %8s  %s%n", "grid", "default [ms]", "tuned [ms]", "gain", "values");
        try (Progress progress = new Progress("tuning", "grids", sides.size())) {
            int[] done = {0};
            tuner = new Tuner(backend, new Contest(System::nanoTime), quiet, what -> progress.done(done[0], what));
            for (int side : new TreeSet<>(sides)) {
                Tuner.Outcome outcome =
                        tuner.tune(grid(side), tuning, TimeUnit.SECONDS.toNanos(seconds) * (COMPARED - 1) / COMPARED
                                / sides.size());
                rows.add(told(outcome, report));
                tuning = outcome.after();
                progress.done(++done[0]);
            }
        }
        tuner.wrong().forEach(wrong -> report.warn(
                wrong + " gives a wrong result and is left out; please report it, 'pfm validate' helps"));
        tuner.doubtful().stream().distinct().forEach(name -> report.warn("values of " + name + " were more than half"
                + " faster, which tells that Java had not compiled the defaults yet; it keeps them, run it again"));
        report.put("grids", rows);
        report.put("threads", defaults.threads());
        report.put("wrong", tuner.wrong());
        report.put("machine", Machine.describe());
        store(backend, store, tuner, tuning, report);
        return tuner;
    }

    private static Map<String, Object> told(Tuner.Outcome outcome, Report report) {
        Map<String, String> changed = new TreeMap<>(outcome.after().values());
        changed.entrySet().removeAll(outcome.before().values().entrySet());
        String size = outcome.grid().nx() + "x" + outcome.grid().ny();
        boolean kept = !changed.isEmpty();
        report.text().printf(Locale.ROOT, "%-11s %12.4g %12.4g %8s  %s%n", size, outcome.usual(), outcome.tuned(),
                kept ? String.format(Locale.ROOT, "%+.1f %%", 100 * outcome.comparison().get().gain()) : "-",
                kept ? String.join(" ", changed.entrySet().stream().map(Object::toString).toList())
                        : outcome.comparison().isPresent() ? "defaults; nothing won twice" : "defaults");
        report.text().flush();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("grid", size);
        row.put("defaultMsPerSlice", outcome.usual());
        row.put("tunedMsPerSlice", outcome.tuned());
        row.put("values", changed);
        outcome.comparison().ifPresent(c -> putComparison(c, row));
        return row;
    }

    private static void putComparison(Comparison comparison, Map<String, Object> row) {
        row.put("gain", comparison.gain());
        row.put("noise", comparison.noise());
        row.put("roundsWon", comparison.won());
        row.put("rounds", comparison.rounds());
    }

    /** Stores what was found; what was stored before and not measured now stays. */
    private static void store(Backend backend, TuningStore store, Tuner tuner, Tuning tuning, Report report)
            throws IOException {
        Device device = device(backend);
        Map<String, String> values = new TreeMap<>();
        if (backend.stored(store) instanceof StoredTuning.Found found) {
            values.putAll(found.values());
            values.keySet().removeAll(tuner.measured());
        }
        values.putAll(tuning.values());
        report.put("stored", values);
        if (store.file(device).isEmpty()) {
            report.line("stored", "nowhere, as -D" + TuningStore.PROPERTY + "=" + TuningStore.NONE
                    + " says; --out FILE stores");
            return;
        }
        Path file = store.file(device).get();
        store.write(device, tuning.threads(), values);
        report.put("file", file.toString());
        report.line("stored", file + (values.isEmpty() ? ": no value, the defaults are the best" : ": "
                + values.size() + (values.size() == 1 ? " value" : " values")));
    }

    private static Device device(Backend backend) {
        return Device.here(backend.name(), ((Availability.Available) backend.availability()).device());
    }

    private static Grid grid(int side) {
        return Grid.square(side, 1e-6);
    }
}
