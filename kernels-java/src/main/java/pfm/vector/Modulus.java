package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;
import static pfm.simd.Phasor.power;

/**
 * The moduli that a screen multiplies a line of blocks by: {@code exp(−scale·a)} from attenuations, and the window of
 * the absorbing frame. A register for each block. Reproducible to the last bit, as {@link PhaseMask}.
 */
final class Modulus {
    private Modulus() {
    }

    /** {@code m[x] = 2^(a[x]·(high + low))} from floats at byte {@code a}. */
    static void exponential(MemorySegment s, long m, long a, int count, float high, float low) {
        for (int x = 0; x < count; x++) {
            FloatVector value = fromMemorySegment(FLOAT, s, a + x * BYTES, ORDER);
            power(value, high, low).intoMemorySegment(s, m + x * BYTES, ORDER);
        }
    }

    /** {@code m[x] = 2^((min + level[x]·step)·(high + low))} from words of four levels at byte {@code a}. */
    static void exponentialOfLevels(
            MemorySegment s, long m, long a, int count, float min, float step, float high, float low) {
        for (int x = 0; x < count; x++) {
            FloatVector value = PhaseMask.level(s, a, x).fma(broadcast(FLOAT, step), broadcast(FLOAT, min));
            power(value, high, low).intoMemorySegment(s, m + x * BYTES, ORDER);
        }
    }

    /** {@code m[x] = wx[x]·wy}, wy the window of the rows from {@code firstRow}; times m[x] if {@code times}. */
    static void window(MemorySegment s, long m, int count, float[] wx, float[] wy, int firstRow, boolean times) {
        FloatVector y = FloatVector.fromArray(FLOAT, wy, firstRow);
        for (int x = 0; x < count; x++) {
            FloatVector w = y.mul(broadcast(FLOAT, wx[x]));
            FloatVector product = times ? w.mul(fromMemorySegment(FLOAT, s, m + x * BYTES, ORDER)) : w;
            product.intoMemorySegment(s, m + x * BYTES, ORDER);
        }
    }
}
