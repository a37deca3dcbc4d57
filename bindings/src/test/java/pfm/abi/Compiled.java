package pfm.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

import pfm.Backend;

/** The library and programs in C, compiled into a folder with every warning an error. */
record Compiled(Path folder) {
    private static final Path C = Path.of("src", "main", "c"); // Maven runs tests in the folder of the module
    private static final Path JAVA = Path.of(System.getProperty("java.home"));
    private static final List<String> STRICT = List.of("-O2", "-Wall", "-Wextra", "-Werror");

    /**
     * What a program did.
     *
     * @param code its exit code
     * @param out  what it printed
     * @param err  its errors, less the notice that the Vector API is incubating
     */
    record Ran(int code, String out, String err) {
    }

    static void assumeCompiler(String name) {
        assumeTrue(List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))), name + " is not installed");
    }

    /** Builds {@code libpfm.so}, which looks for the jars beside it. */
    static Compiled library(Path folder) throws Exception {
        Compiled compiled = new Compiled(folder);
        compiled.compile("gcc", "-std=c11", "-fPIC", "-shared", "-I" + JAVA.resolve("include"),
                "-I" + JAVA.resolve("include", "linux"), C.resolve("pfm.c").toString(), "-o",
                folder.resolve("libpfm.so").toString(), "-ldl", "-lpthread");
        return compiled;
    }

    /** Puts the jars beside the library. */
    Compiled withJars() throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (path.toString().matches(".*/(kernels-java|bindings)/target/classes")) {
                Path jar = folder.resolve(path.getName(path.getNameCount() - 3) + "-tested.jar");
                assertEquals(0, ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err,
                        "--create", "--file", jar.toString(), "-C", entry, "."));
            } else if (path.getFileName().toString().startsWith("kernels-java-")) {
                Files.copy(path, folder.resolve(path.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return this;
    }

    /** Adds a jar with {@link FaultyBackend}. */
    Compiled withFaultyBackend() throws IOException {
        Path services = folder.resolve("META-INF/services");
        Files.createDirectories(services);
        Files.writeString(services.resolve(Backend.class.getName()), FaultyBackend.class.getName());
        assertEquals(0, ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err,
                "--create", "--file", folder.resolve("faulty.jar").toString(), "-C", folder.toString(), "META-INF",
                "-C", Path.of("target", "test-classes").toString(), "pfm/abi/FaultyBackend.class"));
        return this;
    }

    /** Builds a program that uses the library. */
    Path program(Path source) throws Exception {
        Path program = folder.resolve(source.getFileName().toString().replace(".c", ""));
        compile("gcc", "-std=c11", "-I" + C, source.toString(), "-L" + folder, "-lpfm", "-lm", "-lpthread",
                "-Wl,-rpath," + folder, "-o", program.toString());
        return program;
    }

    /** Runs a compiler, which must have nothing to say. */
    void compile(String compiler, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(STRICT);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertEquals("", new String(process.getInputStream().readAllBytes()));
        assertEquals(0, process.waitFor());
    }

    /** Runs a program on the Java of this test. */
    Ran run(Path program, Map<String, String> environment, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().putAll(Map.of("PFM_JAVA", JAVA.toString(), "PFM_JVM_ARGS", "-Xmx512m -Dpfm.tuning=none",
                "LC_ALL", "C.UTF-8"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes());
        int code = process.waitFor();
        return new Ran(code, out, String.join("\n", Files.readAllLines(err).stream()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules")).toList()));
    }
}
