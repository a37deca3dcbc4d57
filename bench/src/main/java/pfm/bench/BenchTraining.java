package pfm.bench;

import java.lang.foreign.Arena;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import pfm.Kernels;
import pfm.bench.peer.PeerTask;
import pfm.bench.peer.PeerTasks;

/** {@code pfm bench d2nn}. */
@Command(name = "d2nn", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"A training step of a diffractive network without its loss: forward, then the gradient of every "
            + "mask and the cotangent of the input, for a batch.",
            "pfm also makes the exponentials of the masks in every step, as training must; the peers are spared them."},
        footer = {"", "Example:", "  pfm bench d2nn --layers 5 --batch 32 --threads 2 --peer all"})
final class BenchTraining extends KernelComparison {
    @Option(names = "--layers", paramLabel = "N", defaultValue = "5",
            description = "Phase masks (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(names = "--size", paramLabel = "N", defaultValue = "200",
            description = "Pixels along each side of a mask; around it is dark (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--grid", paramLabel = "N", defaultValue = "400",
            description = "Samples along each side of the plane (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32",
            description = "Fields of a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Override
    PeerTask prepare(Kernels kernels, Arena arena) {
        return PeerTasks.training(kernels, samples, size, layers, batch, arena);
    }

    @Override
    void describe(Report report) {
        report.line("kernel", "d2nn, " + layers + " masks of " + size + " x " + size + " in " + samples + " x "
                + samples + ", batch " + batch + ", forward and gradient");
        report.put("kernel", "d2nn");
        report.put("grid", samples);
        report.put("size", size);
        report.put("layers", layers);
        report.put("batch", batch);
    }

    @Override
    String unit() {
        return "step";
    }

    @Override
    int runs() {
        return 1;
    }
}
