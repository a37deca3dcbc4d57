package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.quantity.Units.uS;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.analog.ArrayEffects;
import pfm.analog.CellArray;
import pfm.analog.Converter;
import pfm.analog.ExactCell;
import pfm.analog.FixedResistor;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.Mapping;
import pfm.analog.OutputStage;
import pfm.analog.Parasitics;
import pfm.analog.Pcm;
import pfm.analog.Tile;
import pfm.analog.WeightNoise;
import pfm.analog.WeightScaling;
import pfm.bench.MultiplyFiles.Ended;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.io.Json;
import pfm.io.Npy;
import pfm.model.CrossbarDevice;

/** {@code pfm multiply} with cells that hold the weights, and with the energy of the simulated device. */
class MultiplyCellsTest {
    /** The first product. */
    private static final double[] EXACT = {.59125, -.5515, -.4631};

    @TempDir
    private Path folder;

    private MultiplyFiles files;

    @BeforeEach
    void writeInput() throws IOException {
        files = new MultiplyFiles(folder);
        files.write("W.npy", MultiplyFiles.W, Precision.FLOAT32);
        files.write("X.npy", MultiplyFiles.X, Precision.FLOAT32);
    }

    @Test
    void everyKeyOfATileArrives() throws IOException {
        CrossbarDevice read = CrossbarDevice.parse("""
                {"input": {"noise": 0.01, "asymmetry": 0.02}, "inputScaling": "averageAbsMax", "averageDecay": 0.5,
                 "effects": {"irDrop": 2, "series": 0.1, "mostSeries": 0.3, "voltageOffset": 0.05,
                  "weightNoise": {"additive": 0.04}, "curve": {"factor": 1.5, "bend": 0.06, "spread": 0.7}},
                 "output": {"noise": 0.08, "noiseSpread": 0.09, "asymmetry": -0.1}, "outputScale": 3, "seed": 4}""",
                "test");
        assertEquals(new Tile(Integer.MAX_VALUE, Integer.MAX_VALUE,
                new InputStage(new InputScaling.AverageAbsMax(0.5f), Converter.IDEAL, 0.01f, 0.02f),
                new ArrayEffects(2, 0.1f, 0.3f, 0.05f, new WeightNoise.Additive(0.04f), 1.5f, 0.06f, 0.7f),
                new OutputStage(-0.1f, 0.08f, 0.09f, Converter.IDEAL, false, 3)), read.tile());
        assertEquals(4, read.seed());
        CrossbarDevice realistic = CrossbarDevice.read(
                Path.of("").toAbsolutePath().resolve("examples/crossbar-realistic.json"));
        assertEquals(Tile.realistic(), realistic.tile());
        assertEquals(CrossbarDevice.IDEAL, CrossbarDevice.parse("{\"effects\": {\"weightNoise\": {}}}", "test"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CrossbarDevice.parse(
                "{\"effects\": {\"irdrop\": 1}}", "test")).getMessage().contains("effects.irdrop is no key"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CrossbarDevice.parse(
                "{\"output\": {\"noise\": -1}}", "test")).getMessage()
                .contains("must be a number in [0.0, 1000000.0]"));
    }

    @Test
    void theExamplesOfCellsAreReadAndRun() throws IOException {
        Path examples = Path.of("").toAbsolutePath().resolve("examples");
        Converter dac = Converter.ofBits(8, 1);
        Converter adc = Converter.ofBits(8, 10);
        CellArray pcm = new CellArray(Pcm.published(), Mapping.DIFFERENTIAL_PAIR, WeightScaling.OUTPUT,
                Optional.empty(), Parasitics.NONE, true);
        CellArray lines = new CellArray(new ExactCell(uS(0.1), uS(10)), Mapping.DIFFERENTIAL_PAIR, WeightScaling.TILE,
                Optional.empty(), Parasitics.of(1e-5), false);
        CellArray resistors = CellArray.pairs(new FixedResistor(uS(1), uS(100), 0.05));
        Map<String, CrossbarDevice> expected = Map.of("crossbar-realistic-pcm.json",
                new CrossbarDevice(dac, adc, new InputScaling.AbsMax(), true, 1, 512, 512, Optional.of(pcm), 86_400, 1),
                "crossbar-parasitics.json",
                new CrossbarDevice(dac, adc, new InputScaling.AbsMax(), false, 1, 256, 256, Optional.of(lines), 0, 0),
                "crossbar-fixed-resistors.json",
                new CrossbarDevice(dac, adc, new InputScaling.AbsMax(), true, 1, 512, 512, Optional.of(resistors), 0,
                        1));
        for (Map.Entry<String, CrossbarDevice> example : expected.entrySet()) {
            Path file = examples.resolve(example.getKey());
            assertEquals(example.getValue(), CrossbarDevice.read(file));
            Ended ended = files.multiply("--device", file.toString(), "--energy", "survey-32nm");
            assertEquals(0, ended.exit(), ended.err());
            assertTrue(ended.out().contains("after programming"), ended.out());
        }
    }

    /** Values of a nodal analysis of the two arrays of these pairs, of 24 unknown voltages each. */
    @Test
    void linesWithResistanceLoseWhatTheNodalEquationsSay() throws IOException {
        Ended ended = files.multiplyOn("""
                {"array": {"cell": {"kind": "exact", "gMin": 10, "gMax": 100}, "lines": {"segment": 0.01}}}""");
        assertEquals(0, ended.exit(), ended.err());
        double[][] expected = {{.57341497, -.52644693, -.44513701}, {2.73476577, -2.38301716, 1.27721762}};
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            for (int k = 0; k < 6; k++) {
                double e = expected[k / 3][k % 3];
                assertEquals(e, y.get(k / 3, k % 3), 1e-6 * Math.abs(e), "[" + k / 3 + ", " + k % 3 + "]");
            }
        }
    }

    @Test
    void cellsActOnTheResult() throws IOException {
        Ended ended = files.multiplyOn("""
                {"array": {"cell": {"kind": "fixedResistor", "gMax": 100, "tolerance": 0.1}}, "seed": 7}""");
        assertEquals(0, ended.exit(), ended.err());
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            double[] acting = CellArray.pairs(new FixedResistor(0, uS(100), 0.1))
                    .program(Matrix.of(MultiplyFiles.W, arena), 9, 9, 7).effective(0);
            for (int i = 0; i < 3; i++) {
                double sum = 0;
                for (int j = 0; j < 4; j++) {
                    sum += acting[4 * i + j] * MultiplyFiles.X[0][j];
                }
                assertEquals(sum, y.get(0, i), 3e-6);
                assertTrue(Math.abs(sum - EXACT[i]) > 1e-3, "cells are not exact");
            }
        }
    }

    @Test
    void theEnergyOfTheSimulatedDeviceComesFromTheSameRun() throws IOException {
        Path device = Files.writeString(folder.resolve("device.json"), """
                {"dac": {"bits": 8, "bound": 1}, "adc": {"bits": 8, "bound": 1}, "inputScaling": "absMax",
                 "iterativeBounds": true, "tile": {"outputs": 3, "inputs": 2}}""");
        Path model = Files.writeString(folder.resolve("model.json"), """
                {"kind": "electronic", "dac": {"joules": 2e-12, "seconds": 1e-9}, "source": "this test",
                 "adc": {"joules": 3e-12, "seconds": 1e-9}, "columnsPerAdc": 3, "joulesPerMac": 1e-15}""");
        Path report = folder.resolve("report.json");
        Ended ended =
                files.multiply("--device", device.toString(), "--energy", model.toString(), "--json",
                        report.toString());
        assertEquals(0, ended.exit(), ended.err());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        Map<?, ?> energy = (Map<?, ?>) facts.get("simulatedDevice");
        // two vectors through two tiles; of vector 2, [2.5, .1] has α = 2.5 and at most |-.7 + .012|, nothing clips;
        // [-.6, 1.9] and [.77, .05] and [.3, -1.2] do not either
        assertEquals(4L, energy.get("passes"));
        assertEquals(8L, energy.get("dacConversions"));
        assertEquals(12L, energy.get("adcConversions"));
        assertEquals(24L, energy.get("products"));
        assertEquals(8 * 2e-12 + 12 * 3e-12 + 24e-15, (Double) energy.get("joules"), 1e-22);
        assertEquals(4 / 2 * (1e-9 + 3 * 1e-9), (Double) energy.get("seconds"), 1e-18);
        double difference = (Double) facts.get("differenceFromExact");
        assertTrue(difference > 1e-4 && difference < 0.02, "of 8 bits, was " + difference);
        assertTrue(ended.out().contains("this test"), ended.out());
    }

    @Test
    void integersAreRoundedAndMultipliedExactly() throws IOException {
        files.write("W.npy", new float[][] {{127, -128, 3, 0}, {1, 2, -3, 4}}, Precision.FLOAT32);
        files.write("X.npy", new float[][] {{-300, 0.5f, 1.5f, 9}}, Precision.FLOAT32);
        Path example = Path.of("").toAbsolutePath().resolve("examples/crossbar-int8.json");
        Ended ended = files.multiply("--device", example.toString());
        assertEquals(0, ended.exit(), ended.err());
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            assertEquals(-128 * 127 + 2 * 3, y.get(0, 0));
            assertEquals(-128 - 2 * 3 + 9 * 4, y.get(0, 1));
        }
        files.write("W.npy", MultiplyFiles.W, Precision.FLOAT32);
        assertTrue(files.multiply("--device", example.toString()).err()
                .contains("weights must be integers in [-128, 127], was 0.5 at [0, 0]; scale and round them"));
        assertTrue(files.multiplyOn("{\"integer\": true, \"dac\": {\"bits\": 8, \"bound\": 1}}").err()
                .contains("integer must be left out where"));
    }

    @Test
    void digitsOfInputsAreSentAndCounted() throws IOException {
        Path example = Path.of("").toAbsolutePath().resolve("examples/crossbar-sliced.json");
        Path report = folder.resolve("report.json");
        Ended ended = files.multiply("--device", example.toString(), "--energy", "survey-32nm", "--json",
                report.toString());
        assertEquals(0, ended.exit(), ended.err());
        Map<?, ?> facts = (Map<?, ?>) Json.parse(Files.readString(report), "report");
        Map<?, ?> energy = (Map<?, ?>) facts.get("simulatedDevice");
        assertEquals(2L * 7, energy.get("passes"));
        assertEquals(2L * 7 * 4, energy.get("dacConversions"), "vectors, digits, inputs");
        assertEquals(2L * 7 * 4 * 3, energy.get("adcConversions"), "vectors, digits of both, outputs");
        assertEquals(24L, energy.get("products"));
        assertTrue(files.multiplyOn("{\"inputSlicing\": {}, \"dac\": {\"bits\": 8, \"bound\": 1}}").err()
                .contains("inputSlicing must be left out where a tile has more than a size and an ADC"));
        assertEquals(0, files.multiplyOn("{\"inputSlicing\": {\"bits\": 20, \"sliceBits\": 5}}").exit());
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            for (int i = 0; i < EXACT.length; i++) {
                assertEquals(EXACT[i], y.get(0, i), 1e-5, "20 bits");
            }
        }
    }

    @Test
    void digitsOfInputsNeedAProductThatSendsThem() throws IOException {
        CrossbarDevice device = CrossbarDevice.parse("{\"inputSlicing\": {}}", "test");
        try (Arena arena = Arena.ofShared()) {
            Matrix w = Matrix.of(MultiplyFiles.W, arena);
            assertTrue(assertThrows(IllegalArgumentException.class, () -> device.of(w)).getMessage()
                    .startsWith("inputSlicing must be left out of a plan whose vectors enter whole"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"kind\": \"steam\"} | kind must be one of [digital, electronic, light, photonic], was \"steam\"",
        "{\"kind\": \"digital\", \"source\": \"x\"} | joulesPerMac must be given, a number in [0.0, 1000.0]",
        "{\"kind\": \"digital\", \"joulesPerMac\": 1e-12} | source must be a text: where the numbers are from",
        "{\"kind\": \"electronic\", \"dac\": {\"volts\": 99}} | dac.volts must be a number in [0.1, 10.0], was 99",
    })
    void aBadEnergyModelIsRefused(String json, String message) throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), json);
        Ended ended = files.multiply("--energy", model.toString());
        assertEquals(2, ended.exit());
        assertTrue(ended.err().contains(message), ended.err());
    }

    @Test
    void anUnknownEnergyModelNamesTheKnownOnes() {
        Ended ended = files.multiply("--energy", "perpetual");
        assertEquals(2, ended.exit());
        assertTrue(ended.err().contains("must be a .json file or one of [digital-300fj, "), ended.err());
    }

    @Test
    void energyNeedsConvertersWithBits() {
        Ended ended = files.multiply("--energy", "survey-32nm");
        assertEquals(2, ended.exit());
        assertTrue(ended.err().contains("DAC and ADC must have bits"), ended.err());
        assertEquals(0, files.multiply("--energy", "digital-h100-int8").exit());
    }
}
