package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import pfm.Kernels;
import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.noise.NoiseCell;
import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;
import pfm.simd.Lanes;
import pfm.simd.SimdNoise;
import pfm.tuning.Tuning;
import pfm.validation.Seeded;

/**
 * The same bits on every lane width, interpreted and compiled: in JVMs of their own, because the width is fixed at
 * start.
 */
class ReproducibilityTest {
    /** Prints a fingerprint of a run and a gradient that pass every kernel, after enough runs to be compiled. */
    static final class Fingerprint {
        private Fingerprint() {
        }

        /** {@code args[0]} is the count of runs. */
        public static void main(String[] args) {
            int fingerprint = 0;
            for (int run = 0; run < Integer.parseInt(args[0]); run++) {
                fingerprint = Arrays.hashCode(new int[] {
                    Arrays.hashCode(WavePlansTest.run(2, 35, 9, 2)), Arrays.hashCode(WavePlansTest.run(1, 1, 192, 1)),
                    crossbar(13), crossbar(1), noise()});
            }
            System.out.println("fingerprint " + fingerprint);
        }

        private static int noise() {
            NoiseRow row = new NoiseRow(1, NoiseStream.OUTPUT_NOISE, 0, 0, 5);
            float[] normals = new float[20_000];
            new SimdNoise().normals(row, 0, normals.length, normals, 0);
            long fingerprint = Arrays.hashCode(normals);
            for (int i = 0; i < 1000; i++) {
                assertEquals(normals[i], row.normal(i));
                fingerprint = 31 * fingerprint + row.poisson(i, i);
                fingerprint = 31 * fingerprint + Double.doubleToLongBits(
                        new NoiseCell(1, NoiseStream.PROGRAMMING, i).normal());
            }
            return Long.hashCode(fingerprint);
        }

        private static int crossbar(int batch) {
            try (Arena arena = Arena.ofShared();
                    Kernels kernels = new VectorBackend().open(Tuning.defaults().withThreads(1))) {
                Matrix w = Seeded.matrix(150, 300, -1, 1, Precision.FLOAT32, 1, arena);
                Matrix x = Seeded.matrix(batch, 300, -2, 2, Precision.FLOAT32, 2, arena);
                int fingerprint = 0;
                for (Crossbar spec : CrossbarSpecs.of(w)) {
                    Matrix y = Matrix.zeros(batch, 150, arena);
                    kernels.crossbar(spec).multiply(x, y);
                    Matrix back = Matrix.zeros(batch, 300, arena);
                    kernels.crossbar(spec).adjoint(y, back);
                    for (Matrix m : List.of(y, back)) {
                        fingerprint = 31 * fingerprint + Arrays.hashCode(m.values().toArray(ValueLayout.JAVA_INT));
                    }
                }
                return fingerprint;
            }
        }
    }

    @Test
    void everyLaneWidthGivesTheSameBits() throws Exception {
        String expected = fingerprint(1, "-Dpfm.vector.bits=128");
        for (int bits = 256; bits <= Lanes.SHAPE.vectorBitSize(); bits *= 2) {
            assertEquals(expected, fingerprint(1, "-Dpfm.vector.bits=" + bits), bits + " bits");
        }
    }

    @Test
    void interpreterAndCompilerGiveTheSameBits() throws Exception {
        String expected = fingerprint(1, "-Xint");
        assertEquals(expected, fingerprint(40, "-Xmixed"));
    }

    private static String fingerprint(int runs, String flag) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp", System.getProperty("java.class.path"), flag, Fingerprint.class.getName(),
                Integer.toString(runs)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output.lines().filter(line -> line.startsWith("fingerprint")).findFirst().orElse(output);
    }
}
