package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.MatVec;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

/** What must hold on every backend that is available, in every precision it has. */
class CrossbarPropertiesTest {
    private static final int OUTPUTS = 70;
    private static final int INPUTS = 301;
    private static final int BATCH = 5;

    private final Arena arena = Arena.ofShared();
    private final Matrix weights = Seeded.matrix(OUTPUTS, INPUTS, -1, 1, Precision.FLOAT32, 1, arena);
    private final Crossbar quantised = new Crossbar(weights, Converter.ofBits(8, 1), Converter.ofBits(8, 10),
            new InputScaling.AbsMax(), true, 0.75f, 32, 100);

    @AfterEach
    void close() {
        arena.close();
    }

    private static void everywhere(BiConsumer<Kernels, Precision> body) {
        List<Backend> available =
                Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available).toList();
        assertTrue(available.size() >= 2, "the reference and another backend must be available, were " + available);
        for (Backend backend : available) {
            try (Kernels kernels = backend.open()) {
                kernels.precisions().forEach(p -> body.accept(kernels, p));
            }
        }
    }

    @Test
    void theAdjointIsTheTranspose() {
        everywhere((kernels, p) -> {
            Crossbar scaled = new Crossbar(
                    weights, Converter.IDEAL, Converter.IDEAL, new InputScaling.None(), false, 0.75f, 32, 100);
            MatVec plan = kernels.crossbar(scaled);
            Matrix x = random(BATCH, INPUTS, p, 2);
            Matrix y = random(BATCH, OUTPUTS, p, 3);
            Matrix ax = Matrix.zeros(BATCH, OUTPUTS, p, arena);
            Matrix aty = Matrix.zeros(BATCH, INPUTS, p, arena);
            plan.multiply(x, ax);
            plan.adjoint(y, aty);
            // errors of sums of n products: 4 u times the sum of magnitudes, here of all n·m terms at once
            double magnitudes = 0.25 * OUTPUTS * INPUTS;
            for (int b = 0; b < BATCH; b++) {
                double error = Math.abs(dot(ax, y, b) - dot(x, aty, b));
                assertTrue(error <= 4 * p.unitRoundoff() * magnitudes, kernels.device() + " " + p + ": " + error);
            }
        });
    }

    @Test
    void changedWeightsCountFromTheReloadOn() {
        everywhere((kernels, p) -> {
            for (Crossbar spec : List.of(quantised, quantised.linear())) {
                Matrix original = weights.as(weights.precision(), arena);
                MatVec plan = kernels.crossbar(spec);
                Matrix x = random(BATCH, INPUTS, p, 2);
                Matrix y = random(BATCH, OUTPUTS, p, 3);
                List<Matrix> before = both(plan, x, y, p);
                weights.set(0, 0, 0.5 - weights.get(0, 0));
                weights.set(OUTPUTS - 1, INPUTS - 1, 0.25);
                assertSame(before, both(plan, x, y, p), kernels.device());
                plan.reload();
                List<Matrix> after = both(plan, x, y, p);
                assertNotEquals(-1, before.getFirst().values().mismatch(after.getFirst().values()), kernels.device());
                assertSame(both(kernels.crossbar(spec), x, y, p), after, kernels.device());
                weights.values().copyFrom(original.values());
            }
        });
    }

    private List<Matrix> both(MatVec plan, Matrix x, Matrix y, Precision p) {
        Matrix forward = Matrix.zeros(BATCH, OUTPUTS, p, arena);
        Matrix adjoint = Matrix.zeros(BATCH, INPUTS, p, arena);
        plan.multiply(x, forward);
        plan.adjoint(y, adjoint);
        return List.of(forward, adjoint);
    }

    private static void assertSame(List<Matrix> expected, List<Matrix> actual, String device) {
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(-1, expected.get(i).values().mismatch(actual.get(i).values()), device);
        }
    }

    @Test
    void theAdjointGoesStraightThroughConverters() {
        everywhere((kernels, p) -> {
            Matrix y = random(BATCH, OUTPUTS, p, 3);
            Matrix through = Matrix.zeros(BATCH, INPUTS, p, arena);
            Matrix linear = Matrix.zeros(BATCH, INPUTS, p, arena);
            kernels.crossbar(quantised).adjoint(y, through);
            kernels.crossbar(quantised.linear()).adjoint(y, linear);
            assertEquals(-1, linear.values().mismatch(through.values()), kernels.device());
        });
    }

    /** Half an lsb of the DAC in each input and of the ADC in each result is what 24 bits may cost. */
    @Test
    void with24BitsTheProductIsIdeal() {
        Converter dac = Converter.ofBits(24, 1);
        Converter adc = Converter.ofBits(24, 64);
        everywhere((kernels, p) -> {
            Matrix x = random(BATCH, INPUTS, p, 2);
            Matrix got = Matrix.zeros(BATCH, OUTPUTS, p, arena);
            Matrix ideal = Matrix.zeros(BATCH, OUTPUTS, p, arena);
            kernels.crossbar(new Crossbar(weights, dac, adc, new InputScaling.AbsMax(), true, 1, 512, 512))
                    .multiply(x, got);
            kernels.crossbar(Crossbar.ideal(weights)).multiply(x, ideal);
            for (int b = 0; b < BATCH; b++) {
                for (int i = 0; i < OUTPUTS; i++) {
                    double magnitudes = 0;
                    for (int j = 0; j < INPUTS; j++) {
                        magnitudes += Math.abs(weights.get(i, j));
                    }
                    double float32 = 8 * Precision.FLOAT32.unitRoundoff(); // two sums, and what the converters round
                    double bound = (dac.lsb() / 2 + float32) * magnitudes + adc.lsb() / 2;
                    assertEquals(ideal.get(b, i), got.get(b, i), bound, kernels.device() + " " + p);
                }
            }
        });
    }

    @Test
    void aPlanCountsHowOftenTilesWereRepeated() {
        Matrix rows = Matrix.of(new float[][] {{1, 1, 1, 1}, {.25f, .25f, .25f, .25f}}, arena);
        Crossbar crossbar = new Crossbar(rows, Converter.IDEAL, Converter.ofBits(8, 1), new InputScaling.AbsMax(), true,
                1, 1, 512);
        everywhere((kernels, p) -> {
            MatVec plan = kernels.crossbar(crossbar);
            for (int batch : new int[] {1, 37, 500}) {
                long before = plan.repetitions();
                Matrix x = Matrix.zeros(batch, 4, p, arena);
                for (int b = 0; b < batch; b++) {
                    for (int j = 0; j < 4 && b != 1; j++) {
                        x.set(b, j, 3);
                    }
                }
                plan.multiply(x, Matrix.zeros(batch, 2, p, arena));
                long sent = batch - (batch > 1 ? 1 : 0); // a vector of zeros
                assertEquals(2 * sent, plan.repetitions() - before, "4 and 2 are clipped, 1 is not; of row 2 nothing");
            }
        });
    }

    @Test
    void fewerBitsCostAccuracyAsTheyShould() {
        everywhere((kernels, p) -> {
            Matrix x = random(BATCH, INPUTS, p, 2);
            Matrix ideal = Matrix.zeros(BATCH, OUTPUTS, p, arena);
            kernels.crossbar(Crossbar.ideal(weights)).multiply(x, ideal);
            for (int bits : new int[] {6, 8, 10}) {
                Converter adc = Converter.ofBits(bits, 32);
                Matrix got = Matrix.zeros(BATCH, OUTPUTS, p, arena);
                Crossbar coarse = new Crossbar(
                        weights, Converter.IDEAL, adc, new InputScaling.None(), false, 1, 512, 512);
                kernels.crossbar(coarse).multiply(x, got);
                double square = 0;
                for (int b = 0; b < BATCH; b++) {
                    for (int i = 0; i < OUTPUTS; i++) {
                        square += Math.pow(got.get(b, i) - ideal.get(b, i), 2);
                    }
                }
                double codes = Math.sqrt(square / BATCH / OUTPUTS) / adc.lsb();
                // rounding is uniform: lsb/√12; 350 results leave 5 % of statistical error, four of them are allowed
                assertEquals(1 / Math.sqrt(12), codes, 0.06, kernels.device() + " " + p + ", " + bits + " bits");
            }
        });
    }

    @Test
    void wrongArgumentsAreNamed() {
        everywhere((kernels, p) -> {
            MatVec plan = kernels.crossbar(quantised);
            Matrix x = Matrix.zeros(2, INPUTS, p, arena);
            Matrix y = Matrix.zeros(2, OUTPUTS, p, arena);
            refused("columns of x must be 301, was 70", () -> plan.multiply(y, y));
            refused("columns of y must be 70, was 301", () -> plan.multiply(x, x));
            refused("rows of y must be 2, was 3", () -> plan.multiply(x, Matrix.zeros(3, OUTPUTS, p, arena)));
            refused("columns of y must be 70, was 301", () -> plan.adjoint(x, x));
            refused("columns of x must be 301, was 70", () -> plan.adjoint(y, y));
            for (Precision other : Precision.values()) {
                if (other != p) {
                    refused("precision of ", () -> plan.multiply(x, Matrix.zeros(2, OUTPUTS, other, arena)));
                }
            }
            assertEquals(OUTPUTS, plan.outputs());
            assertEquals(INPUTS, plan.inputs());
        });
    }

    @Test
    void aPlanDiesWithItsKernels() {
        for (Backend backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Available) {
                Kernels kernels = backend.open();
                MatVec plan = kernels.crossbar(quantised);
                kernels.close();
                Matrix x = Matrix.zeros(2, INPUTS, arena);
                Matrix y = Matrix.zeros(2, OUTPUTS, arena);
                assertThrows(IllegalStateException.class, () -> plan.multiply(x, y));
                assertThrows(IllegalStateException.class, () -> kernels.crossbar(quantised));
            }
        }
    }

    private static void refused(String message, Runnable body) {
        String got = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(got.startsWith(message), got);
    }

    private Matrix random(int rows, int columns, Precision p, long seed) {
        return Seeded.matrix(rows, columns, -1, 1, p, seed, arena);
    }

    private static double dot(Matrix a, Matrix b, int row) {
        double sum = 0;
        for (int i = 0; i < a.columns(); i++) {
            sum += a.get(row, i) * b.get(row, i);
        }
        return sum;
    }
}
