package pfm.vector;

import jdk.incubator.vector.FloatVector;

import pfm.simd.Lanes;

/**
 * The four sums of a tile whose lines drop voltage: {@code Σ W ξ}, {@code Σ|W||ξ|}, {@code Σ|W|ξ²}, and for n inputs
 * {@code Σ_j W_ij ξ_j (1 − (1 − j/n)²)}. Order of sums and independence are those of {@link Gemm}.
 *
 * <p>The last needs no products. Let y be the sum over a chunk of D inputs, R the inputs after it, r the sum of all
 * partial sums of y, and u the sum of all partial sums of r. The input that is k-th from the chunk's end counts k times
 * in r and {@code k(k + 1)/2} times in u, and {@code 1 − j/n = (k + R)/n}: so the chunk adds
 * {@code y(1 − R²/n²) − r(2R − 1)/n² − 2u/n²}.
 */
final class DropSums {
    /** Sums of an output. */
    static final int COUNT = 4;

    private static final int SUM = DropKernels.SUM;
    /** Floats of scratch that each worker needs. */
    static final int SCRATCH = 5 * SUM;

    /** Only machines with 512-bit registers surely have 32 of them. */
    private static final boolean MANY_REGISTERS = Lanes.SHAPE.vectorBitSize() == 512;

    private final float[] products;
    private final float[] current;
    private final float[] far;
    private final float[] squares;

    /** Results: {@code Σ W ξ}, {@code Σ|W||ξ|}, that of the drop, {@code Σ|W|ξ²}. */
    DropSums(float[] products, float[] current, float[] far, float[] squares) {
        this.products = products;
        this.current = current;
        this.far = far;
        this.squares = squares;
    }

    /** Sets the sums as {@link Gemm#multiply} sets its product. */
    void multiply(Panels w, int first, int last, TileVectors x, int xRows, int rows, int at, int stride,
            float[] t, int tAt) {
        double square = (double) w.inputs * w.inputs;
        for (int j = 0; j < w.inputs; j += Gemm.DEPTH) {
            int depth = Math.min(Gemm.DEPTH, w.inputs - j);
            double after = w.inputs - j - depth;
            float ofY = (float) (1 - after * after / square);
            float ofR = (float) ((1 - 2 * after) / square);
            float ofU = (float) (-2 / square);
            for (int panel = first; panel < last; panel++) {
                for (int row = 0; row < rows; row += 2) {
                    int count = Math.min(2, rows - row);
                    sums(count, w, panel, j, x, Gemm.indexOfX(xRows, row, j), depth, t, tAt);
                    int to = at + row * stride + (panel - first) * Panels.WIDTH;
                    for (int r = 0; r < count; r++) {
                        take(j > 0, ofY, ofR, ofU, t, tAt + r * Panels.WIDTH, to + r * stride);
                    }
                }
            }
        }
    }

    private static void sums(int count, Panels w, int panel, int j, TileVectors x, int xAt, int depth,
            float[] t, int tAt) {
        if (MANY_REGISTERS && count == 2) {
            DropKernels.two(w.values, w.at(panel, j), x.x(), x.magnitudes(), x.squares(), xAt, depth, t, tAt);
            return;
        }
        for (int r = 0; r < count; r++) {
            DropKernels.one(w.values, w.at(panel, j), x.x(), x.magnitudes(), x.squares(),
                    xAt + r * GemmKernels.X_STRIDE, depth, t, tAt + r * Panels.WIDTH);
        }
    }

    /** Takes over the sums of a chunk for a row: adds them, or sets what is there. */
    private void take(boolean adds, float ofY, float ofR, float ofU, float[] t, int tAt, int to) {
        for (int i = 0; i < Panels.WIDTH; i += Lanes.COUNT) {
            FloatVector y = FloatVector.fromArray(Lanes.FLOAT, t, tAt + i);
            FloatVector r = FloatVector.fromArray(Lanes.FLOAT, t, tAt + SUM + i);
            FloatVector u = FloatVector.fromArray(Lanes.FLOAT, t, tAt + 2 * SUM + i);
            FloatVector f = u.mul(ofU).add(r.mul(ofR)).add(y.mul(ofY));
            FloatVector a = FloatVector.fromArray(Lanes.FLOAT, t, tAt + 3 * SUM + i);
            FloatVector q = FloatVector.fromArray(Lanes.FLOAT, t, tAt + 4 * SUM + i);
            if (adds) {
                y = FloatVector.fromArray(Lanes.FLOAT, products, to + i).add(y);
                f = FloatVector.fromArray(Lanes.FLOAT, far, to + i).add(f);
                a = FloatVector.fromArray(Lanes.FLOAT, current, to + i).add(a);
                q = FloatVector.fromArray(Lanes.FLOAT, squares, to + i).add(q);
            }
            y.intoArray(products, to + i);
            f.intoArray(far, to + i);
            a.intoArray(current, to + i);
            q.intoArray(squares, to + i);
        }
    }
}
