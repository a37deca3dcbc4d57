package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.bench.MultiplyFiles.Ended;
import pfm.energy.Conversion;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.io.Json;
import pfm.io.Npy;

/** {@code pfm multiply} with ADCs of every kind, and ranges that it chooses. */
class MultiplyConvertersTest {
    @TempDir
    private Path folder;

    private MultiplyFiles files;

    @BeforeEach
    void writeInput() throws IOException {
        files = new MultiplyFiles(folder);
        files.write("X.npy", new float[][] {{.3f, -1, .77f, .05f}}, Precision.FLOAT32);
        float[][] w = new float[3][4];
        for (int k = 0; k < 12; k++) {
            w[k / 4][k % 4] = .9f * MultiplyFiles.W[k / 4][k % 4];
        }
        files.write("W.npy", w, Precision.FLOAT32);
    }

    /** CrossSim's conductances reach from 0.1 to 1, so its currents are 0.9 of the product. */
    @ParameterizedTest
    @CsvSource({"ramp, .5208333, -.5208333, -.4513889", "sar, .5208333, -.5208333, -.4513889",
        "pipeline, .5208333, -.5208333, -.4513889", "signMagnitude, .5734767, -.5017922, -.4301075"})
    void adcsGiveTheValuesOfCrossSim(String kind, double first, double second, double third) throws IOException {
        Ended ended = files.multiplyOn("{\"adc\": {\"kind\": \"" + kind + "\", \"bits\": 6, \"bound\": 2}, "
                + "\"outputScale\": 1.1111111111111112}");
        assertEquals(0, ended.exit(), ended.err());
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            double[] expected = {first, second, third};
            for (int i = 0; i < 3; i++) {
                assertEquals(expected[i], y.get(0, i), 1e-6 * Math.abs(expected[i]));
            }
        }
    }

    @Test
    void rangesAreCalibratedOnTheVectorsOrOthers() throws IOException {
        String device = """
                {"dac": {"bits": 8, "range": {"kind": "calibrated"}},
                 "adc": {"kind": "ramp", "bits": 8, "range": {"kind": "calibrated", "part": 1}}}""";
        Path file = Files.writeString(folder.resolve("device.json"), device);
        assertBounds(1, .9 * .54125, file);
        files.write("C.npy", new float[][] {{.5f, 0, 0, 0}, {0, 0, 0, -2}}, Precision.FLOAT32);
        assertBounds(2, 2 * .9 * .9, file, "--calibration", folder.resolve("C.npy").toString());
    }

    private void assertBounds(double dac, double adc, Path device, String... more) throws IOException {
        Path report = folder.resolve("report.json");
        String[] all = new String[more.length + 4];
        System.arraycopy(more, 0, all, 4, more.length);
        System.arraycopy(new String[] {"--device", device.toString(), "--json", report.toString()}, 0, all, 0, 4);
        Ended ended = files.multiply(all);
        assertEquals(0, ended.exit(), ended.err());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        assertEquals(dac, ((Number) facts.get("dacBound")).doubleValue(), 1e-6);
        assertEquals(adc, ((Number) facts.get("adcBound")).doubleValue(), 0.01 * adc, "what the DAC rounds");
        assertTrue(ended.out().contains("ranges "), ended.out());
    }

    @Test
    void theExampleRunsAndCountsItsConversions() throws IOException {
        Path report = folder.resolve("report.json");
        Ended ended = files.multiply("--device",
                Path.of("").toAbsolutePath().resolve("examples/crossbar-sar-adc.json").toString(), "--energy",
                "survey-32nm", "--json", report.toString());
        assertEquals(0, ended.exit(), ended.err());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        Map<?, ?> energy = (Map<?, ?>) facts.get("simulatedDevice");
        assertEquals(3L, energy.get("adcConversions"));
        assertEquals(3 * new Conversion.SurveyedAdc(32, 1e8).joules(8) + 4 * new Conversion.ArrayDac(0.9).joules(8),
                (Double) energy.get("joules"), 1e-18);
        double difference = (Double) facts.get("differenceFromExact");
        assertTrue(difference > 1e-4 && difference < 0.03, "of 8 bits with errors, was " + difference);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"adc\": {\"kind\": \"flash\"}} | adc.kind must be one of [pipeline, quantizer, ramp, sar, sign",
        "{\"dac\": {\"kind\": \"sar\"}} | dac.kind must be one of [quantizer, signMagnitude], was \"sar\"",
        "{\"adc\": {\"kind\": \"sar\", \"bound\": 1}} | adc.bits must be given",
        "{\"adc\": {\"kind\": \"sar\", \"bits\": 8}} | adc.bound must be given, the largest value that leaves",
        "{\"adc\": {\"kind\": \"ramp\", \"bits\": 17, \"bound\": 1}} | adc.bits must be an integer in [1, 16], was 17",
        "{\"adc\": {\"bits\": 8, \"bound\": 1, \"errors\": {}}} | adc.errors is no key that is known here",
        "{\"adc\": {\"kind\": \"sar\", \"bits\": 8, \"bound\": 1, \"errors\": {\"capacitor\": 0.2}}} "
                + "| adc.errors.capacitor must be a number in [0.0, 0.1], was 0.2",
        "{\"adc\": {\"kind\": \"sar\", \"bits\": 8, \"bound\": 1, \"errors\": {\"gain\": 0.5}}} "
                + "| adc.errors.gain must be a number in [1.0, 1.0E30], was 0.5",
        "{\"adc\": {\"kind\": \"sar\", \"bits\": 8, \"bound\": 1, \"errors\": {\"sharedBy\": 0}}} "
                + "| adc.errors.sharedBy must be an integer in [1, 2147483647], was 0",
        "{\"adc\": {\"kind\": \"quantizer\", \"bits\": 8, \"min\": 1, \"max\": 1}} "
                + "| adc.max must be more than min, which is 1.0, was 1.0",
        "{\"adc\": {\"bits\": 8, \"bound\": 1, \"range\": {}}} | adc.bound must be left out where a range is given",
        "{\"adc\": {\"range\": {\"kind\": \"maximum\"}}} | adc.bits must be given",
        "{\"adc\": {\"bits\": 8, \"range\": {}}} | adc.range.kind must be one of [calibrated, fixed, gran",
        "{\"adc\": {\"bits\": 8, \"range\": {\"kind\": \"granular\"}}} "
                + "| adc.range.step must be given, a number in [1.0E-",
        "{\"adc\": {\"bits\": 8, \"range\": {\"kind\": \"fixed\"}}} "
                + "| adc.range.bound must be given, a number in [1.0E-30",
        "{\"adc\": {\"bits\": 8, \"range\": {\"kind\": \"calibrated\", \"part\": 1.1}}} "
                + "| adc.range.part must be a number in [1.0E-9, 1.0], was 1.1",
        "{\"adc\": {\"bits\": 8, \"range\": {\"kind\": \"calibrated\", \"step\": 1}}} | adc.range.step is no key",
        "{\"dac\": {\"bits\": 8, \"range\": {\"kind\": \"maximum\"}}} "
                + "| dac.range must be fixed, calibrated or granular",
        "{\"adc\": {\"bits\": 8, \"range\": {\"kind\": \"maximum\"}}} | dac.bound must be given where adc.range is max",
    })
    void aWrongConverterIsRefusedWithKeyRangeAndValue(String json, String message) throws IOException {
        Ended ended = files.multiplyOn(json);
        assertEquals(2, ended.exit(), ended.out());
        assertTrue(ended.err().contains(message), ended.err());
        assertEquals(1, ended.err().lines().count(), ended.err());
        assertFalse(Files.exists(folder.resolve("Y.npy")));
    }
}
