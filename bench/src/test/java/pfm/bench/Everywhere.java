package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.field.Precision;

/**
 * Where a case is run: on every backend that is available, in every precision that it has.
 *
 * @param kernels   of the backend
 * @param precision of vectors
 * @param arena     of everything
 */
record Everywhere(Kernels kernels, Precision precision, Arena arena) {
    /** A test for each backend, which is opened once for all cases. */
    static Stream<DynamicTest> run(Map<String, Consumer<Everywhere>> cases) {
        return Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available)
                .map(b -> dynamicTest(b.name(), () -> {
                    try (Kernels kernels = b.open()) {
                        assertAll(cases.entrySet().stream().map(c -> () -> run(c.getKey(), c.getValue(), kernels)));
                    }
                }));
    }

    private static void run(String name, Consumer<Everywhere> body, Kernels kernels) {
        for (Precision precision : kernels.precisions()) {
            try (Arena arena = Arena.ofShared()) {
                assertDoesNotThrow(() -> body.accept(new Everywhere(kernels, precision, arena)), name);
            }
        }
    }

    Matrix matrix(double[][] values) {
        Matrix matrix = Matrix.zeros(values.length, values[0].length, precision, arena);
        for (int r = 0; r < values.length; r++) {
            for (int c = 0; c < values[r].length; c++) {
                matrix.set(r, c, values[r][c]);
            }
        }
        return matrix;
    }

    /** What a crossbar makes of vectors, the first of which has number 0. */
    Matrix multiply(Crossbar spec, Matrix x) {
        Matrix y = Matrix.zeros(x.rows(), spec.outputs(), precision, arena);
        kernels.crossbar(spec).multiply(x, y);
        return y;
    }

    static Matrix identity(int n, Arena arena) {
        Matrix identity = Matrix.zeros(n, n, arena);
        for (int i = 0; i < n; i++) {
            identity.set(i, i, 1);
        }
        return identity;
    }

    String where() {
        return kernels.device() + ", " + precision + ": ";
    }
}
