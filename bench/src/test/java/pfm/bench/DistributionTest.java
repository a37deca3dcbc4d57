package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.model.NetworkFile;

/** What {@code ./pfm distribution} packs, unpacked into a folder with a space in its name and used from another one. */
class DistributionTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize(); // tests run in the folder of a module
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final Path PACK = ROOT.resolve("bindings/src/main/distribution/pack");
    private static final String ONLY_TESTS = "(junit|opentest4j|apiguardian|jspecify).*";

    @TempDir
    private static Path folder;
    private static Path unpacked;

    @BeforeAll
    static void pack() throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(f -> Files.isExecutable(Path.of(f, "gcc"))), "gcc is not installed");
        Path build = jars(Files.createDirectory(folder.resolve("the build")));
        Path file = folder.resolve("the file.tar.gz");
        assertEquals("", run(PACK, ROOT, build, JDK, file, "--with-java"));
        Path place = Files.createDirectory(folder.resolve("a place"));
        run("tar", "-xzf", file, "-C", place);
        unpacked = place.resolve("pfm-0.1.0");
    }

    /** Makes the folder that a build makes, of what these tests run on. */
    private static Path jars(Path build) throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (path.endsWith("target/classes")) {
                String module = path.getName(path.getNameCount() - 3).toString();
                assertEquals(0, ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create",
                        "--file", build.resolve(module + "-0.1.0.jar").toString(), "-C", entry, "."));
            } else if (Files.isRegularFile(path) && !path.getFileName().toString().matches(ONLY_TESTS)) {
                Files.copy(path, build.resolve(path.getFileName()));
            }
        }
        Files.writeString(build.resolve("java.args"), "--add-modules=jdk.incubator.vector"
                + " --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -Dpfm.tuning=none\n");
        return build;
    }

    @Test
    void itRunsOnItsOwnJava() throws Exception {
        Path program = Files.writeString(folder.resolve("Where.java"), """
                void main() {
                    IO.println(System.getProperty("java.home") + " " + pfm.Backends.named("vector").availability());
                }
                """);
        String found = run(unpacked.resolve("pfm"), program);
        assertTrue(found.startsWith(unpacked.resolve("java").toRealPath() + " Available"), found);
    }

    @Test
    void theCommandLineCAndPythonReadTheSameImagesRight() throws Exception {
        String accuracy = "accuracy   " + trainedAccuracy();
        String infer = run(unpacked.resolve("pfm"), "infer");
        assertTrue(infer.lines().toList().contains(accuracy), infer);

        Path program = folder.resolve("classify");
        run("gcc", "-std=c11", unpacked.resolve("examples/classify.c"), "-I" + unpacked.resolve("include"),
                "-L" + unpacked.resolve("lib"), "-lpfm", "-lm", "-Wl,-rpath," + unpacked.resolve("lib"), "-o", program);
        String c = run(program, unpacked.resolve("data/diffractive-mnist.safetensors"),
                inflated("t10k-images-idx3-ubyte"), inflated("t10k-labels-idx1-ubyte"));
        assertTrue(c.lines().toList().contains(accuracy), c);

        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python) && Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/numpy")),
                "python3-numpy is not installed");
        String byPython = run("env", "PYTHONDONTWRITEBYTECODE=1", "PYTHONPATH=" + unpacked.resolve("python"), python,
                unpacked.resolve("examples/classify.py"));
        assertTrue(byPython.lines().toList().contains(accuracy), byPython);
    }

    private static String trainedAccuracy() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            return NetworkFile.load(unpacked.resolve("data/diffractive-mnist.safetensors"), arena)
                    .notes().get("test accuracy");
        }
    }

    private static Path inflated(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(unpacked.resolve("data", name + ".gz")))) {
            Files.copy(in, file);
        }
        return file;
    }

    @Test
    void whatNeedsTheSourcesIsRefused() throws Exception {
        for (String verb : List.of("test", "jmh", "c-library", "distribution")) {
            assertEquals("pfm: " + verb + " needs the source tree, this is a distribution\n",
                    refused(unpacked.resolve("pfm"), verb));
        }
    }

    @Test
    void aJarWithoutItsLicenceIsNotPacked(@TempDir Path build) throws Exception {
        Files.createFile(build.resolve("kernels-java-0.1.0.jar"));
        Path unknown = Files.createFile(build.resolve("unknown-1.0.jar"));
        assertEquals("pfm: %s must have its licence in %s, has none\n".formatted(unknown, PACK.getParent()),
                refused(PACK, ROOT, build, JDK, build.resolve("file.tar.gz")));
        Files.delete(unknown);
        assertEquals("pfm: %s must hold kernels-opencl, does not\n".formatted(build),
                refused(PACK, ROOT, build, JDK, build.resolve("file.tar.gz")));
    }

    private static String run(Object... command) throws Exception {
        return run(0, command);
    }

    private static String refused(Object... command) throws Exception {
        return run(2, command);
    }

    /** What a command prints, in another folder and without a variable that names a Java. */
    private static String run(int code, Object... command) throws Exception {
        List<String> words = new ArrayList<>();
        List.of(command).forEach(word -> words.add(word.toString()));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PFM_") || name.startsWith("JAVA"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes())
                .replaceAll("WARNING: Using incubator modules.*\n", "");
        assertEquals(code, process.waitFor(), out);
        return out;
    }
}
