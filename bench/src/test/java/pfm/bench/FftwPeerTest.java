package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer in C computes what it says: a wrong peer would make a comparison worthless. */
class FftwPeerTest {
    private static final int NX = 6;
    private static final int NY = 4;
    private static final int SLICES = 2;
    private static final Pattern LAST = Pattern.compile("\"last\": \\[(\\S+), (\\S+)]");

    @Test
    void itCompilesWithoutWarningAndPropagatesOneFieldThroughTwoSlices(@TempDir Path folder) throws Exception {
        assumeTrue(onPath("gcc") && Files.exists(Path.of("/usr/include/fftw3.h")),
                "gcc and libfftw3-dev are not installed");
        Path program = folder.resolve("peer");
        Path source = Path.of("src", "main", "c", "split_step_fftw.c");
        assertEquals("", run(List.of("gcc", "-O3", "-ffast-math", "-fopenmp", "-Wall", "-Wextra", source.toString(),
                "-o", program.toString(), "-lfftw3f_omp", "-lfftw3f", "-lm"), ""));

        String out = run(List.of(program.toString(), "" + NX, "" + NY, "" + SLICES, "1"), "\n");

        Matcher last = LAST.matcher(out);
        assertTrue(last.find(), out);
        double[] expected = lastSample();
        // moduli are 1; 4 transforms of 24 points in float32: 4 u log2 24 each, u = 6e-8
        assertEquals(expected[0], Double.parseDouble(last.group(1)), 5e-6);
        assertEquals(expected[1], Double.parseDouble(last.group(2)), 5e-6);
    }

    /** The same in double, by the definition of the transform. */
    private static double[] lastSample() {
        int n = NX * NY;
        double[][] u = new double[n][];
        for (int i = 0; i < n; i++) {
            u[i] = polar(0.1 * i);
        }
        for (int slice = 0; slice < SLICES; slice++) {
            u = transform(u, -1);
            for (int i = 0; i < n; i++) {
                u[i] = times(u[i], polar(0.01 * i));
            }
            u = transform(u, 1);
            for (int i = 0; i < n; i++) {
                u[i] = times(u[i], polar(0.001 * (slice * n + i)));
            }
        }
        return u[n - 1];
    }

    /** The unitary transform. */
    private static double[][] transform(double[][] u, int sign) {
        double[][] out = new double[u.length][2];
        for (int k = 0; k < u.length; k++) {
            for (int i = 0; i < u.length; i++) {
                double cycles = (double) (k % NX) * (i % NX) / NX + (double) (k / NX) * (i / NX) / NY;
                double[] term = times(u[i], polar(sign * 2 * Math.PI * cycles));
                out[k][0] += term[0] / Math.sqrt(u.length);
                out[k][1] += term[1] / Math.sqrt(u.length);
            }
        }
        return out;
    }

    private static double[] times(double[] a, double[] b) {
        return new double[] {a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]};
    }

    private static double[] polar(double phase) {
        return new double[] {Math.cos(phase), Math.sin(phase)};
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(f -> Files.isExecutable(Path.of(f, program)));
    }

    private static String run(List<String> command, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes());
        }
        String out = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), out);
        return out;
    }
}
