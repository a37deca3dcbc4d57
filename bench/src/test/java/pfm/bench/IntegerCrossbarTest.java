package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import pfm.Availability;
import pfm.Backends;
import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.analog.Arithmetic;
import pfm.analog.Crossbar;
import pfm.energy.Activity;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

/** Crossbars of integers on every backend that is available: weights that change, vectors with NaN. */
class IntegerCrossbarTest {
    private static final int OUTPUTS = 41;
    private static final int INPUTS = 67;
    private static final int BATCH = 5;

    @TestFactory
    Stream<DynamicTest> changedWeightsAreTakenOverOrRefused() {
        return onEveryBackend((kernels, arena) -> {
            Matrix w = weights(arena);
            Matrix x = Seeded.matrix(BATCH, INPUTS, -140, 140, Precision.FLOAT32, 2, arena);
            CrossbarProduct plan = kernels.crossbar(Crossbar.integer(w));
            Matrix back = Matrix.zeros(BATCH, INPUTS, arena);
            plan.adjoint(multiplied(plan, x, arena), back); // what a first adjoint keeps changes, too
            w.set(3, 5, w.get(3, 5) == 7 ? 8 : 7);
            plan.reload();
            Matrix y = multiplied(plan, x, arena);
            CrossbarProduct fresh = kernels.crossbar(Crossbar.integer(w));
            assertEquals(-1, y.values().mismatch(multiplied(fresh, x, arena).values()));
            plan.adjoint(y, back);
            Matrix expected = Matrix.zeros(BATCH, INPUTS, arena);
            fresh.adjoint(y, expected);
            assertEquals(-1, back.values().mismatch(expected.values()));

            w.set(0, 0, 0.5);
            String said = assertThrows(IllegalArgumentException.class, plan::reload).getMessage();
            assertEquals("weights must be integers in [-128, 127], was 0.5 at [0, 0]; scale and round them", said);
            assertEquals(-1, y.values().mismatch(multiplied(plan, x, arena).values()), "it keeps what it had");
        });
    }

    @TestFactory
    Stream<DynamicTest> nanMakesTheResultsOfItsVectorNan() {
        return onEveryBackend((kernels, arena) -> {
            CrossbarProduct plan = kernels.crossbar(Crossbar.integer(weights(arena)));
            for (int batch : new int[] {1, 2, BATCH}) {
                Matrix x = Seeded.matrix(batch, INPUTS, -140, 140, Precision.FLOAT32, 2, arena);
                x.set(batch - 1, INPUTS - 1, Double.NaN);
                Matrix y = multiplied(plan, x, arena);
                x.set(batch - 1, INPUTS - 1, 0);
                Matrix whole = multiplied(plan, x, arena);
                for (int b = 0; b < batch; b++) {
                    for (int i = 0; i < OUTPUTS; i++) {
                        assertEquals(b == batch - 1 ? Double.NaN : whole.get(b, i), y.get(b, i));
                    }
                }
            }
        });
    }

    @Test
    void whatIsNoIntegerOrTooManyIsRefused() {
        try (Arena arena = Arena.ofShared()) {
            Matrix w = Matrix.zeros(2, 2, arena);
            for (double wrong : new double[] {128, -129, 0.5, 1e9}) {
                w.set(1, 0, wrong);
                String said = assertThrows(IllegalArgumentException.class, () -> Crossbar.integer(w)).getMessage();
                assertEquals("weights must be integers in [-128, 127], was " + wrong
                        + " at [1, 0]; scale and round them", said);
            }
            Matrix wide = Matrix.zeros(1, Arithmetic.LONGEST + 1, arena);
            assertEquals("inputs of a crossbar of integers must be in [1, 131071], was 131072",
                    assertThrows(IllegalArgumentException.class, () -> Crossbar.integer(wide)).getMessage());
        }
    }

    @Test
    void integersMeetNoConverter() {
        try (Arena arena = Arena.ofShared()) {
            Crossbar spec = Crossbar.integer(weights(arena));
            assertEquals(new Activity(1, 7, 0, 0, 0, 0, 7 * OUTPUTS * INPUTS, 7 * OUTPUTS * INPUTS),
                    spec.activity(7, 0));
            assertEquals(OUTPUTS * INPUTS + 4 * 7 * (OUTPUTS + INPUTS), spec.cost(7, Precision.FLOAT32).bytes());
        }
    }

    private interface Check {
        void on(Kernels kernels, Arena arena);
    }

    private static Stream<DynamicTest> onEveryBackend(Check check) {
        return Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available)
                .map(b -> dynamicTest(b.name(), () -> {
                    try (Kernels kernels = b.open(); Arena arena = Arena.ofShared()) {
                        check.on(kernels, arena);
                    }
                }));
    }

    private static Matrix weights(Arena arena) {
        Matrix w = Seeded.matrix(OUTPUTS, INPUTS, -128, 127, Precision.FLOAT32, 1, arena);
        for (int i = 0; i < OUTPUTS; i++) {
            for (int j = 0; j < INPUTS; j++) {
                w.set(i, j, Math.rint(w.get(i, j)));
            }
        }
        return w;
    }

    private static Matrix multiplied(CrossbarProduct plan, Matrix x, Arena arena) {
        Matrix y = Matrix.zeros(x.rows(), OUTPUTS, arena);
        plan.multiply(x, y);
        return y;
    }
}
