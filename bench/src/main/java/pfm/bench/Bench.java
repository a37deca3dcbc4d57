package pfm.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pfm bench}: kernels against the same computation in C, and the tables that come of it. */
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "KERNEL|mesh|tile|noise|line-resistance|stream|suite|table|install",
        description = {"Times a kernel and its peers in turns and prints both medians and their ratio.",
            "A peer is one program in C on a library of transforms, compiled on this machine, on as many threads. It "
                + "is given the same data, and what it computes must agree before anything is timed.",
            "Peers: fftw (the distribution's), fftw-avx512 (the same source built for this processor), mkl (2019.5) "
                + "and mkl-2025. fftw needs 'apt install gcc libfftw3-dev', 'pfm bench install' gets the others."},
        footer = {"", "Examples:", "  pfm bench split-step --grid 1024 --threads 1",
            "  pfm bench install", "  pfm bench d2nn --peer all",
            "  pfm bench suite results.jsonl", "  pfm bench table results.jsonl"},
        subcommands = {
            BenchSplitStep.class,
            BenchAngularSpectrum.class,
            BenchTraining.class,
            BenchProduct.class,
            BenchMesh.class,
            BenchTile.class,
            BenchNoise.class,
            BenchLineResistance.class,
            BenchStream.class,
            BenchSuite.class,
            BenchTable.class,
            BenchInstall.class,
        })
final class Bench implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "what to do must be given, one of "
                + spec.subcommands().keySet());
    }
}
