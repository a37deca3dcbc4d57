package pfm.vector;

import pfm.simd.Lanes;

/**
 * Matrix product {@code p = x·Wᵀ} with W in {@link Panels}. Every output is summed in the order of its inputs, in
 * chunks of {@link #DEPTH}, whichever kernel computes it: so it does not depend on the batch, its split, the threads
 * and the lane width, bit for bit.
 */
final class Gemm {
    /** Inputs that are summed in registers before they are added to p: a part of the order of sums, so not tunable. */
    static final int DEPTH = 256;
    /** Rows of x and p come in multiples of this; the surplus ones may hold anything. */
    static final int ROWS = 8;
    /** Where in the scratch something is written that nobody reads. */
    private static final int KEPT = ROWS * Panels.WIDTH;
    /** Floats of scratch that each worker needs. */
    static final int SCRATCH = KEPT + Lanes.COUNT;

    /** Only machines with 512-bit registers surely have 32 of them. */
    private static final boolean MANY_REGISTERS = Lanes.SHAPE.vectorBitSize() == 512;

    private Gemm() {
    }

    /** Floats of x for so many rows and inputs. */
    static long sizeOfX(int rows, int inputs) {
        return (long) Math.ceilDiv(inputs, DEPTH) * rows * GemmKernels.X_STRIDE;
    }

    /** Index in x of an input of a row: x is {@code [input / DEPTH][row][X_STRIDE]}. */
    static int indexOfX(int rows, int row, int input) {
        return (input / DEPTH * rows + row) * GemmKernels.X_STRIDE + input % DEPTH;
    }

    /**
     * Computes panels {@code first … last − 1} of the product.
     *
     * @param x       inputs, laid out by {@link #indexOfX}
     * @param xRows   rows that x has
     * @param rows    rows that are wanted
     * @param p       set to the product, row by row
     * @param pAt     where panel {@code first} of row 0 goes
     * @param pStride floats between rows of p
     * @param t       scratch
     * @param tAt     where the worker's part of it begins
     */
    static void multiply(Panels w, int first, int last, float[] x, int xRows, int rows,
            float[] p, int pAt, int pStride, float[] t, int tAt) {
        int begin = first;
        if (rows == 1) {
            for (; begin + 2 <= last; begin += 2) {
                two(w, begin, x, xRows, p, pAt + (begin - first) * Panels.WIDTH, t, tAt);
            }
        }
        for (int j = 0; j < w.inputs; j += DEPTH) {
            for (int panel = begin; panel < last; panel++) {
                long next = w.at(Math.min(panel + 1, last - 1), j);
                one(w, panel, next, j, x, xRows, rows, p, pAt + (panel - first) * Panels.WIDTH, pStride, t, tAt);
            }
        }
    }

    /** Two panels of a single row, from one end to the other, as memory is read fastest. */
    private static void two(Panels w, int panel, float[] x, int xRows, float[] p, int pAt, float[] t, int tAt) {
        for (int j = 0; j < w.inputs; j += DEPTH) {
            int depth = Math.min(DEPTH, w.inputs - j);
            int xAt = indexOfX(xRows, 0, j);
            if (j == 0) {
                GemmKernels.one(w.values, w.at(panel, j), w.at(1, 0), x, xAt, depth, p, pAt);
            } else {
                GemmKernels.one(w.values, w.at(panel, j), w.at(1, 0), x, xAt, depth, t, tAt);
                GemmKernels.add(t, tAt, 2, p, pAt, Panels.WIDTH);
            }
        }
    }

    /** One panel of any number of rows; the one at {@code next} comes after it. */
    private static void one(Panels w, int panel, long next, int j, float[] x, int xRows, int rows,
            float[] p, int pAt, int pStride, float[] t, int tAt) {
        int depth = Math.min(DEPTH, w.inputs - j);
        long ahead = next;
        int row = 0;
        while (row < rows) {
            int kernelRows = MANY_REGISTERS && rows - row > 4 ? 8 : 4;
            float[] to = j == 0 ? p : t;
            int toAt = j == 0 ? pAt + row * pStride : tAt;
            int toStride = j == 0 ? pStride : Panels.WIDTH;
            int xAt = indexOfX(xRows, row, j);
            if (kernelRows == 8) {
                t[tAt + KEPT] = GemmKernels.eight(w.values, w.at(panel, j), ahead, x, xAt, depth, to, toAt, toStride);
            } else {
                GemmKernels.four(w.values, w.at(panel, j), x, xAt, depth, to, toAt, toStride);
            }
            if (j > 0) {
                GemmKernels.add(t, tAt, kernelRows, p, pAt + row * pStride, pStride);
            }
            row += kernelRows;
            ahead = Math.min(ahead + depth * GemmKernels.AHEAD,
                    next + depth * (Panels.INPUT_BYTES - GemmKernels.AHEAD));
        }
    }
}
