package pfm.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import pfm.Backends;
import pfm.Kernels;
import pfm.Propagator;
import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.noise.Philox;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.quantity.Require;

/** {@code pfm bench}: a kernel against the same computation in C, in turns, so that a busy machine slows both alike. */
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Times a kernel and a peer in turns and prints both medians and their ratio.",
            "The peer is C on FFTW, compiled on this machine, on as many threads."},
        footer = {"", "Example:", "  pfm bench split-step --grid 1024 --threads 1"})
final class Bench implements Callable<Integer> {
    private static final String SPLIT_STEP = "split-step";
    /** How long OpenMP's threads may keep spinning after their work [ns]; they would hold the processors we time on. */
    private static final long PEER_SPINS = TimeUnit.MILLISECONDS.toNanos(50);

    @Spec
    private CommandSpec spec;

    @Mixin
    private BackendSelection selection;

    @Mixin
    private JsonReport json;

    @Parameters(paramLabel = "KERNEL", description = "What to compare: split-step, slices of a volume of 8-bit levels."
            + " The peer is spared their exponentials: it multiplies by masks made in advance.")
    private String kernel;

    @Option(names = "--grid", paramLabel = "N", defaultValue = "512", description = "Samples along each side (512).")
    private int samples;

    @Option(names = "--slices", paramLabel = "N", defaultValue = "16", description = "Slices of a run (16).")
    private int slices;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "15", description = "Runs of each (15).")
    private int rounds;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "4", description = "Seconds that pfm runs first (4).")
    private int warmUp;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Require.equal("KERNEL", SPLIT_STEP, kernel);
        Require.inRange("--slices", 1, 1 << 20, slices);
        Require.inRange("--rounds", 1, 1 << 20, rounds);
        Backends.Choice choice = selection.choose();
        try (Report report = json.open(spec);
                Kernels kernels = choice.backend().open(selection.tuning());
                Arena arena = Arena.ofShared();
                FftwPeer peer = FftwPeer.start(samples, samples, slices, selection.tuning().threads())) {
            report.backend(choice, kernels);
            compare(report, kernels, arena, peer);
            report.finish();
            return Exit.OK;
        }
    }

    private void compare(Report report, Kernels kernels, Arena arena, FftwPeer peer) throws IOException {
        Grid grid = Grid.square(samples, 1e-6);
        SplitStep volume = new SplitStep(grid, 5e-7, 1.33,
                List.of(new Element.Slab(new Volume(samples, samples, slices, levels(grid, arena)), 1e-6)));
        Propagator plan = kernels.splitStep(volume);
        Field in = Field.zeros(grid, 1, arena);
        Field out = Field.zeros(grid, 1, arena);
        for (int i = 0; i < samples; i++) {
            in.set(0, i, i / 2, 1, -1);
        }
        runFor(TimeUnit.SECONDS.toNanos(warmUp), plan, in, out);
        double[] ours = new double[rounds];
        double[] peers = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            peer.run(); // not timed: a turn begins when the other's data have left the caches and its threads sleep
            peers[round] = peer.run();
            runFor(PEER_SPINS, plan, in, out);
            long start = System.nanoTime();
            plan.propagate(in, out);
            ours[round] = (System.nanoTime() - start) / 1e6 / slices;
            ratios[round] = peers[round] / ours[round];
        }
        tell(report, "pfm", ours, volume.cost(1, Precision.FLOAT32).flops() / slices); // half steps at both ends
        tell(report, "fftw", peers, 2 * Cost.transformFlops(grid.samples()) + 12.0 * grid.samples());
        Arrays.sort(ratios);
        report.line("ratio", String.format(Locale.ROOT, "%.2f, median of %d rounds, time of fftw / time of pfm",
                ratios[rounds / 2], rounds));
        report.put("kernel", kernel);
        report.put("peer", "fftw");
        report.put("grid", samples);
        report.put("slices", slices);
        report.put("threads", selection.tuning().threads());
        report.put("ratio", ratios[rounds / 2]);
        report.put("machine", Machine.describe());
    }

    private static void runFor(long nanos, Propagator plan, Field in, Field out) {
        long start = System.nanoTime();
        do {
            plan.propagate(in, out);
        } while (System.nanoTime() - start < nanos);
    }

    private static void tell(Report report, String name, double[] milliseconds, double flops) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        report.line(name, String.format(Locale.ROOT, "%.3f ms per slice, median; %.3f to %.3f; %.1f GFLOP/s",
                median, sorted[0], sorted[sorted.length - 1], flops / median / 1e6));
        report.put(name + "MsPerSlice", median);
        report.put(name + "Gigaflops", flops / median / 1e6);
        report.put(name + "MsPerSliceAll", Arrays.stream(milliseconds).boxed().toList());
    }

    private Samples levels(Grid grid, Arena arena) {
        long count = grid.samples() * slices;
        MemorySegment levels = arena.allocate(count);
        for (long i = 0; i < count; i++) {
            levels.set(ValueLayout.JAVA_BYTE, i, (byte) (256 * Philox.uniform(1, 0, i)));
        }
        return Samples.levels8(levels, count, 0, 0.02 / 255, "seeded levels");
    }
}
