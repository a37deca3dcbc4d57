package pfm.bench;

import java.lang.foreign.Arena;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import pfm.Kernels;
import pfm.bench.peer.PeerTask;
import pfm.bench.peer.PeerTasks;

/** {@code pfm bench angular-spectrum}. */
@Command(name = "angular-spectrum", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "A batch of fields through free space with the exact transfer function.",
        footer = {"", "Example:", "  pfm bench angular-spectrum --batch 16 --threads 2 --peer all"})
final class BenchAngularSpectrum extends KernelComparison {
    @Option(names = "--grid", paramLabel = "N", defaultValue = "512",
            description = "Samples along each side (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "16",
            description = "Fields of a run (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Override
    PeerTask prepare(Kernels kernels, Arena arena) {
        return PeerTasks.angularSpectrum(kernels, samples, batch, arena);
    }

    @Override
    void describe(Report report) {
        report.line("kernel", "angular-spectrum, " + batch + " x " + samples + " x " + samples
                + ", exact transfer function");
        report.put("kernel", "angular-spectrum");
        report.put("grid", samples);
        report.put("batch", batch);
    }

    @Override
    String unit() {
        return "field";
    }

    @Override
    int runs() {
        return batch;
    }
}
