package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.MatrixMeshProduct;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

class MatrixMeshTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    private ComplexMatrix random(int rows, int columns, Precision precision, long seed) {
        return new ComplexMatrix(Seeded.matrix(rows, columns, -1, 1, precision, seed, arena),
                Seeded.matrix(rows, columns, -1, 1, precision, seed + 1, arena));
    }

    private double distance(ComplexMatrix w, MatrixMesh mesh) {
        ComplexMatrix made = mesh.effective(arena);
        double worst = 0;
        for (int i = 0; i < w.rows(); i++) {
            for (int j = 0; j < w.columns(); j++) {
                worst = Math.max(worst, Math.hypot(w.re().get(i, j) - made.re().get(i, j),
                        w.im().get(i, j) - made.im().get(i, j)));
            }
        }
        return worst / mesh.scale();
    }

    @Test
    void everyMatrixIsTwoMeshes() {
        for (int[] shape : new int[][] {{1, 1}, {1, 5}, {5, 1}, {2, 2}, {7, 3}, {3, 7}, {17, 17}, {64, 31}}) {
            for (MeshLayout layout : MeshLayout.values()) {
                ComplexMatrix w = random(shape[0], shape[1], Precision.FLOAT64, shape[0]);
                MatrixMesh mesh = MatrixMesh.of(w, layout, arena);
                assertEquals(1, mesh.gains().get(0, 0), 1e-15, "the largest singular value is the scale");
                double off = distance(w, mesh);
                assertTrue(off < 1e-13, shape[0] + " x " + shape[1] + " " + layout + ": " + off);
            }
        }
    }

    @Test
    void largeMatricesKeepTwelveDigits() {
        for (int[] shape : new int[][] {{256, 256}, {192, 256}}) {
            ComplexMatrix w = random(shape[0], shape[1], Precision.FLOAT64, 1);
            double off = distance(w, MatrixMesh.of(w, MeshLayout.RECTANGLE, arena));
            assertTrue(off < 1e-12, shape[0] + " x " + shape[1] + ": " + off);
        }
    }

    @Test
    void matricesWithoutFullRankAreMeshesToo() {
        ComplexMatrix one = ComplexMatrix.zeros(6, 4, Precision.FLOAT64, arena); // rank 1
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 4; j++) {
                one.set(i, j, (i + 1) * (j - 1.5), (i + 1) * (j + 2.0));
            }
        }
        MatrixMesh mesh = MatrixMesh.of(one, MeshLayout.RECTANGLE, arena);
        assertTrue(distance(one, mesh) < 1e-14);
        assertEquals(0, mesh.gains().get(0, 1));
        // ‖(1 … 6)‖·‖(j − 1.5) + i (j + 2)‖
        assertEquals(Math.sqrt(91 * (5 + 54)), mesh.scale(), 1e-12);
        ComplexMatrix dark = ComplexMatrix.zeros(3, 5, Precision.FLOAT64, arena);
        assertEquals(0, distance(dark, MatrixMesh.of(dark, MeshLayout.TRIANGLE, arena)));
        for (double size : new double[] {1e-200, 1e200}) { // whose squares are no numbers
            ComplexMatrix extreme = ComplexMatrix.zeros(2, 2, Precision.FLOAT64, arena);
            extreme.set(0, 1, 3 * size, 0);
            extreme.set(1, 0, 0, 4 * size);
            MatrixMesh two = MatrixMesh.of(extreme, MeshLayout.RECTANGLE, arena);
            assertEquals(4 * size, two.scale(), 1e-15 * size);
            assertEquals(0.75, two.gains().get(0, 1), 1e-15);
            assertTrue(distance(extreme, two) < 1e-15);
        }
    }

    @Test
    void everyBackendMultipliesByTheMatrix() {
        for (Backend backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Available) {
                try (Kernels kernels = backend.open()) {
                    compare(kernels, MeshImperfections.NONE);
                    compare(kernels, new MeshImperfections(0.2, 0.05, 0.05, 6));
                }
            }
        }
    }

    private void compare(Kernels kernels, MeshImperfections imperfections) {
        ComplexMatrix w = random(5, 9, Precision.FLOAT64, 4);
        MatrixMesh mesh = MatrixMesh.of(w, MeshLayout.RECTANGLE, arena).with(imperfections, 3);
        MatrixMeshProduct plan = new MatrixMeshProduct(mesh, kernels);
        ComplexMatrix x = random(300, 9, Precision.FLOAT32, 6);
        ComplexMatrix y = random(300, 5, Precision.FLOAT32, 8);
        ComplexMatrix wx = ComplexMatrix.zeros(300, 5, Precision.FLOAT32, arena);
        ComplexMatrix wy = ComplexMatrix.zeros(300, 9, Precision.FLOAT32, arena);
        plan.multiply(x, wx);
        plan.adjoint(y, wy);
        ComplexMatrix judge = imperfections.equals(MeshImperfections.NONE) ? w : mesh.effective(arena);
        double bound = 100 * Precision.FLOAT32.unitRoundoff() * mesh.scale();
        for (int b = 0; b < 300; b++) {
            for (int i = 0; i < 5; i++) {
                double[] sum = new double[2];
                for (int j = 0; j < 9; j++) {
                    add(sum, judge.re().get(i, j), judge.im().get(i, j), x.re().get(b, j), x.im().get(b, j));
                }
                assertEquals(sum[0], wx.re().get(b, i), bound, kernels.device());
                assertEquals(sum[1], wx.im().get(b, i), bound, kernels.device());
            }
            for (int j = 0; j < 9; j++) {
                double[] sum = new double[2];
                for (int i = 0; i < 5; i++) {
                    add(sum, judge.re().get(i, j), -judge.im().get(i, j), y.re().get(b, i), y.im().get(b, i));
                }
                assertEquals(sum[0], wy.re().get(b, j), bound, kernels.device());
                assertEquals(sum[1], wy.im().get(b, j), bound, kernels.device());
            }
        }
    }

    private static void add(double[] sum, double ar, double ai, double br, double bi) {
        sum[0] += ar * br - ai * bi;
        sum[1] += ar * bi + ai * br;
    }

    /** L = Re Σ conj(c) W x, by differences. */
    @Test
    void theGradientIsThatOfTheLoss() {
        MatrixMesh mesh = MatrixMesh.of(random(3, 4, Precision.FLOAT64, 2), MeshLayout.RECTANGLE, arena)
                .with(new MeshImperfections(0.5, 0.1, 0.1, 0), 5);
        ComplexMatrix x = random(3, 4, Precision.FLOAT64, 11);
        ComplexMatrix c = random(3, 3, Precision.FLOAT64, 13);
        try (Kernels kernels = Backends.named("reference").open()) {
            MatrixMeshProduct plan = new MatrixMeshProduct(mesh, kernels);
            MatrixMeshProduct.Gradient gradient = MatrixMeshProduct.Gradient.zeros(mesh, arena);
            ComplexMatrix back = ComplexMatrix.zeros(3, 4, Precision.FLOAT64, arena);
            plan.gradient(x, c, back, gradient);
            differ(plan, x, c, mesh.first().phases(), gradient.phasesOfFirst());
            differ(plan, x, c, mesh.gains(), gradient.gains());
            differ(plan, x, c, mesh.second().phases(), gradient.phasesOfSecond());
            ComplexMatrix adjoint = ComplexMatrix.zeros(3, 4, Precision.FLOAT64, arena);
            plan.adjoint(c, adjoint);
            assertEquals(adjoint.re().get(1, 2), back.re().get(1, 2), 1e-13);
            assertEquals(adjoint.im().get(2, 3), back.im().get(2, 3), 1e-13);
        }
    }

    private void differ(MatrixMeshProduct plan, ComplexMatrix x, ComplexMatrix c, Matrix values, Matrix gradient) {
        for (int i = 0; i < values.columns(); i++) {
            double value = values.get(0, i);
            double h = 1e-5;
            values.set(0, i, value + h);
            double above = loss(plan, x, c);
            values.set(0, i, value - h);
            double below = loss(plan, x, c);
            values.set(0, i, value);
            assertEquals((above - below) / (2 * h), gradient.get(0, i), 1e-8, "value " + i);
        }
        plan.reload();
    }

    private double loss(MatrixMeshProduct plan, ComplexMatrix x, ComplexMatrix c) {
        plan.reload();
        ComplexMatrix y = ComplexMatrix.zeros(x.rows(), c.columns(), Precision.FLOAT64, arena);
        plan.multiply(x, y);
        double sum = 0;
        for (int b = 0; b < c.rows(); b++) {
            for (int i = 0; i < c.columns(); i++) {
                sum += c.re().get(b, i) * y.re().get(b, i) + c.im().get(b, i) * y.im().get(b, i);
            }
        }
        return sum;
    }

    @Test
    void whatCannotBeMadeIsRefused() {
        ComplexMatrix w = random(2, 2, Precision.FLOAT64, 1);
        MatrixMesh mesh = MatrixMesh.of(w, MeshLayout.RECTANGLE, arena);
        Matrix amplified = Matrix.zeros(1, 2, Precision.FLOAT64, arena);
        amplified.set(0, 0, 1.5);
        String message = assertThrows(IllegalArgumentException.class, () ->
                new MatrixMesh(mesh.first(), amplified, mesh.second(), 1)).getMessage();
        assertEquals("gain of an attenuator must be in [0.0, 1.0], was 1.5", message);
        w.set(0, 0, Double.NaN, 0);
        assertTrue(assertThrows(IllegalArgumentException.class, () ->
                MatrixMesh.of(w, MeshLayout.RECTANGLE, arena)).getMessage().contains("real parts of a matrix"));
    }
}
