package pfm.analog.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Outputs of arrays with line resistance. */
class ResistiveNetworkTest {
    private static final Arena ARENA = Arena.ofAuto();
    private static final double[][] CONDUCTANCES =
        {{.137, .504, .605, .038}, {.156, .929, .08, .138}, {.949, .626, .375, .516}};
    private static final double[] VOLTAGES = {.663, .275, .138, .788};

    /** Values of a SPICE-like nodal analysis of this array with R_p = 0.01. */
    @Test
    void outputsOfASmallArrayAreThoseOfNodalAnalysis() {
        ResistiveNetwork network = ResistiveNetwork.of(matrix(CONDUCTANCES), 1e-2);
        double[] expected = {.328722895, .452748067, 1.164954991};
        assertArrayEquals(expected, multiply(network.effectiveMatrix(1, ARENA), VOLTAGES), 5e-10);
        assertArrayEquals(expected, network.currents(VOLTAGES, 1), 5e-10);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "7, 1", "2, 3", "3, 2", "13, 11", "11, 13", "5, 24", "24, 25", "23, 29", "8, 49",
        "26, 26"})
    void outputsAreThoseOfTheNodalEquations(int outputs, int inputs) {
        SplittableRandom random = new SplittableRandom(outputs * 100 + inputs);
        for (LineEnd sources : LineEnd.values()) {
            for (LineEnd grounds : LineEnd.values()) {
                double in = Math.pow(10, random.nextDouble(-4, 0));
                double out = Math.pow(10, random.nextDouble(-4, 0));
                ResistiveNetwork network = new ResistiveNetwork(random(outputs, inputs, random), in, out, sources,
                        grounds);
                double[][] expected = NodalAnalysis.effective(network);
                requireClose(expected, network.effectiveMatrix(1, ARENA), 1e-11);
                requireClose(expected, network.effectiveMatrix(2, ARENA), 1e-11);
                double[] v = random.doubles(inputs, -1, 1).toArray();
                requireClose(multiply(matrix(expected), v), network.currents(v, 2), 1e-9);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 1, 1000})
    void currentsAreThoseOfTheEffectiveMatrix(double segment) {
        SplittableRandom random = new SplittableRandom(7);
        ResistiveNetwork network = ResistiveNetwork.of(random(131, 97, random), segment);
        double[] v = random.doubles(97, -1, 1).toArray();
        requireClose(multiply(network.effectiveMatrix(2, ARENA), v), network.currents(v, 3), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"60, 410", "410, 60", "390, 389"})
    void everyCountOfThreadsGivesTheSameBits(int outputs, int inputs) {
        SplittableRandom random = new SplittableRandom(8);
        ResistiveNetwork network = ResistiveNetwork.of(random(outputs, inputs, random), 1e-3);
        double[] v = random.doubles(inputs, 0, 1).toArray();
        Matrix one = network.effectiveMatrix(1, ARENA);
        double[] currents = network.currents(v, 1);
        requireClose(multiply(one, v), currents, 1e-9);
        for (int threads : new int[] {2, 3}) {
            assertEquals(-1, network.effectiveMatrix(threads, ARENA).values().mismatch(one.values()));
            assertArrayEquals(currents, network.currents(v, threads));
        }
    }

    /** {@code y_i = Σ_j G_ij (v_j - voltage lost by the ideal currents) } with an error that falls as R². */
    @ParameterizedTest
    @CsvSource({"1e-5, 0", "0, 1e-5", "1e-5, 1e-5", "1e-8, 3e-8", "1e-6, 2e-7"})
    void smallResistancesLoseWhatIdealCurrentsLose(double in, double out) {
        SplittableRandom random = new SplittableRandom(9);
        int d = 6;
        int n = 9;
        Matrix g = random(d, n, random);
        double[] v = random.doubles(n, 0.5, 1).toArray();
        ResistiveNetwork network = new ResistiveNetwork(g, in, out, LineEnd.FIRST, LineEnd.LAST);
        double[] y = multiply(network.effectiveMatrix(1, ARENA), v);
        double[] solved = network.currents(v, 1);
        for (int i = 0; i < d; i++) {
            double ideal = 0;
            double lost = 0;
            for (int j = 0; j < n; j++) {
                double volts = 0;
                for (int k = 0; k < d; k++) {
                    volts += in * g.get(k, j) * v[j] * (Math.min(i, k) + 1);
                }
                for (int k = 0; k < n; k++) {
                    volts += out * g.get(i, k) * v[k] * (n - Math.max(j, k));
                }
                ideal += g.get(i, j) * v[j];
                lost += g.get(i, j) * volts;
            }
            double second = 3 * lost * lost / ideal + 1e-14;
            assertEquals(ideal - lost, y[i], second);
            assertEquals(ideal - lost, solved[i], second + 1e-9 * d * ideal);
            assertTrue(lost > 10 * second || lost < 1e-6, "the loss must be seen");
        }
    }

    @Test
    void withoutLineResistanceTheConductancesRemain() {
        Matrix g = random(5, 8, new SplittableRandom(10));
        ResistiveNetwork network = ResistiveNetwork.of(g, 0);
        assertEquals(-1, network.effectiveMatrix(2, ARENA).values().mismatch(g.values()));
        double[] v = {1, -2, 3, .5, .25, 0, -1, 2};
        assertArrayEquals(multiply(g, v), network.currents(v, 2), 1e-15);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.01", "0.01, 0"})
    void oneKindOfLineMayBeIdeal(double in, double out) {
        SplittableRandom random = new SplittableRandom(11);
        Matrix g = random(7, 5, random);
        double[] v = random.doubles(5).toArray();
        for (LineEnd sources : LineEnd.values()) {
            for (LineEnd grounds : LineEnd.values()) {
                ResistiveNetwork ideal = new ResistiveNetwork(g, in, out, sources, grounds);
                ResistiveNetwork almost = new ResistiveNetwork(g, Math.max(in, 1e-12), Math.max(out, 1e-12), sources,
                        grounds);
                Matrix m = ideal.effectiveMatrix(1, ARENA);
                requireClose(rows(m), almost.effectiveMatrix(1, ARENA), 1e-9);
                requireClose(multiply(m, v), ideal.currents(v, 1), 1e-14);
            }
        }
    }

    /** What source j drives into ground i, it drives from i to j with sources and grounds exchanged. */
    @Test
    void sourcesAndGroundsMayChangePlaces() {
        SplittableRandom random = new SplittableRandom(12);
        Matrix g = random(17, 31, random);
        Matrix transposed = Matrix.zeros(31, 17, Precision.FLOAT64, ARENA);
        for (int i = 0; i < 17; i++) {
            for (int j = 0; j < 31; j++) {
                transposed.set(j, i, g.get(i, j));
            }
        }
        double[] v = random.doubles(31).toArray();
        double[] back = random.doubles(17).toArray();
        double[] y = new ResistiveNetwork(g, .01, .002, LineEnd.FIRST, LineEnd.FIRST).currents(v, 1);
        double[] z = new ResistiveNetwork(transposed, .002, .01, LineEnd.FIRST, LineEnd.FIRST).currents(back, 1);
        double there = 0;
        for (int i = 0; i < 17; i++) {
            there += back[i] * y[i];
        }
        double here = 0;
        for (int j = 0; j < 31; j++) {
            here += v[j] * z[j];
        }
        assertEquals(there, here, 1e-9 * there);
    }

    @Test
    void openCellsCarryNothing() {
        Matrix g = matrix(new double[4][6]);
        ResistiveNetwork open = ResistiveNetwork.of(g, .1);
        assertArrayEquals(new double[4], open.currents(new double[] {1, 2, 3, 4, 5, 6}, 1));
        assertEquals(-1, open.effectiveMatrix(1, ARENA).values().mismatch(g.values()));
    }

    @Test
    void impossibleValuesAreRefused() {
        refused("conductance at [1, 0] must be in [0.0, 1000.0] 1/R_min, was -0.5",
                () -> ResistiveNetwork.of(matrix(new double[][] {{1, 1}, {-.5, 1}}), 0));
        refused("conductance at [0, 1] must be in [0.0, 1000.0] 1/R_min, was NaN",
                () -> ResistiveNetwork.of(matrix(new double[][] {{1, Double.NaN}}), 0));
        Matrix g = matrix(new double[][] {{1, 1}});
        refused("resistance of a segment of an input line must be in [0.0, 1000.0] R_min, was -1.0E-4",
                () -> new ResistiveNetwork(g, -1e-4, 0, LineEnd.FIRST, LineEnd.LAST));
        refused("resistance of a segment of an output line must be in [0.0, 1000.0] R_min, was NaN",
                () -> new ResistiveNetwork(g, 0, Double.NaN, LineEnd.FIRST, LineEnd.LAST));
        refused("end of the grounds must be given, was null",
                () -> new ResistiveNetwork(g, 0, 0, LineEnd.FIRST, null));
        ResistiveNetwork network = ResistiveNetwork.of(g, .1);
        refused("count of voltages must be 2, was 3", () -> network.currents(new double[3], 1));
        refused("voltage 1 must be a finite number V, was Infinity",
                () -> network.currents(new double[] {0, Double.POSITIVE_INFINITY}, 1));
        refused("threads must be in [1, 32767], was 0", () -> network.effectiveMatrix(0, ARENA));
    }

    private static void refused(String message, Runnable attempt) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
    }

    /** A tenth of the cells is open. */
    private static Matrix random(int rows, int columns, SplittableRandom random) {
        Matrix m = Matrix.zeros(rows, columns, Precision.FLOAT64, ARENA);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                m.set(i, j, random.nextInt(10) == 0 && rows * columns > 1 ? 0 : random.nextDouble());
            }
        }
        return m;
    }

    private static Matrix matrix(double[][] values) {
        Matrix m = Matrix.zeros(values.length, values[0].length, Precision.FLOAT64, ARENA);
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                m.set(i, j, values[i][j]);
            }
        }
        return m;
    }

    private static double[][] rows(Matrix m) {
        double[][] rows = new double[m.rows()][m.columns()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = m.get(i, j);
            }
        }
        return rows;
    }

    private static double[] multiply(Matrix m, double[] v) {
        return Arrays.stream(rows(m)).mapToDouble(row -> {
            double y = 0;
            for (int j = 0; j < v.length; j++) {
                y = Math.fma(row[j], v[j], y);
            }
            return y;
        }).toArray();
    }

    /** Relative to the largest value of a row. */
    private static void requireClose(double[][] expected, Matrix actual, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            double largest = Arrays.stream(expected[i]).map(Math::abs).max().orElseThrow();
            assertArrayEquals(expected[i], rows(actual)[i], tolerance * largest, "row " + i);
        }
    }

    /** Relative to the sum of all outputs. */
    private static void requireClose(double[] expected, double[] actual, double tolerance) {
        double difference = 0;
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.abs(expected[i] - actual[i]);
            sum += Math.abs(expected[i]);
        }
        assertEquals(0, difference / sum, tolerance);
    }
}
