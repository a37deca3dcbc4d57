package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.bench.profile.DeviceProxies;
import pfm.bench.profile.EnergyMeter;
import pfm.bench.profile.KeptTimes;
import pfm.bench.profile.MachineFigures;
import pfm.bench.profile.Measured;
import pfm.bench.profile.Memory;
import pfm.bench.profile.NetworkSubject;
import pfm.bench.profile.ProfilePage;
import pfm.bench.profile.Profiled;
import pfm.bench.profile.Stopwatch;
import pfm.bench.profile.Subject;
import pfm.energy.EnergyModel;
import pfm.field.Precision;
import pfm.io.AtomicFile;
import pfm.io.UserCache;
import pfm.model.EnergyModels;
import pfm.model.Inference;
import pfm.model.LabelledImages;
import pfm.model.Network;
import pfm.opencl.OpenClBackend;
import pfm.opencl.TimedKernels;
import pfm.quantity.Require;
import pfm.tuning.Family;
import pfm.validation.Trial;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** {@code pfm profile}: where the time of a network or a kernel goes, and what the device itself would take. */
@Command(name = "profile", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false,
        description = {"Times a network layer by layer, or one kernel, against what this machine can do at most; tells"
            + " memory, and the energy of the simulator where the hardware counts it; estimates what the simulated"
            + " device would take. Without options the network that comes with pfm reads 64 images.",
            "The limits of the machine are measured once and kept; --machine measures them anew. Ctrl-C ends the"
            + " measurement: what is finished is written, kept, and not measured again by the command that it names."},
        footer = {"", "Keys of --json: backend, device; machine (roofs of one and of all threads); run, parts, kernels"
            + " (ms with msLow and msHigh, deviceMs where OpenCL counts it, flops, bytes, voxelUpdates and their"
            + " rates, roofReached); planSeconds,"
            + " allocatedBytes, collections, peakBytes; simulatorEnergy; simulatedDevice (estimates: photons, light,"
            + " latencySeconds, equivalentMacs, simulatedVoxelUpdates, joules).",
            "", "Examples:", "  pfm profile --html profile.html", "  pfm profile --kernel split-step --size 1024",
            "  pfm profile --workload split-step/levels8/512x512x8/forward --backend opencl",
            "  pfm profile --machine"})
final class Profile implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "FILE",
            description = "Network from 'pfm train' (default: the shipped one).")
    private Path model;

    @Option(names = "--images", paramLabel = "N", defaultValue = "64",
            description = "Images of a run (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(names = "--workload", paramLabel = "NAME",
            description = "A workload of 'pfm validate' instead of a network.")
    private String workload;

    @Option(names = "--kernel", paramLabel = "NAME",
            description = "A kernel instead: angular-spectrum, split-step, crossbar, optical-product or mzi-mesh.",
            converter = FamilyName.class)
    private Family kernel;

    @Option(names = "--size", paramLabel = "N", defaultValue = "512",
            description = "Side of its grid or matrix (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--machine", description = "Measure the limits of this machine, and store them.")
    private boolean machine;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "1",
            description = "Time for each part (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--energy", paramLabel = "NAME|FILE", defaultValue = "photonic-moderate",
            description = "Energies of the device's converters (default: ${DEFAULT-VALUE}).")
    private String energy;

    @Option(names = "--bits", paramLabel = "N", defaultValue = "8",
            description = "Bits of the device's converters (default: ${DEFAULT-VALUE}).")
    private int bits;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with roofline and bar of layers.")
    private Path html;

    @Option(names = "--resume", paramLabel = "FILE", description = "Keep the times of each part in FILE as soon as"
            + " it is finished, and take those that FILE has from a run that was stopped.")
    private Path resume;

    @Mixin
    private BackendSelection backend;

    @Mixin
    private JsonReport json;

    @Spec
    private CommandSpec spec;

    private Optional<LongSupplier> clock = Optional.empty();
    private Optional<Path> keptIn = Optional.empty();
    private KeptTimes kept;

    /** {@code split-step} as well as {@code SPLIT_STEP}. */
    static final class FamilyName implements ITypeConverter<Family> {
        @Override
        public Family convert(String name) {
            for (Family family : Family.values()) {
                if (family.label().equalsIgnoreCase(name.replace('_', '-'))) {
                    return family;
                }
            }
            throw new TypeConversionException("must be one of "
                    + List.of(Family.values()).stream().map(Family::label).toList() + ", was '" + name + "'");
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Require.inRange("--images", 1, 10_000, images);
        Require.inRange("--size", 1, 1 << 14, size);
        Require.inRange("--seconds", 0, 3600, "s", seconds);
        requireOne();
        EnergyModel device = EnergyModels.read(energy);
        try (Report report = json.open(spec); AtomicFile page = html == null ? null : AtomicFile.create(html);
                Arena arena = Arena.ofShared()) {
            if (machine && html == null && !given()) {
                machine(report);
                return Exit.OK;
            }
            MachineFigures figures = MachineLine.figures(machine, report);
            Network network = workload == null && kernel == null ? ShippedData.model(model, arena).network() : null;
            Backends.Choice choice = network != null
                    ? backend.choose(Family.SPLIT_STEP, network.grid().samples()) : backend.choose();
            try (Kernels kernels = open(choice.backend(), report); Interruption stop = new Interruption()) {
                report.backend(choice, kernels);
                Profiled profiled = profile(network, kernels, figures, device, stop, arena);
                tell(profiled, kernels, page, report);
            }
        }
        return Exit.OK;
    }

    private Kernels open(Backend chosen, Report report) {
        if (!(chosen instanceof OpenClBackend opencl)) {
            return backend.open(chosen, report);
        }
        TimedKernels timed = backend.openTimed(opencl, report);
        clock = Optional.of(timed.takeNanoseconds());
        return timed.kernels();
    }

    /** Measures roofs, and the rate of the backend that would simulate. */
    private void machine(Report report) throws IOException, InterruptedException {
        int side = UpdateRate.SIDE;
        Backends.Choice choice = backend.choose(Family.SPLIT_STEP, (long) side * side);
        try (Kernels kernels = backend.open(choice.backend(), report)) {
            report.backend(choice, kernels);
            double rate = UpdateRate.measure(kernels);
            MachineFigures figures = MachineFigures.measure().with(kernels.device(), rate);
            new ProfileText(report).machine(figures);
            report.line("", String.format(Locale.ROOT, "split step at %d x %d: %.3g voxel-field updates/s", side, side,
                    rate));
            MachineLine.store(figures, report);
        }
        report.finish();
    }

    private void requireOne() {
        if ((workload != null ? 1 : 0) + (kernel != null ? 1 : 0) + (model != null ? 1 : 0) > 1) {
            throw new ParameterException(spec.commandLine(),
                    "one of --model, --workload and --kernel may be given, several were");
        }
    }

    private boolean given() {
        return model != null || workload != null || kernel != null;
    }

    private Profiled profile(Network network, Kernels kernels, MachineFigures figures, EnergyModel device,
            Interruption stop, Arena arena) throws IOException {
        LabelledImages read = network == null ? null
                : ShippedData.images(spec, null, null, network.classes()).first(images);
        Subject subject = network == null ? kernel(kernels, arena) : NetworkSubject.of(
                model == null ? ShippedData.MODEL : model.getFileName().toString(), network, kernels, read, arena);
        Measured measured;
        keep(subject, kernels);
        try (Progress progress = new Progress("profile", "parts", subject.parts().size() + 1)) {
            measured = new Stopwatch(seconds, stop::isRequested, clock, kept).measure(subject, EnergyMeter.all(),
                    (done, all) -> progress.done(done));
        }
        Optional<DeviceProxies> proxies = network == null ? Optional.empty() : Optional.of(DeviceProxies.of(network,
                new Inference(network, kernels, arena).run(read).light(), bits));
        return new Profiled(measured, figures, kernels.tuning().threads(), Memory.peak(), proxies, device);
    }

    /** Where times are kept: in the file that was named, else in the cache until all is finished. */
    private void keep(Subject subject, Kernels kernels) throws IOException {
        String setting = subject.name() + ", " + subject.units() + " " + subject.unit() + "s, " + kernels.device();
        Optional<Path> file = Optional.ofNullable(resume).or(() -> UserCache.folder("profile")
                .map(folder -> folder.resolve("stopped-" + ProcessHandle.current().pid() + ".jsonl")));
        if (resume == null && file.isPresent()) {
            Files.createDirectories(file.get().getParent());
            Files.deleteIfExists(file.get());
        }
        keptIn = file;
        kept = file.isPresent() ? KeptTimes.in(file.get(), setting) : KeptTimes.nowhere();
    }

    private Subject kernel(Kernels kernels, Arena arena) {
        Workload chosen = workload != null ? Workloads.named(workload) : Workloads.typical(kernel, size);
        long start = System.nanoTime();
        Trial trial = chosen.prepare(kernels, Precision.FLOAT32, arena);
        double planned = (System.nanoTime() - start) / 1e9;
        return new Subject(chosen.name(), "run", 1, trial.cost(), planned, trial::run, Optional.empty(), List.of());
    }

    private void tell(Profiled profiled, Kernels kernels, AtomicFile page, Report report) throws IOException {
        ProfileText text = new ProfileText(report);
        report.line("subject", profiled.measured().subject().name());
        report.put("subject", profiled.measured().subject().name());
        text.machine(profiled.machine());
        text.tell(profiled);
        if (!profiled.measured().complete()) {
            report.warn("interrupted after " + profiled.measured().parts().size() + " of "
                    + profiled.measured().subject().parts().size() + " parts; what stands above is finished"
                    + keptIn.map(file -> ", " + kept.count() + " measurements are kept in " + file + "; to go on: "
                    + Resumption.command(spec, file, resume != null)).orElse(""));
        } else if (resume == null && keptIn.isPresent()) {
            Files.deleteIfExists(keptIn.get());
        }
        if (page != null) {
            Map<String, Object> facts = new LinkedHashMap<>(Machine.describe());
            Memory.ofMachine().ifPresent(bytes -> facts.put("memory", (bytes >> 20) + " MiB"));
            facts.put("backend", kernels.device());
            ProfilePage.of(profiled, facts).write(page);
            report.line("page", html.toString());
        }
        report.finish();
    }
}
