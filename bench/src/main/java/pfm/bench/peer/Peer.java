package pfm.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import pfm.io.Json;

/** The program {@code peer.c} on one library, compiled on this machine and run in a process of its own. */
public final class Peer implements AutoCloseable {
    private static final String SOURCE = "peer.c";
    private static final List<String> COMPILER =
            List.of("gcc", "-O3", "-march=native", "-ffast-math", "-fopenmp");

    private final TransformLibrary library;
    private final Process process;
    private final BufferedReader answers;
    private final OutputStream requests;
    private final Path answer;

    private Peer(TransformLibrary library, Process process, Path answer) {
        this.library = library;
        this.process = process;
        this.answer = answer;
        answers = process.inputReader();
        requests = process.getOutputStream();
    }

    /**
     * Compiles and starts the peer for a task, and waits until it has read the data and planned.
     *
     * @param data      the file that {@link PeerTask#write} made
     * @param installed where {@link TransformLibrary#installed} libraries lie
     * @throws IllegalArgumentException if there is no compiler or no library; the message says how to get them
     */
    public static Peer start(TransformLibrary library, PeerTask task, int threads, Path data, PeerFolder folder,
            Path installed) throws IOException, InterruptedException {
        Path program = compile(library, folder, installed);
        Path answer = folder.file(library.label() + ".answer");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(task.arguments());
        command.addAll(List.of("" + threads, data.toString(), answer.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(library.environment());
        Peer peer = new Peer(library, builder.start(), answer);
        try {
            peer.read();
            return peer;
        } catch (IOException ended) {
            peer.close();
            throw ended;
        }
    }

    /**
     * Compiles the program for a library.
     *
     * @throws IllegalArgumentException if there is no compiler or no library; the message says how to get them
     */
    public static Path compile(TransformLibrary library, PeerFolder folder, Path installed)
            throws IOException, InterruptedException {
        library.lack(installed).ifPresent(lack -> {
            throw new IllegalArgumentException(lack);
        });
        Path source = folder.file(SOURCE);
        Path program = folder.file(library.label());
        try (InputStream text = Peer.class.getResourceAsStream(SOURCE)) {
            Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>(COMPILER);
        command.addAll(List.of(source.toString(), "-o", program.toString()));
        command.addAll(library.arguments(installed));
        String said;
        int code;
        try {
            Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
            said = new String(gcc.getInputStream().readAllBytes()).strip();
            code = gcc.waitFor();
        } catch (IOException noCompiler) {
            said = noCompiler.getMessage();
            code = -1;
        }
        if (code != 0) {
            throw new IllegalArgumentException("peer " + library.label() + " must compile on this machine, but: "
                    + said.lines().findFirst().orElse("gcc ended with " + code)
                    + "; install gcc and FFTW, on Debian: apt install gcc libfftw3-dev");
        }
        return program;
    }

    /** What it is built on. */
    public TransformLibrary library() {
        return library;
    }

    /** Runs the task once; milliseconds. */
    public double run() throws IOException {
        return ((Number) ask('r').get("ms")).doubleValue();
    }

    /** Has the result of the last run written, and names the file. */
    public Path answer() throws IOException {
        ask('w');
        return answer;
    }

    private Map<?, ?> ask(char request) throws IOException {
        requests.write(request);
        requests.flush();
        return read();
    }

    private Map<?, ?> read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("peer " + library.label() + " ended early; is there enough memory and disk for it?");
        }
        return (Map<?, ?>) Json.parse(line, "peer " + library.label());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
