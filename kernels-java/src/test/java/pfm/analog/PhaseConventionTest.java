package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.noise.Philox;
import pfm.validation.Seeded;

class PhaseConventionTest {
    private static final List<PhaseConvention> ALL = List.of(new PhaseConvention.Clements(),
            new PhaseConvention.Photontorch(0.7), new PhaseConvention.PytorchOnn(), new PhaseConvention.Neurophox());

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    /** N columns of interferometers on pairs drawn at random, so that modes have unlike depths. */
    private MziMesh mesh(int modes, long seed) {
        List<Integer> tops = new ArrayList<>();
        for (int k = 0; k < modes * (modes - 1) / 2; k++) {
            tops.add((int) (Philox.uniform(seed, 1, k) * (modes - 1)));
        }
        Matrix phases = Seeded.matrix(1, 2 * tops.size() + modes, -7, 7, Precision.FLOAT64, seed, arena);
        return new MziMesh(modes, tops, phases, MeshImperfections.NONE, 0);
    }

    /** Multiplied out by definition: complex 2 × 2 matrices on rows of a unit matrix, {@code [mode][input][re, im]}. */
    private static double[][][] product(MeshPhases phases) {
        int n = phases.modes();
        double[][][] u = new double[n][n][2];
        for (int m = 0; m < n; m++) {
            u[m][m][0] = 1;
        }
        if (phases.convention().screenInFront()) {
            screen(phases, u);
        }
        for (int k = 0; k < phases.tops().size(); k++) {
            double[] e = phases.convention().matrix(phases.elements()[k]);
            int top = phases.tops().get(k);
            for (int j = 0; j < n; j++) {
                double[] a = u[top][j];
                double[] b = u[top + 1][j];
                u[top][j] = sum(times(e[0], e[1], a), times(e[2], e[3], b));
                u[top + 1][j] = sum(times(e[4], e[5], a), times(e[6], e[7], b));
            }
        }
        if (!phases.convention().screenInFront()) {
            screen(phases, u);
        }
        return u;
    }

    private static void screen(MeshPhases phases, double[][][] u) {
        for (int m = 0; m < u.length; m++) {
            for (int j = 0; j < u.length; j++) {
                u[m][j] = times(Math.cos(phases.screen()[m]), Math.sin(phases.screen()[m]), u[m][j]);
            }
        }
    }

    private static double[] times(double re, double im, double[] z) {
        return new double[] {re * z[0] - im * z[1], re * z[1] + im * z[0]};
    }

    private static double[] sum(double[] a, double[] b) {
        return new double[] {a[0] + b[0], a[1] + b[1]};
    }

    @Test
    void convertedPhasesMakeTheSameMatrix() {
        for (PhaseConvention convention : ALL) {
            for (int n : new int[] {1, 2, 3, 5, 8, 17, 64}) {
                MziMesh mesh = mesh(n, 3 + n);
                double[][][] theirs = product(MeshPhases.of(mesh, convention));
                assertSame(new MeshTransfer(mesh), theirs, convention + ", " + n + " modes");
            }
        }
    }

    @Test
    void phasesOfOthersMakeTheSameMatrixHere() {
        for (PhaseConvention convention : ALL) {
            for (int n : new int[] {1, 2, 4, 9, 64}) {
                List<Integer> tops = mesh(n, n).tops();
                double[][] elements = new double[tops.size()][convention.names().size()];
                for (int k = 0; k < elements.length; k++) {
                    for (int i = 0; i < elements[k].length; i++) {
                        elements[k][i] = 12 * Philox.uniform(5, i, k) - 6;
                    }
                }
                double[] screen = new double[n];
                for (int m = 0; m < n; m++) {
                    screen[m] = 12 * Philox.uniform(5, 9, m) - 6;
                }
                MeshPhases phases = new MeshPhases(convention, n, tops, elements, screen);
                assertSame(new MeshTransfer(phases.mesh(arena)), product(phases), convention + ", " + n + " modes");
            }
        }
    }

    private static void assertSame(MeshTransfer ours, double[][][] theirs, String message) {
        double worst = 0;
        for (int i = 0; i < theirs.length; i++) {
            for (int j = 0; j < theirs.length; j++) {
                worst = Math.max(worst, Math.hypot(ours.re(i, j) - theirs[i][j][0], ours.im(i, j) - theirs[i][j][1]));
            }
        }
        assertTrue(worst < 1e-12, message + ": " + worst);
    }

    @Test
    void thereAndBackPhasesAreTheSameButForTurns() {
        for (PhaseConvention convention : ALL) {
            MziMesh mesh = mesh(33, 2);
            MziMesh back = MeshPhases.of(mesh, convention).mesh(arena);
            for (int i = 0; i < mesh.phases().columns(); i++) {
                double turns = (mesh.phases().get(0, i) - back.phases().get(0, i)) / (2 * Math.PI);
                assertEquals(Math.rint(turns), turns, 1e-13, convention + ", phase " + i);
            }
        }
    }

    /** Numbers from the formulas, by hand: θ = π/3, φ = π/2. */
    @Test
    void matricesAreThoseOfTheirSources() {
        double half = Math.sqrt(3) / 2;
        assertArrayEquals(new double[] {0, .5, -half, 0, 0, half, .5, 0},
                new PhaseConvention.Clements().matrix(Math.PI / 3, Math.PI / 2), 1e-15);
        assertArrayEquals(new double[] {-.5, 0, 0, -half, -half, 0, 0, .5},
                new PhaseConvention.Photontorch(Math.PI / 2).matrix(Math.PI / 3, Math.PI / 2), 1e-15);
        // i [i s, i c; c, -s] with s = 1/2
        assertArrayEquals(new double[] {-.5, 0, -half, 0, 0, half, 0, -.5},
                new PhaseConvention.Neurophox().matrix(Math.PI / 3, Math.PI / 2), 1e-15);
        // as its decomposition sets the phases of a rotation by π/3
        assertArrayEquals(new double[] {.5, 0, -half, 0, half, 0, .5, 0}, new PhaseConvention.PytorchOnn()
                .matrix(Math.PI / 2, 1.5 * Math.PI, 1.5 * Math.PI - Math.PI / 3, .5 * Math.PI + Math.PI / 3), 1e-15);
    }

    @Test
    void missingPhasesAreRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> new MeshPhases(
                new PhaseConvention.PytorchOnn(), 2, List.of(0), new double[1][2], new double[2])).getMessage();
        assertEquals("phases of an interferometer, [theta_t, theta_l, omega_p, omega_w], must be 4, was 2", message);
        assertThrows(IllegalArgumentException.class, () -> new PhaseConvention.Clements().matrix(1));
        assertThrows(IllegalArgumentException.class, () -> new MeshPhases(
                new PhaseConvention.Clements(), 2, List.of(0), new double[1][2], new double[3]));
    }
}
