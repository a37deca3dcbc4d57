package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.INT;
import static pfm.simd.Lanes.ORDER;

/**
 * Multiplies a line of blocks by {@code m·exp(i·scale·p)}, the exponential computed in registers. Only operations that
 * IEEE 754 fixes to the last bit, so that every lane width, interpreter and compiler give the same bits.
 *
 * <p>Angles are counted in half turns: {@code y = p·scale/π = n + r}, n the nearest integer, found by adding 1.5·2²³;
 * then exp(iπy) = (−1)ⁿ·(cos πr + i·sin πr) with polynomials on [−½, ½]; largest errors 2.4e-10 (cos) and 3.4e-9 (sin)
 * before rounding, minimax fits of this project. The product is formed with the scale in two floats, which leaves r
 * exact to one rounding while |y| ≤ 2²¹.
 */
final class PhaseMask {
    /** Largest |y| that the reduction takes. */
    static final float REACH = 0x1p21f;

    private static final float ROUNDING = 0x1.8p23f;
    private static final float S0 = 3.1415925800e+00f;
    private static final float S1 = -5.1677068789e+00f;
    private static final float S2 = 2.5500313773e+00f;
    private static final float S3 = -5.9804517415e-01f;
    private static final float S4 = 7.7220129006e-02f;
    private static final float C1 = -4.9348021561e+00f;
    private static final float C2 = 4.0587095998e+00f;
    private static final float C3 = -1.3352161049e+00f;
    private static final float C4 = 2.3495392561e-01f;
    private static final float C5 = -2.4420699882e-02f;

    private PhaseMask() {
    }

    /**
     * Rotates blocks {@code from … to − 1}; phases as floats, a register for each block, from byte {@code p} of
     * {@code s}; scale/π = high + low.
     */
    static void rotate(MemorySegment a, int from, int to, MemorySegment s, long p, float high, float low) {
        FloatVector rounding = broadcast(FLOAT, ROUNDING);
        FloatVector h = broadcast(FLOAT, high);
        FloatVector l = broadcast(FLOAT, low);
        for (int x = from; x < to; x++) {
            FloatVector phase = fromMemorySegment(FLOAT, s, p + x * BYTES, ORDER);
            FloatVector n = phase.fma(h, rounding);
            FloatVector r = phase.fma(l, phase.fma(h, rounding.sub(n)));
            IntVector sign = n.reinterpretAsInts().lanewise(VectorOperators.LSHL, 31);
            FloatVector cos = signed(cosine(r), sign);
            FloatVector sin = signed(sine(r), sign);
            FloatVector re = fromMemorySegment(FLOAT, a, x * BLOCK, ORDER);
            FloatVector im = fromMemorySegment(FLOAT, a, x * BLOCK + BYTES, ORDER);
            re.mul(cos).sub(im.mul(sin)).intoMemorySegment(a, x * BLOCK, ORDER);
            re.fma(sin, im.mul(cos)).intoMemorySegment(a, x * BLOCK + BYTES, ORDER);
        }
    }

    /** As {@link #rotate}, times moduli: a register for each block from byte {@code m}. */
    static void rotateAndScale(
            MemorySegment a, int from, int to, MemorySegment s, long p, long m, float high, float low) {
        FloatVector rounding = broadcast(FLOAT, ROUNDING);
        FloatVector h = broadcast(FLOAT, high);
        FloatVector l = broadcast(FLOAT, low);
        for (int x = from; x < to; x++) {
            FloatVector phase = fromMemorySegment(FLOAT, s, p + x * BYTES, ORDER);
            FloatVector n = phase.fma(h, rounding);
            FloatVector r = phase.fma(l, phase.fma(h, rounding.sub(n)));
            IntVector sign = n.reinterpretAsInts().lanewise(VectorOperators.LSHL, 31);
            FloatVector modulus = fromMemorySegment(FLOAT, s, m + x * BYTES, ORDER);
            FloatVector cos = signed(cosine(r), sign).mul(modulus);
            FloatVector sin = signed(sine(r), sign).mul(modulus);
            FloatVector re = fromMemorySegment(FLOAT, a, x * BLOCK, ORDER);
            FloatVector im = fromMemorySegment(FLOAT, a, x * BLOCK + BYTES, ORDER);
            re.mul(cos).sub(im.mul(sin)).intoMemorySegment(a, x * BLOCK, ORDER);
            re.fma(sin, im.mul(cos)).intoMemorySegment(a, x * BLOCK + BYTES, ORDER);
        }
    }

    /** The levels of block x from words that hold four blocks' each, as floats. */
    static FloatVector level(MemorySegment s, long words, int x) {
        IntVector word = IntVector.fromMemorySegment(INT, s, words + (x >> 2) * BYTES, ORDER);
        IntVector level = word.lanewise(VectorOperators.LSHR, (x & 3) << 3).and(0xFF);
        return (FloatVector) level.convert(VectorOperators.I2F, 0);
    }

    /** cos πr, |r| ≤ ½. */
    private static FloatVector cosine(FloatVector r) {
        FloatVector z = r.mul(r);
        FloatVector c = z.fma(broadcast(FLOAT, C5), broadcast(FLOAT, C4)).fma(z, broadcast(FLOAT, C3));
        return c.fma(z, broadcast(FLOAT, C2)).fma(z, broadcast(FLOAT, C1)).fma(z, broadcast(FLOAT, 1));
    }

    /** sin πr, |r| ≤ ½. */
    private static FloatVector sine(FloatVector r) {
        FloatVector z = r.mul(r);
        FloatVector s = z.fma(broadcast(FLOAT, S4), broadcast(FLOAT, S3)).fma(z, broadcast(FLOAT, S2));
        return s.fma(z, broadcast(FLOAT, S1)).fma(z, broadcast(FLOAT, S0)).mul(r);
    }

    private static FloatVector signed(FloatVector value, IntVector sign) {
        return value.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }
}
