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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.analog.Detection;
import pfm.field.Matrix;
import pfm.io.AtomicFile;
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
