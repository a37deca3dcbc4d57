package pfm.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Backends;
import pfm.Kernels;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Samples;
import pfm.optics.Element;
import pfm.optics.SplitStep;

/** The Python package, by its own tests in a process of their own and by what Java computes. */
class PythonPackageTest {
    private static final Path PACKAGE = Path.of("python").toAbsolutePath();
    private static final int N = 24;

    /** Propagates the planes of a file in place, through a gap and the mask of another file. */
    private static final String PROPAGATE = """
            import sys, numpy as np, pfm
            phase = np.fromfile(sys.argv[1], np.float32).reshape(24, 24)
            re, im = np.fromfile(sys.argv[2], np.float32).reshape(2, 24, 24)
            with pfm.open("vector") as k:
                plan = k.split_step((24, 24), 1e-6, 0.5e-6, [pfm.Gap(1e-4), pfm.Mask(phase), pfm.Gap(1e-4)])
                plan((re, im), out=(re, im))
            np.stack((re, im)).tofile(sys.argv[2])
            """;

    private static String python;

    @TempDir
    private Path folder;

    @BeforeAll
    static void pythonIsHere() throws Exception {
        Optional<String> found = Optional.empty();
        for (String candidate : List.of("/usr/bin/python3", "python3")) {
            if (found.isEmpty() && hasNumPy(candidate)) {
                found = Optional.of(candidate);
            }
        }
        assumeTrue(found.isPresent(), "python3-numpy is not installed");
        python = found.get();
    }

    private static boolean hasNumPy(String candidate) throws Exception {
        try {
            return new Run(candidate, "-c", "import numpy").code == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void itsOwnTestsPass() throws Exception {
        Run tests = new Run(python, "-m", "unittest", "discover", "-s", "tests", "-t", ".");
        assertEquals(0, tests.code, tests.output);
        assertTrue(tests.output.matches("(?s).*Ran [1-9]\\d+ tests in .*OK\\s*"), tests.output);
    }

    @Test
    void aTestOfItThatFailsIsReported() throws Exception {
        Path wrong = Files.createDirectory(folder.resolve("wrong"));
        Files.writeString(wrong.resolve("test_wrong.py"),
                "import unittest\nclass Wrong(unittest.TestCase):\n    def test_it(self): self.fail('wrong')\n");
        assertNotEquals(0, new Run(python, "-m", "unittest", "discover", "-s", wrong.toString()).code);
    }

    @Test
    void itGivesTheBitsThatJavaGives() throws Exception {
        Grid grid = Grid.square(N, 1e-6);
        Path planes = folder.resolve("planes");
        Path phases = folder.resolve("phases");
        try (Kernels kernels = Backends.named("vector").open(); Arena arena = Arena.ofShared()) {
            float[] phase = new float[N * N];
            Field u = Field.zeros(grid, 1, arena);
            for (int i = 0; i < phase.length; i++) {
                phase[i] = (float) Math.sin(i * i);
                u.set(0, i / N, i % N, Math.cos(i), Math.sin(3 * i));
            }
            write(MemorySegment.ofArray(phase), phases);
            write(u.re(), planes);
            Files.write(planes, u.im().toArray(ValueLayout.JAVA_BYTE), StandardOpenOption.APPEND);
            Run run = new Run(python, "-c", PROPAGATE, phases.toString(), planes.toString());
            assertEquals(0, run.code, run.output);
            kernels.splitStep(new SplitStep(grid, 0.5e-6, 1, List.of(new Element.Gap(1e-4),
                    new Element.Mask(Samples.of(phase, arena)), new Element.Gap(1e-4)))).propagate(u, u);
            ByteBuffer found = ByteBuffer.wrap(Files.readAllBytes(planes)).order(ByteOrder.nativeOrder());
            for (MemorySegment plane : List.of(u.re(), u.im())) {
                for (int i = 0; i < N * N; i++) {
                    assertEquals(plane.getAtIndex(ValueLayout.JAVA_FLOAT, i), found.getFloat(), "sample " + i);
                }
            }
        }
    }

    private static void write(MemorySegment values, Path file) throws IOException {
        Files.write(file, values.toArray(ValueLayout.JAVA_BYTE));
    }

    /** A finished process in the folder of the package, with the classes and the Java of this one. */
    private static final class Run {
        private final int code;
        private final String output;

        Run(String... command) throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(PACKAGE.toFile()).redirectErrorStream(true);
            builder.environment().putAll(Map.of("PFM_JAVA", System.getProperty("java.home"),
                    "PFM_CLASS_PATH", classPath(), "PFM_JVM_ARGS", "-Dpfm.tuning=none",
                    "PYTHONDONTWRITEBYTECODE", "1"));
            Process process = builder.start();
            output = new String(process.getInputStream().readAllBytes());
            code = process.waitFor();
        }

        private static String classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !entry.endsWith("test-classes")).collect(Collectors.joining(File.pathSeparator));
        }
    }
}
