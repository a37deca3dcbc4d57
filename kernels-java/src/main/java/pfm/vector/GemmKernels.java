package pfm.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;

import pfm.simd.Lanes;

/**
 * Inner kernels of {@link Gemm}: sums of products over at most {@link Gemm#DEPTH} inputs, kept in registers. Each
 * output is one chain of fused multiply-adds in the order of the inputs, from 0.
 *
 * <p>Sixteen chains in {@link #eight} hide the latency of a multiply-add and reach 0.95 of the peak of one core. More
 * chains, or a kernel that also adds to what its target holds, exceed C2's budget of nodes for inlining: then it
 * leaves vectors boxed, at a tenth of the speed, or compiles for seconds. (Xeon of 2023 with 512-bit lanes, JDK 25,
 * November 2026)
 */
final class GemmKernels {
    /** Floats between rows of x: constant, for constant offsets, and no power of two, for the sets of the cache. */
    static final int X_STRIDE = Gemm.DEPTH + 16;

    /** Bytes of the next panel that pass with each input of {@link #eight}: slowly, or the arithmetic waits. */
    static final int AHEAD = 8;

    private static final int LANES = Lanes.COUNT;
    private static final int REGISTER = Lanes.COUNT * Float.BYTES;

    private GemmKernels() {
    }

    /** Four rows of one panel: {@code p[r] = Σⱼ x[r][j]·w[j]}. */
    static void four(MemorySegment w, long wAt, float[] x, int xAt, int depth, float[] p, int pAt, int pStride) {
        FloatVector c00 = Lanes.all(0f);
        FloatVector c01 = Lanes.all(0f);
        FloatVector c10 = Lanes.all(0f);
        FloatVector c11 = Lanes.all(0f);
        FloatVector c20 = Lanes.all(0f);
        FloatVector c21 = Lanes.all(0f);
        FloatVector c30 = Lanes.all(0f);
        FloatVector c31 = Lanes.all(0f);
        for (int j = 0; j < depth; j++) {
            FloatVector w0 = load(w, wAt + (long) j * Panels.INPUT_BYTES);
            FloatVector w1 = load(w, wAt + REGISTER + (long) j * Panels.INPUT_BYTES);
            FloatVector x0 = Lanes.all(x[xAt + j]);
            c00 = w0.fma(x0, c00);
            c01 = w1.fma(x0, c01);
            FloatVector x1 = Lanes.all(x[xAt + X_STRIDE + j]);
            c10 = w0.fma(x1, c10);
            c11 = w1.fma(x1, c11);
            FloatVector x2 = Lanes.all(x[xAt + 2 * X_STRIDE + j]);
            c20 = w0.fma(x2, c20);
            c21 = w1.fma(x2, c21);
            FloatVector x3 = Lanes.all(x[xAt + 3 * X_STRIDE + j]);
            c30 = w0.fma(x3, c30);
            c31 = w1.fma(x3, c31);
        }
        c00.intoArray(p, pAt);
        c01.intoArray(p, pAt + LANES);
        c10.intoArray(p, pAt + pStride);
        c11.intoArray(p, pAt + pStride + LANES);
        c20.intoArray(p, pAt + 2 * pStride);
        c21.intoArray(p, pAt + 2 * pStride + LANES);
        c30.intoArray(p, pAt + 3 * pStride);
        c31.intoArray(p, pAt + 3 * pStride + LANES);
    }

    /**
     * Eight rows of one panel; needs 19 registers. Meanwhile reads a byte in {@link #AHEAD} from {@code next} on for
     * each input, so that the panel after this one comes into the caches beside the arithmetic.
     *
     * @return a number to keep, so that the compiler keeps those reads
     */
    static int eight(MemorySegment w, long wAt, long next, float[] x, int xAt, int depth,
            float[] p, int pAt, int pStride) {
        int ahead = 0;
        FloatVector c00 = Lanes.all(0f);
        FloatVector c01 = Lanes.all(0f);
        FloatVector c10 = Lanes.all(0f);
        FloatVector c11 = Lanes.all(0f);
        FloatVector c20 = Lanes.all(0f);
        FloatVector c21 = Lanes.all(0f);
        FloatVector c30 = Lanes.all(0f);
        FloatVector c31 = Lanes.all(0f);
        FloatVector c40 = Lanes.all(0f);
        FloatVector c41 = Lanes.all(0f);
        FloatVector c50 = Lanes.all(0f);
        FloatVector c51 = Lanes.all(0f);
        FloatVector c60 = Lanes.all(0f);
        FloatVector c61 = Lanes.all(0f);
        FloatVector c70 = Lanes.all(0f);
        FloatVector c71 = Lanes.all(0f);
        for (int j = 0; j < depth; j++) {
            FloatVector w0 = load(w, wAt + (long) j * Panels.INPUT_BYTES);
            FloatVector w1 = load(w, wAt + REGISTER + (long) j * Panels.INPUT_BYTES);
            ahead += w.get(ValueLayout.JAVA_BYTE, next + (long) j * AHEAD);
            FloatVector x0 = Lanes.all(x[xAt + j]);
            c00 = w0.fma(x0, c00);
            c01 = w1.fma(x0, c01);
            FloatVector x1 = Lanes.all(x[xAt + X_STRIDE + j]);
            c10 = w0.fma(x1, c10);
            c11 = w1.fma(x1, c11);
            FloatVector x2 = Lanes.all(x[xAt + 2 * X_STRIDE + j]);
            c20 = w0.fma(x2, c20);
            c21 = w1.fma(x2, c21);
            FloatVector x3 = Lanes.all(x[xAt + 3 * X_STRIDE + j]);
            c30 = w0.fma(x3, c30);
            c31 = w1.fma(x3, c31);
            FloatVector x4 = Lanes.all(x[xAt + 4 * X_STRIDE + j]);
            c40 = w0.fma(x4, c40);
            c41 = w1.fma(x4, c41);
            FloatVector x5 = Lanes.all(x[xAt + 5 * X_STRIDE + j]);
            c50 = w0.fma(x5, c50);
            c51 = w1.fma(x5, c51);
            FloatVector x6 = Lanes.all(x[xAt + 6 * X_STRIDE + j]);
            c60 = w0.fma(x6, c60);
            c61 = w1.fma(x6, c61);
            FloatVector x7 = Lanes.all(x[xAt + 7 * X_STRIDE + j]);
            c70 = w0.fma(x7, c70);
            c71 = w1.fma(x7, c71);
        }
        c00.intoArray(p, pAt);
        c01.intoArray(p, pAt + LANES);
        c10.intoArray(p, pAt + pStride);
        c11.intoArray(p, pAt + pStride + LANES);
        c20.intoArray(p, pAt + 2 * pStride);
        c21.intoArray(p, pAt + 2 * pStride + LANES);
        c30.intoArray(p, pAt + 3 * pStride);
        c31.intoArray(p, pAt + 3 * pStride + LANES);
        c40.intoArray(p, pAt + 4 * pStride);
        c41.intoArray(p, pAt + 4 * pStride + LANES);
        c50.intoArray(p, pAt + 5 * pStride);
        c51.intoArray(p, pAt + 5 * pStride + LANES);
        c60.intoArray(p, pAt + 6 * pStride);
        c61.intoArray(p, pAt + 6 * pStride + LANES);
        c70.intoArray(p, pAt + 7 * pStride);
        c71.intoArray(p, pAt + 7 * pStride + LANES);
        return ahead;
    }

    /** One row of two panels, {@code step} bytes apart: the product of a single vector. */
    static void one(MemorySegment w, long wAt, long step, float[] x, int xAt, int depth, float[] p, int pAt) {
        FloatVector c00 = Lanes.all(0f);
        FloatVector c01 = Lanes.all(0f);
        FloatVector c10 = Lanes.all(0f);
        FloatVector c11 = Lanes.all(0f);
        for (int j = 0; j < depth; j++) {
            FloatVector xj = Lanes.all(x[xAt + j]);
            c00 = load(w, wAt + (long) j * Panels.INPUT_BYTES).fma(xj, c00);
            c01 = load(w, wAt + REGISTER + (long) j * Panels.INPUT_BYTES).fma(xj, c01);
            c10 = load(w, wAt + step + (long) j * Panels.INPUT_BYTES).fma(xj, c10);
            c11 = load(w, wAt + step + REGISTER + (long) j * Panels.INPUT_BYTES).fma(xj, c11);
        }
        c00.intoArray(p, pAt);
        c01.intoArray(p, pAt + LANES);
        c10.intoArray(p, pAt + Panels.WIDTH);
        c11.intoArray(p, pAt + Panels.WIDTH + LANES);
    }

    /** {@code p[r] += t[r]}, rows of one panel. */
    static void add(float[] t, int tAt, int rows, float[] p, int pAt, int pStride) {
        for (int r = 0; r < rows; r++) {
            int from = tAt + r * Panels.WIDTH;
            int to = pAt + r * pStride;
            FloatVector p0 = FloatVector.fromArray(Lanes.FLOAT, p, to);
            FloatVector p1 = FloatVector.fromArray(Lanes.FLOAT, p, to + LANES);
            p0.add(FloatVector.fromArray(Lanes.FLOAT, t, from)).intoArray(p, to);
            p1.add(FloatVector.fromArray(Lanes.FLOAT, t, from + LANES)).intoArray(p, to + LANES);
        }
    }

    private static FloatVector load(MemorySegment s, long at) {
        return FloatVector.fromMemorySegment(Lanes.FLOAT, s, at, Lanes.ORDER);
    }
}
