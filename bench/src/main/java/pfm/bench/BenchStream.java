package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import pfm.Backends;
import pfm.Kernels;
import pfm.Propagator;
import pfm.bench.peer.Timings;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.quantity.Require;
import pfm.validation.Seeded;

/** {@code pfm bench stream}: a volume in a mapped file against the same volume in memory. */
@Command(name = "stream", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Sends a field through a volume of 8-bit levels in a mapped file and through its copy in memory,"
                + " in turns. Both must give the same bits. The file was just written, so the system has it cached."},
        footer = {"", "Example, 1.07e9 voxels:", "  pfm bench stream --grid 2048 --slices 256 --rounds 3"})
final class BenchStream implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private JsonReport json;

    @Option(names = "--grid", paramLabel = "N", defaultValue = "2048",
            description = "Samples along each side (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--slices", paramLabel = "N", defaultValue = "32",
            description = "Slices of the volume (default: ${DEFAULT-VALUE}).")
    private int slices;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "9",
            description = "Timed runs of each (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--folder", paramLabel = "DIR", defaultValue = ".",
            description = "Where the file is made, and deleted at the end (default: the current folder).")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        Require.inRange("--slices", 1, 1 << 20, slices);
        Require.inRange("--rounds", 1, 1 << 20, rounds);
        Backends.Choice choice = selection.choose();
        Grid grid = Grid.square(samples, 1e-6);
        Path file = Files.createTempFile(folder, ".pfm-stream", "");
        try (Report report = json.open(spec);
                Kernels kernels = selection.open(choice.backend(), report);
                Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            report.backend(choice, kernels);
            report.line("volume", String.format(Locale.ROOT, "%d x %d x %d 8-bit voxels, %.3g in all", slices, samples,
                    samples, (double) grid.samples() * slices));
            Samples resident = Seeded.levels(grid.samples() * slices, 0, 0.02 / 255, 1, arena);
            Samples mapped = map(channel, resident, file, arena);
            boolean same = compare(report, grid, kernels, resident, mapped, arena);
            report.finish();
            return same ? Exit.OK : Exit.CHECK_FAILED;
        } finally {
            Files.delete(file);
        }
    }

    private static Samples map(FileChannel channel, Samples resident, Path file, Arena arena) throws IOException {
        for (long at = 0; at < resident.count();) {
            long block = Math.min(1 << 24, resident.count() - at);
            at += channel.write(resident.segment().asSlice(at, block).asByteBuffer(), at);
        }
        MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, resident.count(), arena);
        return Samples.levels8(mapped, resident.count(), resident.min(), resident.step(), file.toString());
    }

    /** Whether both give the same bits; times them where they do. */
    private boolean compare(
            Report report, Grid grid, Kernels kernels, Samples resident, Samples mapped, Arena arena) {
        Propagator fromMemory = plan(kernels, grid, resident);
        Propagator fromFile = plan(kernels, grid, mapped);
        Field in = Seeded.field(grid, 1, Precision.FLOAT32, 2, arena);
        Field expected = Field.zeros(grid, 1, arena);
        Field out = Field.zeros(grid, 1, arena);
        fromMemory.propagate(in, expected);
        fromFile.propagate(in, out);
        boolean same = expected.re().mismatch(out.re()) < 0 && expected.im().mismatch(out.im()) < 0;
        report.line("judged", same ? "the same bits" : "results differ; nothing is timed");
        if (!same) {
            return false;
        }
        List<Double> memory = new ArrayList<>();
        List<Double> file = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            memory.add(milliseconds(fromMemory, in, out));
            file.add(milliseconds(fromFile, in, out));
        }
        double ratio = tell(report, "file", file) / tell(report, "memory", memory);
        report.line("ratio", String.format(Locale.ROOT, "%.3f, median from the file / median from memory in %d rounds",
                ratio, rounds));
        report.put("kernel", "stream");
        report.put("grid", samples);
        report.put("slices", slices);
        report.put("threads", selection.threads());
        report.put("ratio", ratio);
        report.put("machine", Machine.describe());
        return true;
    }

    private Propagator plan(Kernels kernels, Grid grid, Samples contrast) {
        return kernels.splitStep(new SplitStep(grid, 5e-7, 1.33,
                List.of(new Element.Slab(new Volume(samples, samples, slices, contrast), 1e-6))));
    }

    private double milliseconds(Propagator plan, Field in, Field out) {
        long start = System.nanoTime();
        plan.propagate(in, out);
        return (System.nanoTime() - start) / 1e6 / slices;
    }

    /** Prints and records times; the median. */
    private double tell(Report report, String name, List<Double> times) {
        Timings timings = new Timings(times);
        double median = timings.median();
        report.line(name, String.format(Locale.ROOT, "%s ms per slice (%s to %s), %.3g voxels/s",
                ComparisonReport.short3(median), ComparisonReport.short3(timings.quantile(0)),
                ComparisonReport.short3(timings.quantile(1)), 1e3 * samples * samples / median));
        report.put(name + "Ms", median);
        report.put(name + "MsOfRounds", times);
        return median;
    }
}
