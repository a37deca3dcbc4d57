package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.MatVec;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

class OpticalProductTest {
    private static final List<Detection> DETECTIONS = List.of(new Detection.ShotNoise(2),
            new Detection.SinglePhoton(3), new Detection.Photodiode(1e-6, 0.8, 1e9, 300, 1e4, 1e-9));

    private final Arena arena = Arena.ofShared();
    private final Matrix weights = Seeded.matrix(70, 33, -1, 1, Precision.FLOAT32, 1, arena);

    @AfterEach
    void close() {
        arena.close();
    }

    private static void everywhere(BiConsumer<Kernels, Precision> body) {
        for (Backend backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Available) {
                try (Kernels kernels = backend.open()) {
                    kernels.precisions().forEach(p -> body.accept(kernels, p));
                }
            }
        }
    }

    private Matrix multiply(MatVec plan, Matrix x) {
        Matrix y = Matrix.zeros(x.rows(), plan.outputs(), x.precision(), arena);
        plan.multiply(x, y);
        return y;
    }

    @Test
    void aBatchInPartsMeetsTheSameNoise() {
        everywhere((kernels, p) -> {
            for (Detection detection : DETECTIONS) {
                MatVec plan = kernels.opticalProduct(new OpticalProduct(weights, detection, 9));
                Matrix x = Seeded.matrix(5, 33, 0, 1, p, 2, arena);
                long row = 33L * p.bytes();
                Matrix whole = multiply(plan, x);
                plan.seek(0);
                Matrix first = multiply(plan, Matrix.of(2, 33, p, x.values()));
                Matrix rest = multiply(plan, Matrix.of(3, 33, p, x.values().asSlice(2 * row)));
                long bytes = first.values().byteSize();
                assertEquals(-1, whole.values().asSlice(0, bytes).mismatch(first.values()), kernels.device());
                assertEquals(-1, whole.values().asSlice(bytes).mismatch(rest.values()), kernels.device());
                assertTrue(whole.values().mismatch(multiply(plan, x).values()) >= 0, "the next vectors have their own");
            }
        });
    }

    @Test
    void darknessGivesNothingAndNegativeIntensitiesHaveNoResult() {
        everywhere((kernels, p) -> {
            MatVec plan = kernels.opticalProduct(new OpticalProduct(weights, new Detection.ShotNoise(2), 9));
            Matrix x = Seeded.matrix(3, 33, 0, 1, p, 2, arena);
            for (int j = 0; j < 33; j++) {
                x.set(0, j, 0);
            }
            x.set(1, 32, -1e-3);
            Matrix y = multiply(plan, x);
            for (int i = 0; i < 70; i++) {
                assertEquals(0, y.get(0, i));
                assertTrue(Double.isNaN(y.get(1, i)));
                assertTrue(Double.isFinite(y.get(2, i)));
            }
        });
    }

    @Test
    void weightsThatAreAllTheSameNeedNoSpan() {
        Matrix same = Matrix.of(new float[][] {{0.5f, 0.5f}, {0.5f, 0.5f}}, arena);
        everywhere((kernels, p) -> {
            MatVec plan = kernels.opticalProduct(new OpticalProduct(same, new Detection.ShotNoise(2), 9));
            Matrix y = multiply(plan, Matrix.of(new float[][] {{1, 2}}, arena).as(p, arena));
            assertEquals(1.5, y.get(0, 0)); // nothing passes, nothing is counted, and the shift remains
        });
    }

    @Test
    void theAdjointIsTheTransposeOfTheWeights() {
        everywhere((kernels, p) -> {
            for (Detection detection : DETECTIONS) {
                MatVec plan = kernels.opticalProduct(new OpticalProduct(weights, detection, 9));
                Matrix y = Seeded.matrix(2, 70, -1, 1, p, 3, arena);
                Matrix x = Matrix.zeros(2, 33, p, arena);
                plan.adjoint(y, x);
                for (int j = 0; j < 33; j++) {
                    double sum = 0;
                    for (int i = 0; i < 70; i++) {
                        sum += weights.get(i, j) * y.get(1, i);
                    }
                    // shifted weights are up to 2, and their float32 errs
                    assertEquals(sum, x.get(1, j), 70 * 4 * Precision.FLOAT32.unitRoundoff(), kernels.device());
                }
            }
        });
    }

    @Test
    void changedWeightsCountFromTheReloadOn() {
        everywhere((kernels, p) -> {
            Matrix w = weights.as(Precision.FLOAT32, arena);
            OpticalProduct spec = new OpticalProduct(w, new Detection.ShotNoise(2), 9);
            MatVec plan = kernels.opticalProduct(spec);
            w.set(0, 0, 3); // the span grows
            plan.reload();
            Matrix x = Seeded.matrix(2, 33, 0, 1, p, 2, arena);
            assertEquals(-1, multiply(kernels.opticalProduct(spec), x).values()
                    .mismatch(multiply(plan, x).values()), kernels.device());
        });
    }

    @Test
    void implausibleMagnitudesAreRefused() {
        assertRefused("photons for a multiplication must be in [1.0E-9, 1000000.0], was 0.0",
                () -> new Detection.ShotNoise(0));
        assertRefused("shots must be in [1, 255], was 0", () -> new Detection.SinglePhoton(0));
        assertRefused("temperature must be in [0.0, 10000.0] K, was -1.0",
                () -> new Detection.Photodiode(1e-6, 1, 1e9, -1, 1e4, 0));
        assertRefused("detection must be given, was null", () -> new OpticalProduct(weights, null, 1));
        try (Kernels kernels = Backends.best().open()) {
            MatVec plan = kernels.opticalProduct(new OpticalProduct(weights, DETECTIONS.getFirst(), 9));
            assertRefused("number of the next vector must be in [0, 281474976710655], was -1", () -> plan.seek(-1));
        }
    }

    private static void assertRefused(String part, Executable body) {
        String message = assertThrows(IllegalArgumentException.class, body).getMessage();
        assertTrue(message.contains(part), message);
    }
}
