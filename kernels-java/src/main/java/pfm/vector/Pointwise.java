package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import pfm.simd.Lanes;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;

/** Products of lines of blocks with complex factors. */
final class Pointwise {
    /** Lanes in order. */
    static final float[] ASCENDING = new float[Lanes.COUNT];
    /** Lanes from the last to the first. */
    static final float[] DESCENDING = new float[Lanes.COUNT];

    static {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            ASCENDING[lane] = lane;
            DESCENDING[lane] = Lanes.COUNT - 1 - lane;
        }
    }

    private Pointwise() {
    }

    /**
     * Interleaved complex numbers times {@code scale} as (re, im, −im) in float32: factors that hold for a whole block.
     */
    static float[] scalars(double[] complex, double scale) {
        float[] scalars = new float[complex.length / 2 * 3];
        for (int i = 0; i < complex.length / 2; i++) {
            scalars[3 * i] = (float) (scale * complex[2 * i]);
            scalars[3 * i + 1] = (float) (scale * complex[2 * i + 1]);
            scalars[3 * i + 2] = -scalars[3 * i + 1];
        }
        return scalars;
    }

    /** {@code to[k] = from[k]·w[first + k]}, or the conjugate of w where {@code sign} is negative. */
    static void multiply(
            MemorySegment from, long f, MemorySegment to, long t, int count, float[] w, int first, int sign) {
        int plus = sign > 0 ? 1 : 2;
        int minus = 3 - plus;
        for (int k = 0; k < count; k++) {
            long offset = k * BLOCK;
            int at = 3 * (first + k);
            FloatVector re = fromMemorySegment(FLOAT, from, f + offset, ORDER);
            FloatVector im = fromMemorySegment(FLOAT, from, f + offset + BYTES, ORDER);
            FloatVector wr = broadcast(FLOAT, w[at]);
            re.fma(wr, im.mul(broadcast(FLOAT, w[at + minus]))).intoMemorySegment(to, t + offset, ORDER);
            im.fma(wr, re.mul(broadcast(FLOAT, w[at + plus]))).intoMemorySegment(to, t + offset + BYTES, ORDER);
        }
    }

    /** {@code a[k] = a[k]·h[row[first + k]]} with a table of blocks whose lanes are taken in an order. */
    static void multiplyRows(MemorySegment a, long base, int count, MemorySegment h, long table, int[] row, int first,
            float[] lanes) {
        FloatVector order = FloatVector.fromArray(FLOAT, lanes, 0);
        for (int k = 0; k < count; k++) {
            long at = base + k * BLOCK;
            long entry = table + row[first + k] * BLOCK;
            FloatVector re = fromMemorySegment(FLOAT, a, at, ORDER);
            FloatVector im = fromMemorySegment(FLOAT, a, at + BYTES, ORDER);
            FloatVector hr = order.selectFrom(fromMemorySegment(FLOAT, h, entry, ORDER));
            FloatVector hi = order.selectFrom(fromMemorySegment(FLOAT, h, entry + BYTES, ORDER));
            re.mul(hr).sub(im.mul(hi)).intoMemorySegment(a, at, ORDER);
            re.fma(hi, im.mul(hr)).intoMemorySegment(a, at + BYTES, ORDER);
        }
    }

    /** {@code to[k] = hx·hy[first + k]} with one block hx for all, at byte {@code table} of {@code h}. */
    static void outer(MemorySegment h, long table, float[] hy, int first, MemorySegment to, int count) {
        FloatVector xr = fromMemorySegment(FLOAT, h, table, ORDER);
        FloatVector xi = fromMemorySegment(FLOAT, h, table + BYTES, ORDER);
        for (int k = 0; k < count; k++) {
            FloatVector yr = broadcast(FLOAT, hy[3 * (first + k)]);
            FloatVector yi = broadcast(FLOAT, hy[3 * (first + k) + 1]);
            xr.fma(yr, xi.mul(broadcast(FLOAT, hy[3 * (first + k) + 2]))).intoMemorySegment(to, k * BLOCK, ORDER);
            xr.fma(yi, xi.mul(yr)).intoMemorySegment(to, k * BLOCK + BYTES, ORDER);
        }
    }

    /** {@code a[k] = a[k]·hx·hy[first + k]} with one block hx for all, at byte {@code table} of {@code h}. */
    static void multiplySeparable(
            MemorySegment a, long base, int count, MemorySegment h, long table, float[] hy, int first) {
        FloatVector xr = fromMemorySegment(FLOAT, h, table, ORDER);
        FloatVector xi = fromMemorySegment(FLOAT, h, table + BYTES, ORDER);
        for (int k = 0; k < count; k++) {
            long at = base + k * BLOCK;
            FloatVector re = fromMemorySegment(FLOAT, a, at, ORDER);
            FloatVector im = fromMemorySegment(FLOAT, a, at + BYTES, ORDER);
            FloatVector yr = broadcast(FLOAT, hy[3 * (first + k)]);
            FloatVector yi = broadcast(FLOAT, hy[3 * (first + k) + 1]);
            FloatVector hr = xr.fma(yr, xi.mul(broadcast(FLOAT, hy[3 * (first + k) + 2])));
            FloatVector hi = xr.fma(yi, xi.mul(yr));
            re.mul(hr).sub(im.mul(hi)).intoMemorySegment(a, at, ORDER);
            re.fma(hi, im.mul(hr)).intoMemorySegment(a, at + BYTES, ORDER);
        }
    }
}
