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
import static pfm.simd.Phasor.ROUNDING;
import static pfm.simd.Phasor.cosine;
import static pfm.simd.Phasor.parity;
import static pfm.simd.Phasor.signed;
import static pfm.simd.Phasor.sine;

/**
 * Multiplies a line of blocks by {@code m·exp(i·scale·p)}, the exponential computed in registers. Only operations that
 * IEEE 754 fixes to the last bit, so that every lane width, interpreter and compiler give the same bits.
 *
 * <p>Angles are counted in half turns, see {@link pfm.simd.Phasor}: y = p·scale/π, formed with the scale in two floats,
 * which leaves r exact to one rounding while |y| is in its reach.
 */
final class PhaseMask {
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
            IntVector sign = parity(n);
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
            IntVector sign = parity(n);
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
}
