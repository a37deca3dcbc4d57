package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;

/**
 * The moduli that a screen multiplies a line of blocks by: {@code exp(−scale·a)} from attenuations, and the window of
 * the absorbing frame. A register for each block. Reproducible to the last bit, as {@link PhaseMask}.
 *
 * <p>{@code exp(−scale·a) = 2^y = 2ⁿ·2^f}, f in [−½, ½]: a polynomial whose largest relative error is 2e-9 before
 * rounding, a minimax fit of this project.
 */
final class Modulus {
    private static final float ROUNDING = 0x1.8p23f;
    /** Below it 2^y is no normal number; it is taken for 0, which an infinite attenuation gives exactly. */
    private static final float LEAST = -126;
    private static final float MOST = 127;
    private static final float E1 = 6.9314720286e-01f;
    private static final float E2 = 2.4022647914e-01f;
    private static final float E3 = 5.5503324711e-02f;
    private static final float E4 = 9.6184373578e-03f;
    private static final float E5 = 1.3398874422e-03f;
    private static final float E6 = 1.5353361884e-04f;

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

    private static FloatVector power(FloatVector a, float high, float low) {
        FloatVector rounding = broadcast(FLOAT, ROUNDING);
        FloatVector h = broadcast(FLOAT, high);
        FloatVector y = a.mul(h);
        FloatVector n = y.add(rounding);
        FloatVector f = a.fma(broadcast(FLOAT, low), a.fma(h, rounding.sub(n)));
        FloatVector p = f.fma(broadcast(FLOAT, E6), broadcast(FLOAT, E5)).fma(f, broadcast(FLOAT, E4));
        p = p.fma(f, broadcast(FLOAT, E3)).fma(f, broadcast(FLOAT, E2)).fma(f, broadcast(FLOAT, E1));
        IntVector exponent = n.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(Float.floatToRawIntBits(1));
        FloatVector power = p.fma(f, broadcast(FLOAT, 1)).mul(exponent.reinterpretAsFloats());
        return power.blend(0, y.lt(LEAST)).blend(Float.POSITIVE_INFINITY, y.compare(VectorOperators.GT, MOST));
    }
}
