package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Availability;
import pfm.Backends;
import pfm.analog.Detection;
import pfm.field.Matrix;
import pfm.io.AtomicFile;
import pfm.io.Json;
import pfm.io.Npy;
import pfm.model.OpticalDevice;

class MultiplyOpticalTest {
    private static final float[][] W = {{.5f, -.25f, .125f}, {-.7f, .3f, .05f}};
    private static final Path EXAMPLES = Path.of("").toAbsolutePath().resolve("examples");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeInput() throws IOException {
        float[][] x = new float[2000][3];
        for (float[] row : x) {
            row[0] = 1;
            row[1] = 0.5f;
            row[2] = 0.25f;
        }
        write("W.npy", W);
        write("X.npy", x);
    }

    private void write(String name, float[][] values) throws IOException {
        try (Arena arena = Arena.ofShared(); AtomicFile file = AtomicFile.create(folder.resolve(name))) {
            Npy.write(Matrix.of(values, arena), file);
            file.commit();
        }
    }

    private Ran multiply(Path device, String... more) {
        List<String> line = new ArrayList<>(List.of("multiply", "--weights", folder.resolve("W.npy").toString(), "--in",
                folder.resolve("X.npy").toString(), "--out", folder.resolve("Y.npy").toString(), "--device",
                device.toString()));
        line.addAll(List.of(more));
        return Ran.pfm(line.toArray(String[]::new));
    }

    /** Mean and deviation of the first output: 0.40625 in theory. */
    private double[] statistics() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            double mean = 0;
            double square = 0;
            for (int b = 0; b < y.rows(); b++) {
                mean += y.get(b, 0) / y.rows();
                square += y.get(b, 0) * y.get(b, 0) / y.rows();
            }
            return new double[] {mean, Math.sqrt(square - mean * mean)};
        }
    }

    @Test
    void theExamplesHaveTheNoiseOfTheirDetection() throws IOException {
        assertEquals(Exit.OK, multiply(EXAMPLES.resolve("photonic-shot-noise.json")).exit());
        double[] counted = statistics();
        // T x = (0.40625 + 0.7·1.75)/1.2, S = 1.75, 15 photons: the count has the mean 15·T x/S = 11.652
        double deviation = 1.75 * 1.2 / 15 * Math.sqrt(15 * (0.40625 + 0.7 * 1.75) / 1.2 / 1.75);
        assertEquals(0.40625, counted[0], 5 * deviation / Math.sqrt(2000));
        assertEquals(deviation, counted[1], 5 * deviation / Math.sqrt(4000));

        assertEquals(Exit.OK, multiply(EXAMPLES.resolve("photonic-photodiode.json")).exit());
        double[] measured = statistics();
        double current = 0.8e-6;
        double noise = Math.sqrt(4 * 1.380649e-23 * 300 * 1e9 / 1e4
                + 2 * 1.602176634e-19 * (current * 0.40625 + 1e-9) * 1e9) / current;
        assertEquals(0.40625, measured[0], 5 * noise / Math.sqrt(2000));
        assertEquals(noise, measured[1], 5 * noise / Math.sqrt(4000));
    }

    @Test
    void everyKeyArrives() throws IOException {
        assertEquals(new OpticalDevice(new Detection.Photodiode(1e-3, 0.5, 2e9, 77, 50, 1e-8), 9), OpticalDevice.parse(
                "{\"detection\": {\"watts\": 1e-3, \"responsivity\": 0.5, \"bandwidth\": 2e9, \"temperature\": 77, "
                        + "\"load\": 50, \"darkCurrent\": 1e-8}, \"seed\": 9}", "test"));
        assertEquals(new OpticalDevice(new Detection.SinglePhoton(12), 0),
                OpticalDevice.parse("{\"detection\": {\"shots\": 12}}", "test"));
        String message = assertThrows(IllegalArgumentException.class, () ->
                OpticalDevice.parse("{\"detection\": {\"shots\": 12, \"photons\": 1}}", "test")).getMessage();
        assertTrue(message.contains("must have one of photons"), message);
    }

    /** W = diag(2, 1) needs no interferometer but one that lets light pass, in each of its meshes. */
    @Test
    void weightsBecomeMeshesWithTheirLoss() throws IOException {
        write("W.npy", new float[][] {{2, 0}, {0, 1}});
        write("X.npy", new float[][] {{1, -3}, {0.5f, 4}});
        Path ideal = Files.writeString(folder.resolve("i.json"), "{\"mesh\": {\"layout\": \"triangle\"}}");
        Path lossy = Files.writeString(folder.resolve("l.json"), "{\"mesh\": {\"insertionLoss\": 2}}");
        Path calibrated = Files.writeString(folder.resolve("c.json"),
                "{\"mesh\": {\"insertionLoss\": 2, \"calibrated\": true}}");
        assertEquals(Exit.OK, multiply(calibrated).exit());
        assertResults(1, 2, -3, 1, 4);
        for (String backend : List.of("reference", "vector", "native", "opencl")) {
            if (Backends.named(backend).availability() instanceof Availability.Available) {
                assertEquals(Exit.OK, multiply(ideal, "--backend", backend).exit());
                assertResults(1, 2, -3, 1, 4);
                assertEquals(Exit.OK, multiply(lossy, "--backend", backend).exit());
                assertResults(Math.pow(10, -0.2), 2, -3, 1, 4); // 2 dB twice, of the power
            }
        }
        Ran example = multiply(EXAMPLES.resolve("photonic-mesh.json"));
        assertEquals(Exit.OK, example.exit());
        assertTrue(example.out().contains("2 and 2 modes, rectangle"), example.out());
        Ran wrong = multiply(Files.writeString(folder.resolve("w.json"),
                "{\"mesh\": {}, \"detection\": {\"photons\": 1}}"));
        assertEquals(Exit.BAD_INPUT, wrong.exit());
        assertTrue(wrong.err().contains("detection behind a mesh must be one of fields"), wrong.err());
    }

    private void assertResults(double factor, double... expected) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Matrix y = Npy.open(folder.resolve("Y.npy")).readMatrix(arena);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(factor * expected[i], y.get(i / 2, i % 2), 1e-6);
            }
        }
    }

    /** 2 outputs of 3 inputs with 5 photons for a multiplication, 2000 times. */
    @Test
    void photonsAreCountedAndPaidFor() throws IOException {
        Ran ran = multiply(EXAMPLES.resolve("photonic-shot-noise.json"), "--energy", "photons-1550nm", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> facts = (Map<?, ?>) ((Map<?, ?>) Json.parse(ran.out(), "stdout")).get("simulatedDevice");
        assertEquals(60_000, number(facts, "photons"));
        assertEquals(5, number(facts, "photonsPerProduct"));
        assertEquals(60_000 * 6.62607015e-34 * 299_792_458 / 1550e-9, number(facts, "joules"), 1e-24);
        Ran diode = multiply(EXAMPLES.resolve("photonic-photodiode.json"), "--energy", "photons-1550nm", "--json");
        Map<?, ?> measured = (Map<?, ?>) ((Map<?, ?>) Json.parse(diode.out(), "stdout")).get("simulatedDevice");
        // |W x| = 0.40625 and 0.5375; R P/(2 B q) electrons of each
        assertEquals(2000 * (0.40625 + 0.5375) * 0.8e-6 / (2e9 * 1.602176634e-19), number(measured, "photons"), 1);
        Ran said = multiply(EXAMPLES.resolve("photonic-shot-noise.json"), "--energy", "photons-1550nm");
        assertTrue(said.out().contains("6.00e+04 in the mean, 5.00 per MAC of the product"), said.out());
        assertEquals(Exit.BAD_INPUT, multiply(EXAMPLES.resolve("photonic-mesh.json"), "--energy", "photons-1550nm")
                .exit(), "without a detection nothing is counted");
    }

    private static double number(Map<?, ?> facts, String name) {
        return ((Number) facts.get(name)).doubleValue();
    }

    @Test
    void negativeIntensitiesAreRefused() throws IOException {
        write("X.npy", new float[][] {{1, 0, 0}, {0, -1, 0}});
        Ran ran = multiply(EXAMPLES.resolve("photonic-shot-noise.json"));
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertTrue(ran.err().contains("must be intensities, at least 0, was -1.0 at [1, 1]"), ran.err());
        Ran wrong = multiply(Files.writeString(folder.resolve("d.json"), "{\"detection\": {\"photons\": 0}}"));
        assertEquals(Exit.BAD_INPUT, wrong.exit());
        assertTrue(wrong.err().contains("photons must be a number in [1.0E-9, 1000000.0], was 0"), wrong.err());
    }
}
