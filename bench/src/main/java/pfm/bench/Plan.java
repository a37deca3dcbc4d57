package pfm.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Backends;
import pfm.Kernels;
import pfm.bench.profile.MachineFigures;
import pfm.energy.FoundationModel;
import pfm.energy.SimulationCost;
import pfm.io.AtomicFile;
import pfm.quantity.Require;
import pfm.tuning.Family;

/** {@code pfm plan}: what a physical foundation model would be like, and what it costs to simulate it. */
@Command(name = "plan", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false,
        description = {"Estimates a transformer that is a cube of glass: size, tolerances, light and energy for a "
            + "token against a digital reference, and what its simulation and design cost on this machine, on a GPU "
            + "and on many of them. Every formula stands, with its source, in the documentation of "
            + "pfm.energy.FoundationModel and pfm.energy.SimulationCost."},
        footer = {"", "Keys of --json: those of the columns of --sweep, in SI units, of this one model; "
                + "updatesPerSecond (of this machine).",
            "", "Examples:", "  pfm plan --parameters 1e12", "  pfm plan --table",
            "  pfm plan --sweep parameters=1e9:1e18:19 --csv plan.csv --plot plan.png"})
final class Plan implements Callable<Integer> {
    @Mixin
    private ModelSelection model;

    @Option(names = "--power", defaultValue = "100", paramLabel = "W",
            description = "Power that tokens/s are given for (default: ${DEFAULT-VALUE}).")
    private double power;

    @Option(names = "--modes", defaultValue = "1", paramLabel = "N",
            description = "Input fields to simulate (default: ${DEFAULT-VALUE}).")
    private double modes;

    @Option(names = "--steps", defaultValue = "1000", paramLabel = "N",
            description = "Gradient steps of a design (default: ${DEFAULT-VALUE}).")
    private double steps;

    @Option(names = "--rate", paramLabel = "X",
            description = "Voxel-field updates/s of this machine (default: what 'pfm profile --machine' kept, else "
                    + "measured, some seconds).")
    private Double rate;

    @Option(names = "--gpu-bandwidth", defaultValue = "4.8e12", paramLabel = "B/S",
            description = "Memory bandwidth of a GPU (default: ${DEFAULT-VALUE}, H200).")
    private double gpuBandwidth;

    @Option(names = "--gpu-share", defaultValue = "0.6", paramLabel = "X",
            description = "Part of it that the kernels reach (default: ${DEFAULT-VALUE}, an assumption).")
    private double gpuShare;

    @Option(names = "--nodes", defaultValue = "64", paramLabel = "N",
            description = "GPUs that share the work, one in each node (default: ${DEFAULT-VALUE}).")
    private double nodes;

    @Option(names = "--link", defaultValue = "5e10", paramLabel = "B/S",
            description = "Bandwidth of the network of a node (default: ${DEFAULT-VALUE}).")
    private double link;

    @Option(names = "--table", description = "Print the models of 1e9, 1e12, 1e15 and 1e18 parameters instead.")
    private boolean table;

    @Option(names = "--sweep", paramLabel = "Q=A:B:N", description = "Vary parameters, pitch, wavelength, contrast, "
            + "bits, efficiency or context from A to B in N steps of equal ratio, lengths in metres.")
    private String sweep;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the sweep as CSV (default: to stdout).")
    private Path csv;

    @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw the energies of the sweep.")
    private Path plot;

    @Mixin
    private BackendSelection backend;

    @Mixin
    private JsonReport json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--power", 1e-12, 1e12, "W", power);
        Require.inRange("--steps", 1, 1e12, "", steps);
        Require.inRange("--nodes", 1, 1e9, "", nodes);
        Require.inRange("--gpu-bandwidth", 1e6, 1e18, "B/s", gpuBandwidth);
        Require.inRange("--gpu-share", 1e-6, 1, "", gpuShare);
        Require.inRange("--link", 1e3, 1e18, "B/s", link);
        Require.equal("sweep of --csv and --plot", true, sweep != null || csv == null && plot == null);
        Fonts.requireIf(plot != null, "--plot");
        if (sweep != null) {
            sweep(Swept.parse(sweep));
            return Exit.OK;
        }
        try (Report report = json.open(spec)) {
            if (table) {
                new PlanText(report.text(), power).table(List.of(1e9, 1e12, 1e15, 1e18).stream()
                        .map(model::model).toList());
            } else {
                one(report);
            }
            report.finish();
        }
        return Exit.OK;
    }

    private void one(Report report) throws IOException {
        FoundationModel m = model.model();
        SimulationCost cost = new SimulationCost(m.side(), m.wavelength(), modes);
        PlanText text = new PlanText(report.text(), power);
        text.device(m);
        double here = rate == null ? here(report) : rate;
        text.simulation(cost, m.parameters(), steps, here, SimulationCost.rate(1, gpuBandwidth, gpuShare, link),
                nodes, SimulationCost.rate(nodes, gpuBandwidth, gpuShare, link));
        PlanColumn.ALL.forEach(column -> report.put(column.name(), column.of(m)));
        report.put("updatesPerSecond", here);
    }

    private void sweep(Swept.Range range) throws IOException {
        List<FoundationModel> models = range.values().stream()
                .map(value -> range.quantity().in(model.model(), value)).toList();
        try (AtomicFile drawing = plot == null ? null : AtomicFile.create(plot)) {
            byte[] text = PlanColumn.csv(models).getBytes(StandardCharsets.UTF_8);
            if (csv == null) {
                spec.commandLine().getOut().print(new String(text, StandardCharsets.UTF_8));
            } else {
                AtomicFile.write(csv, text);
            }
            if (drawing != null) {
                drawing.write(ByteBuffer.wrap(PlanColumn.plot(range, models)));
                drawing.commit();
            }
        }
    }

    /** Voxel·field updates/s of a split step on this machine, by the backend that would simulate. */
    private double here(Report report) throws IOException {
        int side = UpdateRate.SIDE;
        Backends.Choice choice = backend.choose(Family.SPLIT_STEP, (long) side * side);
        Optional<MachineFigures> stored = MachineLine.stored(report);
        try (Kernels kernels = backend.open(choice.backend(), report)) {
            report.backend(choice, kernels);
            Double kept = stored.map(figures -> figures.rates().get(kernels.device())).orElse(null);
            double found = kept != null ? kept : UpdateRate.measure(kernels);
            report.line("measured", String.format(Locale.ROOT, "%.3g voxel-field updates/s at %d x %d%s", found, side,
                    side, kept == null ? " ('pfm profile --machine' measures once and for all)"
                    : " on " + stored.get().date() + ", kept by 'pfm profile --machine'"));
            return found;
        }
    }
}
