package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.tuning.Tuning;
import pfm.validation.Seeded;

class VectorCrossbarTest {
    static final Converter DAC = Converter.ofBits(7, 1);
    static final Converter ADC = Converter.ofBits(9, 3);
    static final InputScaling ABS_MAX = new InputScaling.AbsMax();
    /** Outputs and inputs: around lanes, panels, the depth of a chunk of sums; odd; oblong. */
    private static final int[][] SIZES = {{1, 1}, {3, 2}, {15, 17}, {17, 15}, {31, 33}, {33, 31}, {63, 255}, {65, 257},
        {128, 256}, {129, 513}, {300, 7}, {7, 1030}};
    private static final int[] BATCHES = {1, 2, 3, 4, 5, 8, 17, 64, 97};

    private Arena arena;
    private Kernels kernels;

    @BeforeEach
    void open() {
        arena = Arena.ofShared();
        kernels = on(1);
    }

    @AfterEach
    void close() {
        kernels.close();
        arena.close();
    }

    @Test
    void theProductIsAsExactAsItsSumsAllow() {
        for (int[] size : SIZES) {
            for (int batch : BATCHES) {
                Matrix w = weights(size[0], size[1]);
                Matrix x = inputs(batch, size[1]);
                Matrix y = multiply(kernels, Crossbar.ideal(w), x);
                for (int b = 0; b < batch; b++) {
                    double[] xi = row(x, b);
                    for (int i = 0; i < size[0]; i++) {
                        Sum sum = Sum.of(w, i, xi);
                        assertEquals(sum.value, y.get(b, i), sum.error, at(size, b, i));
                    }
                }
            }
        }
    }

    @Test
    void codesAreThoseOfTheExactSumUnlessItIsNearATie() {
        int near = 0;
        int all = 0;
        for (int[] size : SIZES) {
            Matrix w = weights(size[0], size[1]);
            Matrix x = inputs(17, size[1]);
            Crossbar spec = new Crossbar(w, DAC, ADC, ABS_MAX, true, 0.7f, 512, 2000);
            Matrix y = multiply(kernels, spec, x);
            for (int b = 0; b < 17; b++) {
                float alpha = (float) ABS_MAX.alpha(x, b, 0, size[1]);
                float beta = 1;
                while (clips(spec, row(x, b), 1 / alpha / beta) && spec.retries(beta)) {
                    beta *= 2;
                }
                double[] xi = drive(row(x, b), 1 / alpha / beta);
                for (int i = 0; i < size[0]; i++) {
                    Sum sum = Sum.of(w, i, xi);
                    float low = ADC.convert((float) (sum.value - sum.error)) * alpha * beta * 0.7f;
                    float high = ADC.convert((float) (sum.value + sum.error)) * alpha * beta * 0.7f;
                    float got = (float) y.get(b, i);
                    String what = at(size, b, i) + ": " + got + " is neither " + low + " nor " + high;
                    assertTrue(got == low || got == high, what);
                    near += low == high ? 0 : 1;
                    all++;
                }
            }
        }
        assertTrue(near < all / 50, near + " of " + all + " are near a tie: the test would judge little");
    }

    /** Whether the ADC clips any sum; fails where rounding of the sum decides. */
    private static boolean clips(Crossbar spec, double[] x, float scale) {
        boolean clips = false;
        double[] xi = drive(x, scale);
        for (int i = 0; i < spec.outputs(); i++) {
            Sum sum = Sum.of(spec.weights(), i, xi);
            boolean low = ADC.clips(Math.abs(sum.value) - sum.error);
            assertEquals(low, ADC.clips(Math.abs(sum.value) + sum.error), "choose another seed");
            clips |= low;
        }
        return clips;
    }

    private static double[] drive(double[] x, float scale) {
        double[] xi = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            xi[j] = DAC.convert(scale * (float) x[j]);
        }
        return xi;
    }

    /** A tile of a crossbar gives the bits that it gives alone; results are added in the order of the inputs. */
    @Test
    void tilesAreCrossbarsAddedInFloat32() {
        for (int[] tile : new int[][] {{1, 1}, {16, 16}, {20, 30}, {33, 7}, {64, 257}, {512, 512}}) {
            assertTilesAddUp(75, 260, 9, tile);
        }
        assertTilesAddUp(1700, 30, 97, new int[] {90, 20});
        assertTilesAddUp(1010, 5, 256, new int[] {500, 5}); // the second tile lies in more panels than the first
    }

    private void assertTilesAddUp(int outputs, int inputs, int batch, int[] tile) {
        Matrix w = weights(outputs, inputs);
        Matrix x = inputs(batch, inputs);
        Matrix y = multiply(kernels, new Crossbar(w, DAC, ADC, ABS_MAX, true, 0.7f, tile[0], tile[1]), x);
        Matrix sum = Matrix.zeros(batch, outputs, arena);
        for (int j = 0; j < inputs; j += tile[1]) {
            Matrix of = part(x, 0, batch, j, Math.min(inputs, j + tile[1]));
            for (int i = 0; i < outputs; i += tile[0]) {
                Matrix part = part(w, i, Math.min(outputs, i + tile[0]), j, Math.min(inputs, j + tile[1]));
                Matrix alone = multiply(kernels, new Crossbar(part, DAC, ADC, ABS_MAX, true, 0.7f, 512, 512), of);
                for (int b = 0; b < batch; b++) {
                    for (int k = 0; k < part.rows(); k++) {
                        sum.set(b, i + k, (float) sum.get(b, i + k) + (float) alone.get(b, k));
                    }
                }
            }
        }
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < outputs; i++) {
                assertEquals(sum.get(b, i), y.get(b, i), 0, "tile " + at(tile, b, i));
            }
        }
    }

    @Test
    void bitsDependNeitherOnThreadsNorOnTheSplitOfTheBatchNorOnEarlierRuns() {
        for (int[] size : new int[][] {{65, 257}, {700, 600}, {40, 2100}}) {
            Matrix w = weights(size[0], size[1]);
            Matrix x = inputs(301, size[1]);
            Matrix z = inputs(301, size[0]);
            for (Crossbar spec : CrossbarSpecs.of(w)) {
                Matrix y = multiply(kernels, spec, x);
                Matrix a = adjoint(kernels, spec, z);
                for (int threads : new int[] {1, 2, 3}) {
                    try (Kernels others = on(threads)) {
                        MatVec plan = others.crossbar(spec);
                        for (int batch : new int[] {301, 1, 7, 150}) {
                            String what = threads + " threads, batch " + batch + ", " + spec;
                            for (int first = 0; first + batch <= 301; first += Math.max(batch, 75)) {
                                Matrix part = Matrix.zeros(batch, size[0], arena);
                                plan.multiply(part(x, first, first + batch, 0, size[1]), part);
                                assertSameBits(part(y, first, first + batch, 0, size[0]), part, what);
                                Matrix back = Matrix.zeros(batch, size[1], arena);
                                plan.adjoint(part(z, first, first + batch, 0, size[0]), back);
                                assertSameBits(part(a, first, first + batch, 0, size[1]), back, "adjoint, " + what);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void aNaNStaysInItsVectorAndLeavesNothingBehind() {
        Matrix w = weights(65, 257);
        Matrix clean = inputs(5, 257);
        Matrix dirty = part(clean, 0, 5, 0, 257);
        dirty.set(3, 200, Double.NaN);
        for (Crossbar spec : CrossbarSpecs.of(w)) {
            MatVec plan = kernels.crossbar(spec);
            Matrix expected = Matrix.zeros(5, 65, arena);
            plan.multiply(clean, expected);
            Matrix got = Matrix.zeros(5, 65, arena);
            plan.multiply(dirty, got);
            for (int b = 0; b < 5; b++) {
                for (int i = 0; i < 65; i++) {
                    assertEquals(b == 3 ? Double.NaN : expected.get(b, i), got.get(b, i), "[" + b + ", " + i + "]");
                }
            }
            plan.multiply(clean, got);
            assertSameBits(expected, got, "after a NaN");
        }
    }

    @Test
    void weightsInFloat64AreRounded() {
        Matrix w = weights(33, 20);
        Matrix wide = w.as(Precision.FLOAT64, arena);
        wide.set(0, 0, w.get(0, 0) + 1e-12);
        Matrix x = inputs(3, 20);
        assertSameBits(multiply(kernels, Crossbar.ideal(w), x), multiply(kernels, Crossbar.ideal(wide), x), "float64");
    }

    @Test
    void theWeightsAreReadWhenPlanned() {
        Matrix w = weights(33, 20);
        Matrix x = inputs(3, 20);
        MatVec plan = kernels.crossbar(Crossbar.ideal(w));
        Matrix before = Matrix.zeros(3, 33, arena);
        plan.multiply(x, before);
        w.set(0, 0, 5);
        Matrix after = Matrix.zeros(3, 33, arena);
        plan.multiply(x, after);
        assertSameBits(before, after, "after a change of the weights");
        assertFalse(before.values().mismatch(multiply(kernels, Crossbar.ideal(w), x).values()) == -1);
    }

    private Matrix weights(int outputs, int inputs) {
        return Seeded.matrix(outputs, inputs, -1, 1, Precision.FLOAT32, 1, arena);
    }

    private Matrix inputs(int batch, int inputs) {
        return Seeded.matrix(batch, inputs, -2, 2, Precision.FLOAT32, 2, arena);
    }

    private static Kernels on(int threads) {
        return new VectorBackend().open(Tuning.defaults().withThreads(threads));
    }

    private Matrix multiply(Kernels kernels, Crossbar spec, Matrix x) {
        Matrix y = Matrix.zeros(x.rows(), spec.outputs(), arena);
        kernels.crossbar(spec).multiply(x, y);
        return y;
    }

    private Matrix adjoint(Kernels kernels, Crossbar spec, Matrix y) {
        Matrix x = Matrix.zeros(y.rows(), spec.inputs(), arena);
        kernels.crossbar(spec).adjoint(y, x);
        return x;
    }

    private Matrix part(Matrix m, int firstRow, int endRow, int firstColumn, int endColumn) {
        Matrix part = Matrix.zeros(endRow - firstRow, endColumn - firstColumn, arena);
        for (int r = firstRow; r < endRow; r++) {
            for (int c = firstColumn; c < endColumn; c++) {
                part.set(r - firstRow, c - firstColumn, m.get(r, c));
            }
        }
        return part;
    }

    private static double[] row(Matrix m, int row) {
        double[] values = new double[m.columns()];
        for (int j = 0; j < values.length; j++) {
            values[j] = m.get(row, j);
        }
        return values;
    }

    private static void assertSameBits(Matrix expected, Matrix actual, String what) {
        assertEquals(-1, expected.values().mismatch(actual.values()), what);
    }

    private static String at(int[] size, int b, int i) {
        return size[0] + "x" + size[1] + " [" + b + ", " + i + "]";
    }

    /**
     * A sum of n products in float64, and how far one in float32 can be from it: n roundings of partial sums that grow
     * as √n times a product, independent, add up to about u n times a product, that is u Σ|products|; four times this
     * is the tail.
     */
    private record Sum(double value, double error) {
        static Sum of(Matrix w, int output, double[] xi) {
            double sum = 0;
            double magnitudes = 0;
            for (int j = 0; j < xi.length; j++) {
                double product = w.get(output, j) * xi[j];
                sum += product;
                magnitudes += Math.abs(product);
            }
            return new Sum(sum, 4 * Precision.FLOAT32.unitRoundoff() * magnitudes);
        }
    }
}
