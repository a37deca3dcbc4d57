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
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.io.AtomicFile;
import pfm.io.Json;
import pfm.io.Npy;
import pfm.model.CrossbarDevice;

class MultiplyTest {
    private static final float[][] W = {{.5f, -.25f, .125f, .9f}, {-.7f, .3f, .05f, -.4f}, {.11f, .22f, -.33f, .44f}};
    private static final float[][] X = {{.3f, -1.2f, .77f, .05f}, {2.5f, .1f, -.6f, 1.9f}};

    /** Four products, each rounded at most 5 times by 6e-8, in sums that cancel less than tenfold. */
    private static final double FLOAT32 = 3e-6;

    @TempDir
    private Path folder;

    private record Ended(int exit, String out, String err) {
    }

    @BeforeEach
    void writeInput() throws IOException {
        write("W.npy", W, Precision.FLOAT32);
        write("X.npy", X, Precision.FLOAT32);
    }

    private void write(String name, float[][] values, Precision precision) throws IOException {
        try (Arena arena = Arena.ofShared(); AtomicFile file = AtomicFile.create(folder.resolve(name))) {
            Npy.write(Matrix.of(values, arena).as(precision, arena), file);
            file.commit();
        }
    }

    /** Runs {@code pfm multiply}; W, X and Y stand for the files of this test. */
    private Ended multiply(String... more) {
        String[] files = {"multiply", "--weights", folder.resolve("W.npy").toString(), "--in",
            folder.resolve("X.npy").toString(), "--out", folder.resolve("Y.npy").toString()};
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err),
                Stream.of(files, more).flatMap(Stream::of).toArray(String[]::new));
        return new Ended(exit, out.toString(), err.toString());
    }

    private Ended multiplyOn(String json) throws IOException {
        return multiply("--device", Files.writeString(folder.resolve("device.json"), json).toString());
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
        assertEquals(0, ended.exit, ended.err);
        assertTrue(ended.out.contains("3 outputs x 4 inputs, the exact product"), ended.out);
        assertResult(Precision.FLOAT32, exact(), FLOAT32);
        assertResult(Precision.FLOAT32, new double[][] {{.59125, -.5515, -.4631}, {2.86, -2.51, 1.331}}, FLOAT32);
    }

    @Test
    void theExamplesGiveTheValuesOfTheSimulatorTheyAreNamedAfter() throws IOException {
        Path examples = Path.of("").toAbsolutePath().resolve("examples");
        assertEquals(0, multiply("--device", examples.resolve("crossbar-aihwkit-default.json").toString()).exit);
        assertResult(Precision.FLOAT32,
                new double[][] {{.6211765, -.5647060, -.4517648}, {2.8235297, -2.4705884, 1.2941177}}, 1e-6);
        assertEquals(0, multiply("--device", examples.resolve("crossbar-8bit.json").toString()).exit);
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            assertEquals(.5669292, y.get(0, 0), 1e-6);
        }
        assertEquals(0, multiply("--device", examples.resolve("crossbar-ideal.json").toString()).exit);
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
        assertEquals(0, multiply().exit);
        assertEquals(List.of(3L), Npy.open(folder.resolve("Y.npy")).shape());
        assertResult(Precision.FLOAT32, new double[][] {exact()[0]}, FLOAT32);
    }

    @Test
    void float64StaysDoubleWhereTheBackendHasIt() throws IOException {
        write("X.npy", X, Precision.FLOAT64);
        Ended reference = multiply("--backend", "reference");
        assertEquals("", reference.err);
        assertResult(Precision.FLOAT64, exact(), 1e-15);

        Ended vector = multiply("--backend", "vector");
        assertEquals(0, vector.exit);
        assertTrue(vector.err.startsWith("pfm: warning: backend 'vector' computes in float32, so float64 of the "),
                vector.err);
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
        assertEquals(0, multiply("--json", report.toString(), "--threads", "1").exit);
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        assertEquals(3L, facts.get("outputs"));
        assertEquals(4L, facts.get("inputs"));
        assertEquals(2L, facts.get("batch"));
        assertEquals("<f4", facts.get("computedIn"));
        assertEquals("ideal", facts.get("crossbar"));
        assertTrue((Double) facts.get("macsPerSecond") > 0);
    }

    @Test
    void theEnergyOfTheSimulatedDeviceComesFromTheSameRun() throws IOException {
        Path device = Files.writeString(folder.resolve("device.json"), """
                {"dac": {"bits": 8, "bound": 1}, "adc": {"bits": 8, "bound": 1}, "inputScaling": "absMax",
                 "iterativeBounds": true, "tile": {"outputs": 3, "inputs": 2}}""");
        Path model = Files.writeString(folder.resolve("model.json"), """
                {"kind": "electronic", "dac": {"joules": 2e-12, "seconds": 1e-9}, "source": "this test",
                 "adc": {"joules": 3e-12, "seconds": 1e-9}, "joulesPerMac": 1e-15}""");
        Path report = folder.resolve("report.json");
        Ended ended =
                multiply("--device", device.toString(), "--energy", model.toString(), "--json", report.toString());
        assertEquals(0, ended.exit, ended.err);
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        Map<?, ?> energy = (Map<?, ?>) facts.get("simulatedDevice");
        // two vectors through two tiles; of vector 2, [2.5, .1] has α = 2.5 and at most |-.7 + .012|, nothing clips;
        // [-.6, 1.9] and [.77, .05] and [.3, -1.2] do not either
        assertEquals(4L, energy.get("passes"));
        assertEquals(8L, energy.get("dacConversions"));
        assertEquals(12L, energy.get("adcConversions"));
        assertEquals(24L, energy.get("products"));
        assertEquals(8 * 2e-12 + 12 * 3e-12 + 24e-15, (Double) energy.get("joules"), 1e-22);
        double difference = (Double) facts.get("differenceFromExact");
        assertTrue(difference > 1e-4 && difference < 0.02, "of 8 bits, was " + difference);
        assertTrue(ended.out.contains("this test"), ended.out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"kind\": \"steam\"}                  | kind must be one of [digital, electronic, photonic], was \"steam\"",
        "{\"kind\": \"digital\", \"source\": \"x\"} | joulesPerMac must be given, a number in [0.0, 1000.0]",
        "{\"kind\": \"digital\", \"joulesPerMac\": 1e-12} | source must be a text: where the numbers are from",
        "{\"kind\": \"electronic\", \"dac\": {\"volts\": 99}} | dac.volts must be a number in [0.1, 10.0], was 99",
    })
    void aBadEnergyModelIsRefused(String json, String message) throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), json);
        Ended ended = multiply("--energy", model.toString());
        assertEquals(2, ended.exit);
        assertTrue(ended.err.contains(message), ended.err);
    }

    @Test
    void anUnknownEnergyModelNamesTheKnownOnes() {
        Ended ended = multiply("--energy", "perpetual");
        assertEquals(2, ended.exit);
        assertTrue(ended.err.contains("must be a .json file or one of [digital-300fj, "), ended.err);
    }

    @Test
    void energyNeedsConvertersWithBits() {
        Ended ended = multiply("--energy", "survey-32nm");
        assertEquals(2, ended.exit);
        assertTrue(ended.err.contains("DAC and ADC must have bits"), ended.err);
        assertEquals(0, multiply("--energy", "digital-h100-int8").exit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"adc\": {\"bits\": 1, \"bound\": 1}}   | adc.bits must be an integer in [2, 24], was 1",
        "{\"adc\": {\"bits\": 8.5, \"bound\": 1}} | adc.bits must be an integer in [2, 24], was 8.5",
        "{\"dac\": {\"bits\": 8}}                 | dac.bound must be given, the largest value that leaves",
        "{\"dac\": {\"bits\": 8, \"lsb\": 1, \"bound\": 1}} | dac.lsb must be left out where bits are given",
        "{\"dac\": {\"bound\": -1}}               | dac.bound must be a number in [1.0E-30, 1.0E30], was -1",
        "{\"dac\": {\"bound\": \"wide\"}}         | dac.bound must be a number in [1.0E-30, 1.0E30], was \"wide\"",
        "{\"dac\": {\"bit\": 8}}                  | dac.bit is no key that is known here; keys are [bits, bound, lsb]",
        "{\"noise\": 1}                           | noise is no key that is known here; keys are [adc, dac,",
        "{\"dac\": 8}                             | dac must be an object in braces, was 8",
        "[1]                                      | must be an object in braces, was [1]",
        "{\"inputScaling\": \"min\"}              | inputScaling must be \"none\", \"absMax\", \"max\" or a number in",
        "{\"inputScaling\": 0}                    | inputScaling must be \"none\", \"absMax\", \"max\" or a number in",
        "{\"iterativeBounds\": 1}                 | iterativeBounds must be true or false, was 1",
        "{\"outputScale\": true}                  | outputScale must be a number in [-1.0E30, 1.0E30], was true",
        "{\"tile\": {\"outputs\": 0}}             | tile.outputs must be an integer in [1, 2147483647], was 0",
        "{\"tile\": {\"inputs\": 1e3}}            | tile.inputs must be an integer in [1, 2147483647], was 1000.0",
        "{\"dac\": {\"bits\": 8, \"bits\": 8}}    | bits",
        "{                                        | device.json",
    })
    void aWrongDeviceIsRefusedWithKeyRangeAndValue(String json, String message) throws IOException {
        Ended ended = multiplyOn(json);
        assertEquals(2, ended.exit);
        assertTrue(ended.err.startsWith("pfm: " + folder.resolve("device.json")), ended.err);
        assertTrue(ended.err.contains(message), ended.err);
        assertEquals(1, ended.err.lines().count(), ended.err);
        assertFalse(Files.exists(folder.resolve("Y.npy")));
    }

    @Test
    void matricesThatDoNotFitAreRefused() throws IOException {
        write("X.npy", new float[][] {{1, 2, 3}}, Precision.FLOAT32);
        refused("X.npy must be 4, the inputs of ");
        write("X.npy", new float[][] {{1, 2, 3, Float.NaN}}, Precision.FLOAT32);
        refused("must be finite everywhere, was NaN at [0, 3]");
        write("X.npy", new float[][] {{3e38f, 3e38f, 3e38f, 3e38f}}, Precision.FLOAT32);
        write("W.npy", new float[][] {{1, 1, 1, 1}}, Precision.FLOAT32);
        refused("(scale weights or vectors down where it overflows), must be finite everywhere, was Infinity");
        write("W.npy", new float[][] {{1, 1, Float.POSITIVE_INFINITY, 1}}, Precision.FLOAT32);
        refused("must be finite everywhere, was Infinity at [0, 2]");
        Files.delete(folder.resolve("W.npy"));
        refused("W.npy: no such file; check the path");
        assertTrue(multiplyOn("{}").err.contains("no such file"));
    }

    private void refused(String message) throws IOException {
        Ended ended = multiply();
        assertEquals(2, ended.exit);
        assertTrue(ended.err.contains(message), ended.err);
        assertEquals(1, ended.err.lines().count(), ended.err);
        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.noneMatch(f -> f.getFileName().toString().contains("Y.npy")), "a partial result was left");
        }
    }
}
