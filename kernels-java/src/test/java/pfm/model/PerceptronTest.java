package pfm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Matrix;
import pfm.io.MalformedFileException;
import pfm.tuning.Tuning;

class PerceptronTest {
    private static final List<Integer> SIZES = List.of(24, 17, 9, 4);
    private static final List<CrossbarDevice> IDEAL = Collections.nCopies(3, CrossbarDevice.IDEAL);
    private static final Schedule SCHEDULE = new Schedule(150, 30, 0.02, 0, 3);

    @TempDir
    private Path folder;

    private final Arena arena = Arena.ofShared();
    private final LabelledImages images = Examples.quadrants(100, 7);
    private final LabelledImages unseen = Examples.quadrants(200, 8);

    @AfterEach
    void close() {
        arena.close();
    }

    private Perceptron random() {
        return Perceptron.random(SIZES, 4, 5, arena);
    }

    private void train(Perceptron network, List<CrossbarDevice> devices, double noise, Kernels kernels) {
        PerceptronTraining training = new PerceptronTraining(network, devices, noise, images, SCHEDULE, kernels, arena);
        while (!training.finished()) {
            training.step();
        }
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        try (Kernels kernels = Backends.require("reference", "test").backend().open()) {
            Perceptron network = random();
            int[] chosen = IntStream.range(10, 40).toArray();
            PerceptronTraining training =
                    new PerceptronTraining(network, IDEAL, 0, images, SCHEDULE, kernels, arena);
            training.differentiate(chosen);
            for (int l = 0; l < 3; l++) {
                Perceptron.Dense layer = network.layers().get(l);
                for (int at : new int[] {0, 7, layer.inputs() + 3, layer.outputs() * layer.inputs() - 1}) {
                    int o = at / layer.inputs();
                    int i = at % layer.inputs();
                    training.differentiate(chosen);
                    double derived = training.gradient(l)[o][i];
                    double h = 1e-3; // scores are float32: their rounding over h is about 1e-4
                    double quotient = (lossWith(training, layer, o, i, h, chosen)
                            - lossWith(training, layer, o, i, -h, chosen)) / (2 * h * layer.scale());
                    assertEquals(quotient, derived, 5e-4, "layer " + l + " [" + o + ", " + i + "]");
                }
            }
        }
    }

    private static double lossWith(PerceptronTraining training, Perceptron.Dense layer, int o, int i, double change,
            int[] chosen) {
        double weight = layer.weights().get(o, i);
        layer.weights().set(o, i, weight + change);
        double loss = training.differentiate(chosen);
        layer.weights().set(o, i, weight);
        return loss;
    }

    @Test
    void theGradientIsNotZero() {
        try (Kernels kernels = Backends.require("reference", "test").backend().open()) {
            PerceptronTraining training =
                    new PerceptronTraining(random(), IDEAL, 0, images, SCHEDULE, kernels, arena);
            training.differentiate(IntStream.range(0, 30).toArray());
            for (int l = 0; l < 3; l++) {
                double largest = 0;
                for (float[] row : training.gradient(l)) {
                    for (float g : row) {
                        largest = Math.max(largest, Math.abs(g));
                    }
                }
                assertTrue(largest > 0.02, "layer " + l + ": " + largest); // 40 times what the test above lets pass
            }
        }
    }

    @Test
    void aTrainedPerceptronReadsImagesThatItHasNotSeen() {
        try (Kernels kernels = Backends.best().open()) {
            Perceptron network = random();
            double before = new PerceptronInference(network, IDEAL, kernels, arena).accuracy(unseen);
            train(network, IDEAL, 0, kernels);
            double after = new PerceptronInference(network, IDEAL, kernels, arena).accuracy(unseen);
            assertTrue(before < 0.7 && after > 0.95, before + ", then " + after);
        }
    }

    @Test
    void noiseInTrainingHelpsAgainstNoiseInUse() {
        try (Kernels kernels = Backends.best().open()) {
            Perceptron plain = random();
            train(plain, IDEAL, 0, kernels);
            Perceptron aware = plain.copy(arena);
            List<Double> ranges = AnalogRanges.calibrate(plain, images, 1, kernels);
            train(aware, RobustnessTable.devices(ranges, 8), 0.3, kernels);
            double gained = accuracy(aware, kernels) - accuracy(plain, kernels);
            assertTrue(gained > 0.02, "gained " + gained);
        }
    }

    private double accuracy(Perceptron network, Kernels kernels) {
        List<Double> ranges = AnalogRanges.calibrate(network, images, 1, kernels);
        return RobustnessTable.of(network, ranges, unseen, List.of(0.4), List.of(6), 10, 1, kernels, done -> { })
                .means()[0][0];
    }

    @Test
    void weightsStayWithinWhatCellsHold() {
        try (Kernels kernels = Backends.best().open()) {
            Perceptron network = random();
            Schedule wild = new Schedule(40, 30, 1, 0, 3);
            PerceptronTraining training = new PerceptronTraining(network, IDEAL, 0, images, wild, kernels, arena);
            double largest = 0;
            while (!training.finished()) {
                training.step();
            }
            for (Perceptron.Dense layer : network.layers()) {
                for (int o = 0; o < layer.outputs(); o++) {
                    for (int i = 0; i < layer.inputs(); i++) {
                        largest = Math.max(largest, Math.abs(layer.weights().get(o, i)));
                    }
                }
            }
            assertEquals(1, largest);
        }
    }

    @Test
    void aTrainingHasTheSameBitsOnEveryThreadCount() throws IOException {
        Backend backend = Backends.require("vector", "test").backend();
        byte[] one = trained(backend, backend.tuning().withThreads(1));
        assertEquals(-1, Arrays.mismatch(one, trained(backend, backend.tuning().withThreads(3))));
    }

    private byte[] trained(Backend backend, Tuning tuning) throws IOException {
        try (Kernels kernels = backend.open(tuning)) {
            Perceptron network = random();
            train(network, RobustnessTable.devices(List.of(4.0, 4.0, 4.0), 6), 0.1, kernels);
            Path file = folder.resolve("trained");
            network.save(file, Map.of());
            return Files.readAllBytes(file);
        }
    }

    @Test
    void manyBitsAndNoNoiseChangeNothing() {
        try (Kernels kernels = Backends.best().open()) {
            Perceptron network = random();
            train(network, IDEAL, 0, kernels);
            List<Double> ranges = AnalogRanges.calibrate(network, unseen, 1, kernels);
            RobustnessTable table = RobustnessTable.of(
                    network, ranges, unseen, List.of(0.0, 0.5), List.of(16, 2), 3, 1, kernels, done -> { });
            double ideal = new PerceptronInference(network, IDEAL, kernels, arena).accuracy(unseen);
            assertEquals(ideal, table.means()[0][0], 0.005); // one image may lie on the edge between two classes
            assertEquals(0, table.spread()[0][0]);
            assertTrue(table.means()[0][1] < ideal - 0.05 && table.means()[1][0] < ideal - 0.05);
            assertTrue(table.spread()[1][0] > 0);
        }
    }

    @Test
    void rangesAreWhatTheCrossbarsGive() {
        // one layer of two outputs, 3 and -5 times the first pixel: whatever its brightness, inputs are brought to 1
        Perceptron.Dense layer = new Perceptron.Dense(
                Matrix.of(new float[][] {{0.3f}, {-0.5f}}, arena), Matrix.zeros(1, 2, arena), 10);
        LabelledImages two = new LabelledImages(1, 1, new byte[] {0, 51, (byte) 255}, new byte[] {0, 1, 1});
        try (Kernels kernels = Backends.best().open()) {
            Perceptron network = new Perceptron(List.of(layer));
            assertEquals(0.5, AnalogRanges.calibrate(network, two, 1, kernels).getFirst(), 1e-6);
            assertEquals(0.3, AnalogRanges.calibrate(network, two, 0.6, kernels).getFirst(), 1e-6); // 0 0 .3 .3 .5 .5
        }
    }

    @Test
    void aFileKeepsEveryBit() throws IOException {
        Perceptron network = random();
        network.layers().get(1).bias().set(0, 3, -0.1);
        Path file = folder.resolve("perceptron.safetensors");
        network.save(file, Map.of("trained", "never"));
        Perceptron read = Perceptron.load(file, arena);
        for (int l = 0; l < 3; l++) {
            Perceptron.Dense expected = network.layers().get(l);
            Perceptron.Dense actual = read.layers().get(l);
            assertEquals(-1, expected.weights().values().mismatch(actual.weights().values()));
            assertEquals(-1, expected.bias().values().mismatch(actual.bias().values()));
            assertEquals(expected.scale(), actual.scale());
        }
        new NetworkFile(Examples.trainable(arena), Map.of()).save(file);
        assertThrows(MalformedFileException.class, () -> Perceptron.load(file, arena));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertRefused("count of sizes must be in [2,", () -> Perceptron.random(List.of(3), 4, 1, arena));
        assertRefused("size of a layer must be in [1,", () -> Perceptron.random(List.of(3, 0), 4, 1, arena));
        assertRefused("room for weights must be in [1.73", () -> Perceptron.random(SIZES, 1, 1, arena));
        assertRefused("inputs of layer 1 must be 17", () -> new Perceptron(
                List.of(random().layers().get(0), random().layers().get(2))));
        try (Kernels kernels = Backends.best().open()) {
            assertRefused("pixels of an image must be 24", () -> new PerceptronTraining(random(), IDEAL, 0,
                    new LabelledImages(1, 1, new byte[1], new byte[1]), SCHEDULE, kernels, arena));
            assertRefused("noise of the weights must be in [0.0, 10.0]", () -> new PerceptronTraining(
                    random(), IDEAL, -1, images, SCHEDULE, kernels, arena));
            assertRefused("count of devices must be 2", () -> new PerceptronInference(
                    Perceptron.random(List.of(24, 5, 4), 4, 1, arena), IDEAL, kernels, arena));
            assertRefused("part of the outputs within the range must be in", () ->
                    AnalogRanges.calibrate(random(), images, 0, kernels));
        }
    }

    private static void assertRefused(String part, Executable body) {
        String message = assertThrows(IllegalArgumentException.class, body).getMessage();
        assertTrue(message.contains(part), message);
    }
}
