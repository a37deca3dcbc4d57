package pfm.bench;

import java.lang.foreign.Arena;
import java.util.Locale;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import pfm.Kernels;
import pfm.bench.peer.PeerTask;
import pfm.bench.peer.PeerTasks;
import pfm.optics.Diffraction;

/** {@code pfm bench split-step}. */
@Command(name = "split-step", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"One field through slices of 8-bit levels: a gap and the mask of the slice, in turns.",
            "The peers multiply by exponentials made in advance, which spares them sines and cosines."},
        footer = {"", "Example:", "  pfm bench split-step --grid 2048 --threads 2 --peer all"})
final class BenchSplitStep extends KernelComparison {
    @Option(names = "--grid", paramLabel = "N", defaultValue = "512",
            description = "Samples along each side (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--slices", paramLabel = "N", description = "Slices of a run (default: 16, from 1025 samples on 8, "
            + "from 2049 on 4, since every mask of a peer takes 8 bytes per sample).")
    private Integer slices;

    @Option(names = "--transfer", paramLabel = "NAME", defaultValue = "exact",
            description = "Transfer function: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). The peers always "
                    + "read it as a table.")
    private Diffraction transfer;

    @Override
    PeerTask prepare(Kernels kernels, Arena arena) {
        return PeerTasks.splitStep(kernels, samples, runs(), transfer, arena);
    }

    @Override
    void describe(Report report) {
        String name = transfer.name().toLowerCase(Locale.ROOT);
        report.line("kernel", "split-step, " + samples + " x " + samples + ", " + runs() + " slices of 8-bit levels, "
                + name + " transfer function");
        report.put("kernel", transfer == Diffraction.EXACT ? "split-step" : "split-step, " + name);
        report.put("grid", samples);
        report.put("slices", runs());
    }

    @Override
    String unit() {
        return "slice";
    }

    @Override
    int runs() {
        if (slices != null) {
            return slices;
        }
        return samples <= 1024 ? 16 : samples <= 2048 ? 8 : 4;
    }
}
