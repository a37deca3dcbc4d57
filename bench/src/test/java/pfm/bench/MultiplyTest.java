package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.analog.Converter;
import pfm.analog.InputScaling;
import pfm.bench.MultiplyFiles.Ended;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.io.AtomicFile;
import pfm.io.Json;
import pfm.io.Npy;
import pfm.model.CrossbarDevice;

class MultiplyTest {
    private static final float[][] W = MultiplyFiles.W;
    private static final float[][] X = MultiplyFiles.X;

    /** Four products, each rounded at most 5 times by 6e-8, in sums that cancel less than tenfold. */
    private static final double FLOAT32 = 3e-6;

    @TempDir
    private Path folder;

    private MultiplyFiles files;

    @BeforeEach
    void writeInput() throws IOException {
        files = new MultiplyFiles(folder);
        files.write("W.npy", W, Precision.FLOAT32);
        files.write("X.npy", X, Precision.FLOAT32);
    }

    private Ended multiply(String... more) {
        return files.multiply(more);
    }

    private void assertResult(Precision precision, double[][] expected, double relative) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            assertEquals(precision, y.precision());
            assertEquals(expected.length, y.rows());
            for (int b = 0; b < expected.length; b++) {
                for (int i = 0; i < expected[b].length; i++) {
                    assertEquals(expected[b][i], y.get(b, i), relative * Math.abs(expected[b][i]));
                }
            }
        }
    }

    @Test
    void theExactProductIsTheDefault() throws IOException {
        Ended ended = multiply();
        assertEquals(0, ended.exit(), ended.err());
        assertTrue(ended.out().contains("3 outputs x 4 inputs, the exact product"), ended.out());
        assertResult(Precision.FLOAT32, exact(), FLOAT32);
        assertResult(Precision.FLOAT32, new double[][] {{.59125, -.5515, -.4631}, {2.86, -2.51, 1.331}}, FLOAT32);
    }

    @Test
    void theExamplesGiveTheValuesOfTheSimulatorTheyAreNamedAfter() throws IOException {
        Path examples = Path.of("").toAbsolutePath().resolve("examples");
        assertEquals(0, multiply("--device", examples.resolve("crossbar-aihwkit-default.json").toString()).exit());
        assertResult(Precision.FLOAT32,
                new double[][] {{.6211765, -.5647060, -.4517648}, {2.8235297, -2.4705884, 1.2941177}}, 1e-6);
        assertEquals(0, multiply("--device", examples.resolve("crossbar-8bit.json").toString()).exit());
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            assertEquals(.5669292, y.get(0, 0), 1e-6);
        }
        assertEquals(0, multiply("--device", examples.resolve("crossbar-ideal.json").toString()).exit());
        assertResult(Precision.FLOAT32, exact(), FLOAT32);
    }

    @Test
    void everyKeyOfADeviceArrives() throws IOException {
        Path file = Files.writeString(folder.resolve("device.json"), """
                {"dac": {"lsb": 0.25, "bound": 2}, "adc": {"bound": 3}, "inputScaling": 4, "iterativeBounds": true,
                 "outputScale": -2, "tile": {"outputs": 5, "inputs": 7}}""");
        CrossbarDevice device = CrossbarDevice.read(file);
        assertEquals(new CrossbarDevice(new Converter(.25f, 2), new Converter(0, 3),
                new InputScaling.Constant(4), true, -2, 5, 7), device);
        assertEquals(CrossbarDevice.IDEAL, CrossbarDevice.read(Files.writeString(file, "{}")));
    }

    @Test
    void oneVectorStaysAVector() throws IOException {
        Path file = folder.resolve("X.npy");
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }";
        byte[] bytes = new byte[128 + 16];
        System.arraycopy(("\u0093NUMPY\u0001\0\u0076\0" + header + " ".repeat(117 - header.length()) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, 128);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(128)
                .putFloat(.3f).putFloat(-1.2f).putFloat(.77f).putFloat(.05f);
        Files.write(file, bytes);
        assertEquals(0, multiply().exit());
        assertEquals(List.of(3L), Npy.open(folder.resolve("Y.npy")).shape());
        assertResult(Precision.FLOAT32, new double[][] {exact()[0]}, FLOAT32);
    }

    @Test
    void float64StaysDoubleWhereTheBackendHasIt() throws IOException {
        files.write("X.npy", X, Precision.FLOAT64);
        Ended reference = multiply("--backend", "reference");
        assertEquals("", reference.err());
        assertResult(Precision.FLOAT64, exact(), 1e-15);

        Ended vector = multiply("--backend", "vector");
        assertEquals(0, vector.exit());
        assertTrue(vector.err().startsWith("pfm: warning: backend 'vector' computes in float32, so float64 of the "),
                vector.err());
        assertResult(Precision.FLOAT64, exact(), FLOAT32);
    }

    /** The product in float64. */
    private static double[][] exact() {
        double[][] y = new double[X.length][W.length];
        for (int b = 0; b < X.length; b++) {
            for (int i = 0; i < W.length; i++) {
                for (int j = 0; j < W[i].length; j++) {
                    y[b][i] += (double) W[i][j] * X[b][j];
                }
            }
        }
        return y;
    }

    @Test
    void theReportSaysWhatWasComputed() throws IOException {
        Path report = folder.resolve("report.json");
        assertEquals(0, multiply("--json", report.toString(), "--threads", "1").exit());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        assertEquals(3L, facts.get("outputs"));
        assertEquals(4L, facts.get("inputs"));
        assertEquals(2L, facts.get("batch"));
        assertEquals("<f4", facts.get("computedIn"));
        assertEquals("ideal", facts.get("crossbar"));
        assertTrue((Double) facts.get("macsPerSecond") > 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"adc\": {\"bits\": 1, \"bound\": 1}}   | adc.bits must be an integer in [2, 24], was 1",
        "{\"adc\": {\"bits\": 8.5, \"bound\": 1}} | adc.bits must be an integer in [2, 24], was 8.5",
        "{\"dac\": {\"bits\": 8}}                 | dac.bound must be given, the largest value that leaves",
        "{\"dac\": {\"bits\": 8, \"lsb\": 1, \"bound\": 1}} | dac.lsb must be left out where bits are given",
        "{\"dac\": {\"bound\": -1}}               | dac.bound must be a number in [1.0E-30, 1.0E30], was -1",
        "{\"dac\": {\"bound\": \"wide\"}}         | dac.bound must be a number in [1.0E-30, 1.0E30], was \"wide\"",
        "{\"dac\": {\"bit\": 8}}                  | dac.bit is no key that is known here; keys are [bits, bound,",
        "{\"noise\": 1}                           | noise is no key that is known here; keys are [adc, array,",
        "{\"dac\": 8}                             | dac must be an object in braces, was 8",
        "[1]                                      | must be an object in braces, was [1]",
        "{\"inputScaling\": \"min\"}           | inputScaling must be \"none\", \"absMax\", \"max\", \"averageAbsMax\"",
        "{\"inputScaling\": 0}                 | inputScaling must be \"none\", \"absMax\", \"max\", \"averageAbsMax\"",
        "{\"iterativeBounds\": 1}                 | iterativeBounds must be true or false, was 1",
        "{\"outputScale\": true}                  | outputScale must be a number in [-1.0E30, 1.0E30], was true",
        "{\"tile\": {\"outputs\": 0}}             | tile.outputs must be an integer in [1, 2147483647], was 0",
        "{\"tile\": {\"inputs\": 1e3}}            | tile.inputs must be an integer in [1, 2147483647], was 1000.0",
        "{\"dac\": {\"bits\": 8, \"bits\": 8}}    | bits",
        "{                                        | device.json",
    })
    void aWrongDeviceIsRefusedWithKeyRangeAndValue(String json, String message) throws IOException {
        Ended ended = files.multiplyOn(json);
        assertEquals(2, ended.exit());
        assertTrue(ended.err().startsWith("pfm: " + folder.resolve("device.json")), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertFalse(Files.exists(folder.resolve("Y.npy")));
    }

    @Test
    void matricesThatDoNotFitAreRefused() throws IOException {
        files.write("X.npy", new float[][] {{1, 2, 3}}, Precision.FLOAT32);
        refused("X.npy must be 4, the inputs of ");
        files.write("X.npy", new float[][] {{1, 2, 3, Float.NaN}}, Precision.FLOAT32);
        refused("must be finite everywhere, was NaN at [0, 3]");
        files.write("X.npy", new float[][] {{3e38f, 3e38f, 3e38f, 3e38f}}, Precision.FLOAT32);
        files.write("W.npy", new float[][] {{1, 1, 1, 1}}, Precision.FLOAT32);
        refused("(scale weights or vectors down where it overflows), must be finite everywhere, was Infinity");
        files.write("W.npy", new float[][] {{1, 1, Float.POSITIVE_INFINITY, 1}}, Precision.FLOAT32);
        refused("must be finite everywhere, was Infinity at [0, 2]");
        Files.delete(folder.resolve("W.npy"));
        refused("W.npy: no such file; check the path");
        assertTrue(files.multiplyOn("{}").err().contains("no such file"));
    }

    private void refused(String message) throws IOException {
        Ended ended = multiply();
        assertEquals(2, ended.exit());
        assertTrue(ended.err().contains(message), ended.err());
        assertEquals(1, ended.err().lines().count(), ended.err());
        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.noneMatch(f -> f.getFileName().toString().contains("Y.npy")), "a partial result was left");
        }
    }
}
