package pfm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import pfm.io.Json;

/** The split step in C on FFTW, compiled on this machine and run in a process of its own, one measurement at a time. */
final class FftwPeer implements AutoCloseable {
    private static final String SOURCE = "split_step_fftw.c";
    private static final List<String> COMPILER =
            List.of("gcc", "-O3", "-march=native", "-ffast-math", "-fopenmp", SOURCE, "-o", "peer");
    private static final List<String> LIBRARIES = List.of("-lfftw3f_omp", "-lfftw3f", "-lm");

    private final Process process;
    private final BufferedReader answers;
    private final OutputStream requests;

    private FftwPeer(Process process) {
        this.process = process;
        answers = process.inputReader();
        requests = process.getOutputStream();
    }

    /**
     * Compiles and starts the peer, and waits until it has planned.
     *
     * @throws IllegalArgumentException if there is no compiler or no FFTW; the message says how to get them
     */
    static FftwPeer start(int nx, int ny, int slices, int threads) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("pfm-peer");
        try (InputStream source = FftwPeer.class.getResourceAsStream(SOURCE)) {
            Files.copy(source, folder.resolve(SOURCE));
            compile(folder);
            Process process = new ProcessBuilder(
                    folder.resolve("peer").toString(), "" + nx, "" + ny, "" + slices, "" + threads)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            FftwPeer peer = new FftwPeer(process);
            peer.answer();
            return peer;
        } finally { // a running program does not need its file
            Files.deleteIfExists(folder.resolve(SOURCE));
            Files.deleteIfExists(folder.resolve("peer"));
            Files.delete(folder);
        }
    }

    private static void compile(Path folder) throws IOException, InterruptedException {
        String said;
        int code;
        try {
            Process gcc = new ProcessBuilder(Stream.of(COMPILER, LIBRARIES).flatMap(List::stream).toList())
                    .directory(folder.toFile()).redirectErrorStream(true).start();
            said = new String(gcc.getInputStream().readAllBytes()).strip();
            code = gcc.waitFor();
        } catch (IOException noCompiler) {
            said = noCompiler.getMessage();
            code = -1;
        }
        if (code != 0) {
            throw new IllegalArgumentException("peer fftw must compile on this machine, but: "
                    + said.lines().findFirst().orElse("gcc ended with " + code)
                    + "; install gcc and FFTW, on Debian: apt install gcc libfftw3-dev");
        }
    }

    /** Runs once over all slices; milliseconds per slice. */
    double run() throws IOException {
        requests.write('\n');
        requests.flush();
        return ((Number) answer().get("msPerSlice")).doubleValue();
    }

    private Map<?, ?> answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the peer ended early; is there enough memory for it?");
        }
        return (Map<?, ?>) Json.parse(line, "the peer");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
