package pfm.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import pfm.bench.peer.Peer;
import pfm.bench.peer.PeerFolder;
import pfm.bench.peer.TransformLibrary;

/** {@code pfm bench install}: the only place where anything is fetched for a comparison. */
@Command(name = "install", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Fetches and builds the peers that no package has, for this user alone.",
            "fftw-avx512: the source package of FFTW from the machine's own apt sources, built with gcc for this "
                + "processor. mkl, mkl-2025: the libraries in the Maven artifact org.bytedeco:mkl (Intel's licence).",
            "They go to pfm/peers in $$XDG_CACHE_HOME or ~/.cache: 1 GB; remove that folder to be rid of them. What is "
                + "there already is kept."},
        footer = {"", "Example:", "  pfm bench install"})
final class BenchInstall implements Callable<Integer> {
    private static final String SCRIPT = "install-peers.sh";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path target = TransformLibrary.installed();
        boolean complete;
        try (PeerFolder folder = new PeerFolder();
                InputStream text = TransformLibrary.class.getResourceAsStream(SCRIPT)) {
            Path script = folder.file(SCRIPT);
            Files.copy(text, script);
            complete = new ProcessBuilder("bash", script.toString(), target.toString(), System.getProperty("java.home"))
                    .inheritIO().start().waitFor() == 0;
            for (TransformLibrary library : TransformLibrary.values()) {
                complete &= isReady(library, folder, target);
            }
        }
        return complete ? Exit.OK : Exit.BAD_INPUT;
    }

    private boolean isReady(TransformLibrary library, PeerFolder folder, Path target)
            throws IOException, InterruptedException {
        String state = "ready";
        try {
            Peer.compile(library, folder, target);
        } catch (IllegalArgumentException missing) {
            state = missing.getMessage();
        }
        spec.commandLine().getOut().printf("%-12s %s%n", library.label(), state);
        return state.equals("ready");
    }
}
