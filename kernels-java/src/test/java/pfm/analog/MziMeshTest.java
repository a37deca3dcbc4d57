package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.MeshProduct;
import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.noise.Philox;
import pfm.validation.Seeded;

class MziMeshTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    /** Columns of random numbers, made orthogonal by Gram and Schmidt, twice. */
    private ComplexMatrix randomUnitary(int n, long seed) {
        double[][] re = new double[n][n];
        double[][] im = new double[n][n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                re[k][i] = Philox.uniform(seed, 0, (long) k * n + i) - 0.5;
                im[k][i] = Philox.uniform(seed, 1, (long) k * n + i) - 0.5;
            }
            for (int twice = 0; twice < 2; twice++) {
                for (int j = 0; j < k; j++) {
                    double r = 0;
                    double s = 0;
                    for (int i = 0; i < n; i++) {
                        r += re[j][i] * re[k][i] + im[j][i] * im[k][i];
                        s += re[j][i] * im[k][i] - im[j][i] * re[k][i];
                    }
                    for (int i = 0; i < n; i++) {
                        double c = re[j][i];
                        re[k][i] -= r * c - s * im[j][i];
                        im[k][i] -= r * im[j][i] + s * c;
                    }
                }
                double norm = 0;
                for (int i = 0; i < n; i++) {
                    norm += re[k][i] * re[k][i] + im[k][i] * im[k][i];
                }
                for (int i = 0; i < n; i++) {
                    re[k][i] /= Math.sqrt(norm);
                    im[k][i] /= Math.sqrt(norm);
                }
            }
        }
        ComplexMatrix u = ComplexMatrix.zeros(n, n, Precision.FLOAT64, arena);
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                u.set(i, k, re[k][i], im[k][i]);
            }
        }
        return u;
    }

    private static double distance(ComplexMatrix u, MziMesh mesh) {
        MeshTransfer m = new MeshTransfer(mesh);
        double worst = 0;
        for (int i = 0; i < u.rows(); i++) {
            for (int j = 0; j < u.rows(); j++) {
                worst = Math.max(worst, Math.hypot(u.re().get(i, j) - m.re(i, j), u.im().get(i, j) - m.im(i, j)));
            }
        }
        return worst;
    }

    @Test
    void everyUnitaryMatrixIsAMesh() {
        for (int n : new int[] {1, 2, 3, 4, 5, 7, 16, 17, 64, 101, 256}) {
            ComplexMatrix u = randomUnitary(n, n);
            MziMesh mesh = MziMesh.of(u, arena);
            assertEquals(n * (n - 1) / 2, mesh.interferometers());
            double off = distance(u, mesh);
            assertTrue(off < 1e-12, n + ": " + off);
        }
    }

    @Test
    void trianglesMakeTheSameMatricesInMoreColumns() {
        for (int n : new int[] {1, 2, 3, 8, 33, 101}) {
            ComplexMatrix u = randomUnitary(n, n);
            MziMesh mesh = MziMesh.of(u, MeshLayout.TRIANGLE, arena);
            assertEquals(n * (n - 1) / 2, mesh.interferometers());
            double off = distance(u, mesh);
            assertTrue(off < 1e-12, n + ": " + off);
            assertEquals(Math.max(n - 1, 2 * n - 3), depth(mesh), n + " modes");
        }
    }

    /** Columns of interferometers, each as far in front as its modes allow. */
    private static int depth(MziMesh mesh) {
        int[] depth = new int[mesh.modes()];
        int deepest = 0;
        for (int top : mesh.tops()) {
            int column = Math.max(depth[top], depth[top + 1]) + 1;
            depth[top] = column;
            depth[top + 1] = column;
            deepest = Math.max(deepest, column);
        }
        return deepest;
    }

    @Test
    void matricesFullOfZerosAreMeshesToo() {
        for (int n : new int[] {2, 3, 6, 9}) {
            for (int shift = 0; shift < n; shift++) {
                ComplexMatrix u = ComplexMatrix.zeros(n, n, Precision.FLOAT64, arena);
                for (int i = 0; i < n; i++) {
                    u.set(i, (i + shift) % n, i % 2 == 0 ? 1 : 0, i % 2 == 0 ? 0 : -1);
                }
                for (MeshLayout layout : MeshLayout.values()) {
                    assertTrue(distance(u, MziMesh.of(u, layout, arena)) < 1e-14 * n, n + ", shifted by " + shift);
                }
            }
            ComplexMatrix reversed = ComplexMatrix.zeros(n, n, Precision.FLOAT64, arena);
            for (int i = 0; i < n; i++) {
                reversed.set(i, n - 1 - i, -1, 0);
            }
            assertTrue(distance(reversed, MziMesh.of(reversed, arena)) < 1e-14 * n);
        }
    }

    @Test
    void itFitsIntoAsManyColumnsAsModes() {
        assertEquals(9, depth(MziMesh.of(randomUnitary(9, 4), arena)));
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        for (Backend backend : Backends.all()) {
            if (backend.availability() instanceof Availability.Available) {
                try (Kernels kernels = backend.open()) {
                    differentiate(kernels);
                }
            }
        }
    }

    /** L = Re Σ conj(c) y, differentiated by differences on the reference. */
    private void differentiate(Kernels kernels) {
        MziMesh mesh = MziMesh.of(randomUnitary(5, 8), arena).with(new MeshImperfections(0.5, 0.1, 0.1, 0), 3);
        ComplexMatrix x = vectors(3, 5, Precision.FLOAT64, 1);
        ComplexMatrix c = vectors(3, 5, Precision.FLOAT64, 3);
        Matrix gradient = Matrix.zeros(1, mesh.phases().columns(), Precision.FLOAT64, arena);
        MeshProduct plan = kernels.mziMesh(mesh);
        Precision p = kernels.precisions().contains(Precision.FLOAT64) ? Precision.FLOAT64 : Precision.FLOAT32;
        plan.gradient(as(x, p), as(c, p), ComplexMatrix.zeros(3, 5, p, arena), gradient);
        try (Kernels reference = Backends.named("reference").open()) {
            MeshProduct judge = reference.mziMesh(mesh);
            for (int i = 0; i < mesh.phases().columns(); i++) {
                double phase = mesh.phases().get(0, i);
                double h = 1e-5;
                mesh.phases().set(0, i, phase + h);
                double above = loss(judge, x, c);
                mesh.phases().set(0, i, phase - h);
                double below = loss(judge, x, c);
                mesh.phases().set(0, i, phase);
                double bound = p == Precision.FLOAT64 ? 1e-8 : 1e-6; // inputs are rounded
                assertEquals((above - below) / (2 * h), gradient.get(0, i), bound, kernels.device() + " phase " + i);
            }
        }
    }

    private double loss(MeshProduct plan, ComplexMatrix x, ComplexMatrix c) {
        plan.reload();
        ComplexMatrix y = ComplexMatrix.zeros(x.rows(), x.columns(), x.precision(), arena);
        plan.multiply(x, y);
        return dot(c, y)[0];
    }

    private ComplexMatrix vectors(int batch, int n, Precision precision, long seed) {
        return new ComplexMatrix(Seeded.matrix(batch, n, -1, 1, precision, seed, arena),
                Seeded.matrix(batch, n, -1, 1, precision, seed + 1, arena));
    }

    private ComplexMatrix as(ComplexMatrix x, Precision precision) {
        return new ComplexMatrix(x.re().as(precision, arena), x.im().as(precision, arena));
    }

    private static double[] dot(ComplexMatrix a, ComplexMatrix b) {
        double re = 0;
        double im = 0;
        for (int r = 0; r < a.rows(); r++) {
            for (int i = 0; i < a.columns(); i++) {
                re += a.re().get(r, i) * b.re().get(r, i) + a.im().get(r, i) * b.im().get(r, i);
                im += a.re().get(r, i) * b.im().get(r, i) - a.im().get(r, i) * b.re().get(r, i);
            }
        }
        return new double[] {re, im};
    }

    @Test
    void theAdjointIsTheAdjoint() {
        for (Backend backend : Backends.all()) {
            if (!(backend.availability() instanceof Availability.Available)) {
                continue;
            }
            try (Kernels kernels = backend.open()) {
                MeshProduct plan = kernels.mziMesh(
                        MziMesh.of(randomUnitary(7, 2), arena).with(new MeshImperfections(1, 0.1, 0.1, 3), 9));
                ComplexMatrix x = vectors(300, 7, Precision.FLOAT32, 1);
                ComplexMatrix y = vectors(300, 7, Precision.FLOAT32, 3);
                ComplexMatrix mx = ComplexMatrix.zeros(300, 7, Precision.FLOAT32, arena);
                ComplexMatrix my = ComplexMatrix.zeros(300, 7, Precision.FLOAT32, arena);
                plan.multiply(x, mx);
                plan.adjoint(y, my);
                double[] left = dot(mx, y);
                double[] right = dot(x, my);
                double bound = 8 * Precision.FLOAT32.unitRoundoff() * 300 * 7; // of terms below 2
                assertEquals(left[0], right[0], bound, kernels.device());
                assertEquals(left[1], right[1], bound, kernels.device());
                assertTrue(Math.hypot(left[0], left[1]) > 1, "a product that says something");
            }
        }
    }

    @Test
    void imperfectionsAreThoseOfTheSeed() {
        MziMesh ideal = MziMesh.of(randomUnitary(4, 2), arena);
        MeshImperfections errors = new MeshImperfections(0, 0.01, 0.01, 0);
        double one = new MeshTransfer(ideal.with(errors, 1)).re(0, 0);
        assertEquals(one, new MeshTransfer(ideal.with(errors, 1)).re(0, 0));
        assertNotEquals(one, new MeshTransfer(ideal.with(errors, 2)).re(0, 0));
        assertEquals(new MeshTransfer(ideal).re(0, 0), one, 0.2);
        // phases of one bit are 0 or π: light passes or crosses, entries are 0 or of modulus 1
        MeshTransfer coarse = new MeshTransfer(ideal.with(new MeshImperfections(0, 0, 0, 1), 0));
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double modulus = Math.hypot(coarse.re(i, j), coarse.im(i, j));
                assertEquals(Math.rint(modulus), modulus, 1e-12);
            }
        }
    }

    @Test
    void whatIsNoMeshIsRefused() {
        ComplexMatrix twice = ComplexMatrix.zeros(2, 2, Precision.FLOAT64, arena);
        twice.set(0, 0, 2, 0);
        twice.set(1, 1, 1, 0);
        assertRefused("must be unitary to 1.0E-9, U U* is off by 3.0; orthogonalise", () -> MziMesh.of(twice, arena));
        assertRefused("columns of a unitary matrix must be 2, was 3", () ->
                MziMesh.of(ComplexMatrix.zeros(2, 3, Precision.FLOAT64, arena), arena));
        Matrix phases = Matrix.zeros(1, 4, Precision.FLOAT64, arena);
        assertRefused("upper mode of an interferometer must be in [0, 0], was 1", () ->
                new MziMesh(2, List.of(1), phases, MeshImperfections.NONE, 0));
        assertRefused("columns of the phases must be 5, was 4", () ->
                new MziMesh(3, List.of(1), phases, MeshImperfections.NONE, 0));
        assertRefused("insertion loss must be in [0.0, 100.0] dB, was -1.0", () -> new MeshImperfections(-1, 0, 0, 0));
        try (Kernels kernels = Backends.best().open()) {
            MeshProduct plan = kernels.mziMesh(new MziMesh(2, List.of(0), phases, MeshImperfections.NONE, 0));
            ComplexMatrix two = ComplexMatrix.zeros(3, 2, Precision.FLOAT32, arena);
            assertRefused("columns of x must be 2, was 3", () -> plan.multiply(
                    ComplexMatrix.zeros(3, 3, Precision.FLOAT32, arena), two));
            assertRefused("rows of y must be 3, was 1", () -> plan.multiply(two,
                    ComplexMatrix.zeros(1, 2, Precision.FLOAT32, arena)));
            assertRefused("columns of the gradient must be 4, was 3", () -> plan.gradient(two, two, two,
                    Matrix.zeros(1, 3, Precision.FLOAT64, arena)));
        }
    }

    private static void assertRefused(String part, Executable body) {
        String message = assertThrows(IllegalArgumentException.class, body).getMessage();
        assertTrue(message.contains(part), message);
    }
}
