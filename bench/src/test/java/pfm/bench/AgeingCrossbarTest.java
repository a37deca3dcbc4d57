package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.Availability;
import pfm.Backends;
import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.analog.CellArray;
import pfm.analog.Crossbar;
import pfm.analog.Mapping;
import pfm.analog.Parasitics;
import pfm.analog.Pcm;
import pfm.analog.Tile;
import pfm.analog.WeightScaling;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

/** Plans of crossbars whose cells age, on every backend that is available. */
class AgeingCrossbarTest {
    private static final double DAY = 86_400;
    private static final int OUTPUTS = 33;
    private static final int INPUTS = 70;
    private static final int BATCH = 4;
    private static final CellArray CELLS = new CellArray(Pcm.published(), Mapping.DIFFERENTIAL_PAIR,
            WeightScaling.OUTPUT, Optional.empty(), Parasitics.of(1e-4), true);

    @TestFactory
    Stream<DynamicTest> aPlanMovesInTimeAndTakesOverWeights() {
        return Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available)
                .map(b -> dynamicTest(b.name(), () -> {
                    try (Kernels kernels = b.open(); Arena arena = Arena.ofShared()) {
                        ages(kernels, arena);
                    }
                }));
    }

    private static void ages(Kernels kernels, Arena arena) {
        Matrix weights = Seeded.matrix(OUTPUTS, INPUTS, -1, 1, Precision.FLOAT32, 1, arena);
        Matrix x = Seeded.matrix(BATCH, INPUTS, -1, 1, Precision.FLOAT32, 2, arena);
        CrossbarProduct plan =
                kernels.crossbar(new Crossbar(weights, Optional.of(CELLS), Tile.IDEAL.withSize(20, 30), 5));
        Matrix fresh = product(plan, x, arena);
        assertActs(weights, 0, x, fresh);
        plan.moveTo(DAY);
        Matrix old = product(plan, x, arena);
        assertActs(weights, DAY, x, old);
        assertNotEquals(-1, fresh.values().mismatch(old.values()), "a day changes something");
        plan.moveTo(0);
        assertEquals(-1, fresh.values().mismatch(product(plan, x, arena).values()), "time may go back");

        plan.moveTo(DAY);
        for (int j = 0; j < INPUTS; j++) {
            weights.set(3, j, -weights.get(3, j));
        }
        assertEquals(-1, old.values().mismatch(product(plan, x, arena).values()), "before they are taken over");
        plan.reload();
        assertActs(weights, DAY, x, product(plan, x, arena));
    }

    private static Matrix product(CrossbarProduct plan, Matrix x, Arena arena) {
        Matrix y = Matrix.zeros(BATCH, OUTPUTS, arena);
        plan.multiply(x, y);
        return y;
    }

    private static void assertActs(Matrix weights, double seconds, Matrix x, Matrix y) {
        double[] acting = CELLS.program(weights, 20, 30, 5).effective(seconds);
        for (int b = 0; b < BATCH; b++) {
            for (int i = 0; i < OUTPUTS; i++) {
                double sum = 0;
                double magnitudes = 0;
                for (int j = 0; j < INPUTS; j++) {
                    double product = acting[i * INPUTS + j] * x.get(b, j);
                    sum += product;
                    magnitudes += Math.abs(product);
                }
                assertEquals(sum, y.get(b, i), INPUTS * Precision.FLOAT32.unitRoundoff() * magnitudes);
            }
        }
    }
}
