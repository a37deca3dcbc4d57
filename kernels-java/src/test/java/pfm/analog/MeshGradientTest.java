package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import pfm.Backends;
import pfm.Kernels;
import pfm.MeshProduct;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

/** The gradient of a composed matrix is that of the mesh, interferometer by interferometer. */
class MeshGradientTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    /** Modes at the edges pass fewer interferometers: paths lose unlike amounts. */
    private MziMesh rectangle(int modes, double loss) {
        List<Integer> tops = new ArrayList<>();
        for (int column = 0; column < modes; column++) {
            for (int top = column % 2; top < modes - 1; top += 2) {
                tops.add(top);
            }
        }
        Matrix phases = Seeded.matrix(1, 2 * tops.size() + modes, 0, 6, Precision.FLOAT64, 3, arena);
        return new MziMesh(modes, tops, phases, new MeshImperfections(loss, 0.1, 0.1, 0), 1);
    }

    private ComplexMatrix vectors(int modes, long seed) {
        return new ComplexMatrix(Seeded.matrix(2, modes, -1, 1, Precision.FLOAT32, seed, arena),
                Seeded.matrix(2, modes, -1, 1, Precision.FLOAT32, seed + 1, arena));
    }

    /** The phases are greater by {@code change} when the gradient is asked for, and not loaded. */
    private double[] gradient(String backend, MziMesh mesh, double change) {
        Matrix gradient = Matrix.zeros(1, mesh.phases().columns(), Precision.FLOAT64, arena);
        try (Kernels kernels = Backends.named(backend).open()) {
            MeshProduct plan = kernels.mziMesh(mesh);
            double phase = mesh.phases().get(0, 0);
            mesh.phases().set(0, 0, phase + change);
            plan.gradient(vectors(mesh.modes(), 1), vectors(mesh.modes(), 3),
                    ComplexMatrix.zeros(2, mesh.modes(), Precision.FLOAT32, arena), gradient);
            mesh.phases().set(0, 0, phase);
        }
        double[] all = new double[gradient.columns()];
        for (int i = 0; i < all.length; i++) {
            all[i] = gradient.get(0, i);
        }
        return all;
    }

    /**
     * Both work in float64 on the same inputs. A path of 2N interferometers rounds 16N times, 1e-13 for 64 modes; sums
     * that cancel to a tenth lose one more digit.
     */
    private static void assertSame(double[] expected, double[] actual, int modes) {
        double largest = 0;
        for (double entry : expected) {
            largest = Math.max(largest, Math.abs(entry));
        }
        assertTrue(largest > 0, "a gradient that says something");
        double bound = 1e-12 * largest;
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], bound, "phase " + i + " of " + modes + " modes");
        }
    }

    @Test
    void lossTakesNoDigits() {
        for (int modes : new int[] {1, 2, 3, 17, 64}) {
            for (double loss : new double[] {0, 0.3, 10, 30}) {
                MziMesh mesh = rectangle(modes, loss);
                assertSame(gradient("reference", mesh, 0), gradient("vector", mesh, 0), modes);
            }
        }
    }

    @Test
    void phasesCountAsTheyWereLoaded() {
        MziMesh mesh = rectangle(6, 0.3);
        double[] loaded = gradient("reference", mesh, 0);
        assertSame(loaded, gradient("reference", mesh, 1), 6);
        assertSame(loaded, gradient("vector", mesh, 1), 6);
    }
}
