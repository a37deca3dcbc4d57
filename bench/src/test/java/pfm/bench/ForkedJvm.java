package pfm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a Java program of this class path did in a JVM of its own.
 *
 * @param exit its exit code
 * @param out  what it printed
 * @param err  its errors, less the JVM's notice that the Vector API is incubating
 */
record ForkedJvm(int exit, String out, String err) {
    /** The flags that the launcher sets, each of which a test may leave out. */
    static final String VECTOR = "--add-modules=jdk.incubator.vector";
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    /** Runs {@code main} with these flags and environment variables. */
    static ForkedJvm run(
            List<String> flags, Map<String, String> environment, Class<?> main, String... arguments) {
        List<String> command = command(flags, main, arguments);
        try {
            Path err = Files.createTempFile("pfm", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                String out = new String(process.getInputStream().readAllBytes());
                try (Stream<String> lines = Files.lines(err)) {
                    List<String> errors = lines.filter(l -> !l.startsWith("WARNING: Using incubator modules")).toList();
                    return new ForkedJvm(process.waitFor(), out, String.join("\n", errors));
                }
            } finally {
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The command that runs {@code main}. */
    static List<String> command(List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dpfm.tuning=none"); // nothing of the user's; a flag may say otherwise
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
