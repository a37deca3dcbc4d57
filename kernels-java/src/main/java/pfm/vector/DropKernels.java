package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

import pfm.simd.Lanes;

/**
 * Inner kernels of {@link DropSums}: from one pass over the weights of at most {@link Gemm#DEPTH} inputs,
 * {@code y = Σ W ξ}, {@code a = Σ|W||ξ|}, {@code q = Σ|W|ξ²}, the sum r of all partial sums of y, and the sum u of
 * all partial sums of r, kept in registers. Each is one chain in the order of the inputs, from 0.
 *
 * <p>That is 5 operations where separate products are 4, but r and u are additions, which some processors have units of
 * their own for.
 */
final class DropKernels {
    /** Floats between the sums in the target. */
    static final int SUM = 2 * Panels.WIDTH;

    private static final int LANES = Lanes.COUNT;
    private static final int REGISTER = Lanes.COUNT * Float.BYTES;
    private static final int NEXT = GemmKernels.X_STRIDE;

    /** All bits but the sign: kept in a register, where abs() would read them from memory each time. */
    private static final int MAGNITUDE = Integer.MAX_VALUE;

    private DropKernels() {
    }

    /** One row of one panel; t is set to {@code [y, r, u, a, q][2][WIDTH]}, of which this is the first row. */
    static void one(MemorySegment w, long wAt, float[] x, float[] magnitudes, float[] squares, int xAt, int depth,
            float[] t, int tAt) {
        FloatVector y00 = Lanes.all(0f);
        FloatVector y01 = Lanes.all(0f);
        FloatVector r00 = Lanes.all(0f);
        FloatVector r01 = Lanes.all(0f);
        FloatVector u00 = Lanes.all(0f);
        FloatVector u01 = Lanes.all(0f);
        FloatVector a00 = Lanes.all(0f);
        FloatVector a01 = Lanes.all(0f);
        FloatVector q00 = Lanes.all(0f);
        FloatVector q01 = Lanes.all(0f);
        IntVector magnitude = Lanes.all(MAGNITUDE);
        for (int j = 0; j < depth; j++) {
            FloatVector w0 = load(w, wAt + (long) j * Panels.INPUT_BYTES);
            FloatVector w1 = load(w, wAt + REGISTER + (long) j * Panels.INPUT_BYTES);
            FloatVector m0 = w0.reinterpretAsInts().and(magnitude).reinterpretAsFloats();
            FloatVector m1 = w1.reinterpretAsInts().and(magnitude).reinterpretAsFloats();
            FloatVector x0 = Lanes.all(x[xAt + j]);
            y00 = w0.fma(x0, y00);
            y01 = w1.fma(x0, y01);
            r00 = r00.add(y00);
            r01 = r01.add(y01);
            u00 = u00.add(r00);
            u01 = u01.add(r01);
            FloatVector a0 = Lanes.all(magnitudes[xAt + j]);
            a00 = m0.fma(a0, a00);
            a01 = m1.fma(a0, a01);
            FloatVector q0 = Lanes.all(squares[xAt + j]);
            q00 = m0.fma(q0, q00);
            q01 = m1.fma(q0, q01);
        }
        y00.intoArray(t, tAt);
        y01.intoArray(t, tAt + LANES);
        r00.intoArray(t, tAt + SUM);
        r01.intoArray(t, tAt + SUM + LANES);
        u00.intoArray(t, tAt + 2 * SUM);
        u01.intoArray(t, tAt + 2 * SUM + LANES);
        a00.intoArray(t, tAt + 3 * SUM);
        a01.intoArray(t, tAt + 3 * SUM + LANES);
        q00.intoArray(t, tAt + 4 * SUM);
        q01.intoArray(t, tAt + 4 * SUM + LANES);
    }

    /** Two rows of one panel, as {@link #one}; needs 28 registers. */
    static void two(MemorySegment w, long wAt, float[] x, float[] magnitudes, float[] squares, int xAt, int depth,
            float[] t, int tAt) {
        FloatVector y00 = Lanes.all(0f);
        FloatVector y01 = Lanes.all(0f);
        FloatVector y10 = Lanes.all(0f);
        FloatVector y11 = Lanes.all(0f);
        FloatVector r00 = Lanes.all(0f);
        FloatVector r01 = Lanes.all(0f);
        FloatVector r10 = Lanes.all(0f);
        FloatVector r11 = Lanes.all(0f);
        FloatVector u00 = Lanes.all(0f);
        FloatVector u01 = Lanes.all(0f);
        FloatVector u10 = Lanes.all(0f);
        FloatVector u11 = Lanes.all(0f);
        FloatVector a00 = Lanes.all(0f);
        FloatVector a01 = Lanes.all(0f);
        FloatVector a10 = Lanes.all(0f);
        FloatVector a11 = Lanes.all(0f);
        FloatVector q00 = Lanes.all(0f);
        FloatVector q01 = Lanes.all(0f);
        FloatVector q10 = Lanes.all(0f);
        FloatVector q11 = Lanes.all(0f);
        IntVector magnitude = Lanes.all(MAGNITUDE);
        for (int j = 0; j < depth; j++) {
            FloatVector w0 = load(w, wAt + (long) j * Panels.INPUT_BYTES);
            FloatVector w1 = load(w, wAt + REGISTER + (long) j * Panels.INPUT_BYTES);
            FloatVector m0 = w0.reinterpretAsInts().and(magnitude).reinterpretAsFloats();
            FloatVector m1 = w1.reinterpretAsInts().and(magnitude).reinterpretAsFloats();
            FloatVector x0 = Lanes.all(x[xAt + j]);
            y00 = w0.fma(x0, y00);
            y01 = w1.fma(x0, y01);
            r00 = r00.add(y00);
            r01 = r01.add(y01);
            u00 = u00.add(r00);
            u01 = u01.add(r01);
            FloatVector a0 = Lanes.all(magnitudes[xAt + j]);
            a00 = m0.fma(a0, a00);
            a01 = m1.fma(a0, a01);
            FloatVector q0 = Lanes.all(squares[xAt + j]);
            q00 = m0.fma(q0, q00);
            q01 = m1.fma(q0, q01);
            FloatVector x1 = Lanes.all(x[xAt + NEXT + j]);
            y10 = w0.fma(x1, y10);
            y11 = w1.fma(x1, y11);
            r10 = r10.add(y10);
            r11 = r11.add(y11);
            u10 = u10.add(r10);
            u11 = u11.add(r11);
            FloatVector a1 = Lanes.all(magnitudes[xAt + NEXT + j]);
            a10 = m0.fma(a1, a10);
            a11 = m1.fma(a1, a11);
            FloatVector q1 = Lanes.all(squares[xAt + NEXT + j]);
            q10 = m0.fma(q1, q10);
            q11 = m1.fma(q1, q11);
        }
        y00.intoArray(t, tAt);
        y01.intoArray(t, tAt + LANES);
        y10.intoArray(t, tAt + Panels.WIDTH);
        y11.intoArray(t, tAt + Panels.WIDTH + LANES);
        r00.intoArray(t, tAt + SUM);
        r01.intoArray(t, tAt + SUM + LANES);
        r10.intoArray(t, tAt + SUM + Panels.WIDTH);
        r11.intoArray(t, tAt + SUM + Panels.WIDTH + LANES);
        u00.intoArray(t, tAt + 2 * SUM);
        u01.intoArray(t, tAt + 2 * SUM + LANES);
        u10.intoArray(t, tAt + 2 * SUM + Panels.WIDTH);
        u11.intoArray(t, tAt + 2 * SUM + Panels.WIDTH + LANES);
        a00.intoArray(t, tAt + 3 * SUM);
        a01.intoArray(t, tAt + 3 * SUM + LANES);
        a10.intoArray(t, tAt + 3 * SUM + Panels.WIDTH);
        a11.intoArray(t, tAt + 3 * SUM + Panels.WIDTH + LANES);
        q00.intoArray(t, tAt + 4 * SUM);
        q01.intoArray(t, tAt + 4 * SUM + LANES);
        q10.intoArray(t, tAt + 4 * SUM + Panels.WIDTH);
        q11.intoArray(t, tAt + 4 * SUM + Panels.WIDTH + LANES);
    }

    private static FloatVector load(MemorySegment s, long at) {
        return FloatVector.fromMemorySegment(Lanes.FLOAT, s, at, Lanes.ORDER);
    }
}
