package pfm.vector;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BLOCK;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.COUNT;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.INT;
import static pfm.vector.Lanes.ORDER;

/**
 * Multiplies blocks by {@code m·exp(i·scale·(min + step·level))} with 8-bit levels. A level is two hexadecimal digits,
 * the factor a product of two out of sixteen each, which registers hold: half the operations of {@link PhaseMask}.
 * Largest error 2.5e-7: 1e-7 for each factor, which {@link UnitFactors} rounds to modulus 1, and the product.
 */
final class LevelMask {
    private static final int DIGITS = 16;

    /** Bits of the factors of the high digit, real and imaginary, then of the low digit. */
    private final int[][] factors;

    /** Factors of screens that turn level l by {@code min + step·l} radians. */
    LevelMask(double min, double step) {
        factors = new int[4][];
        table(min, DIGITS * step, 0);
        table(0, step, 2);
    }

    private void table(double min, double step, int at) {
        double[] complex = new double[2 * DIGITS];
        for (int digit = 0; digit < DIGITS; digit++) {
            complex[2 * digit] = Math.cos(min + step * digit);
            complex[2 * digit + 1] = Math.sin(min + step * digit);
        }
        float[] rounded = UnitFactors.scalars(complex);
        factors[at] = new int[DIGITS];
        factors[at + 1] = new int[DIGITS];
        for (int digit = 0; digit < DIGITS; digit++) {
            factors[at][digit] = Float.floatToRawIntBits(rounded[3 * digit]);
            factors[at + 1][digit] = Float.floatToRawIntBits(rounded[3 * digit + 1]);
        }
    }

    /** Rotates blocks {@code from … to − 1}; words of four blocks' levels from byte {@code p} of {@code s}. */
    void rotate(MemorySegment a, int from, int to, MemorySegment s, long p) {
        if (COUNT == DIGITS) {
            rotate(a, from, to, s, p, factors[0], factors[1], factors[2], factors[3]);
            return;
        }
        for (int x = from; x < to; x++) {
            IntVector low = level(s, p, x);
            IntVector high = low.lanewise(VectorOperators.LSHR, 4);
            FloatVector hr = pick(high, factors[0]);
            FloatVector hi = pick(high, factors[1]);
            FloatVector lr = pick(low, factors[2]);
            FloatVector li = pick(low, factors[3]);
            turn(a, x * BLOCK, hr.mul(lr).sub(hi.mul(li)), hr.fma(li, hi.mul(lr)));
        }
    }

    /** As {@link #rotate}, times moduli: a register for each block from byte {@code m} of s. */
    void rotateAndScale(MemorySegment a, int from, int to, MemorySegment s, long p, long m) {
        if (COUNT == DIGITS) {
            rotateAndScale(a, from, to, s, p, m, factors[0], factors[1], factors[2], factors[3]);
            return;
        }
        for (int x = from; x < to; x++) {
            IntVector low = level(s, p, x);
            IntVector high = low.lanewise(VectorOperators.LSHR, 4);
            FloatVector modulus = fromMemorySegment(FLOAT, s, m + x * BYTES, ORDER);
            FloatVector hr = pick(high, factors[0]);
            FloatVector hi = pick(high, factors[1]);
            FloatVector lr = pick(low, factors[2]);
            FloatVector li = pick(low, factors[3]);
            turn(a, x * BLOCK, hr.mul(lr).sub(hi.mul(li)).mul(modulus), hr.fma(li, hi.mul(lr)).mul(modulus));
        }
    }

    /** Each table in one register of 16 lanes. */
    private static void rotate(MemorySegment a, int from, int to, MemorySegment s, long p,
            int[] highRe, int[] highIm, int[] lowRe, int[] lowIm) {
        IntVector tableHr = IntVector.fromArray(INT, highRe, 0);
        IntVector tableHi = IntVector.fromArray(INT, highIm, 0);
        IntVector tableLr = IntVector.fromArray(INT, lowRe, 0);
        IntVector tableLi = IntVector.fromArray(INT, lowIm, 0);
        for (int x = from; x < to; x++) {
            IntVector low = level(s, p, x);
            IntVector high = low.lanewise(VectorOperators.LSHR, 4);
            FloatVector hr = high.selectFrom(tableHr).reinterpretAsFloats();
            FloatVector hi = high.selectFrom(tableHi).reinterpretAsFloats();
            FloatVector lr = low.selectFrom(tableLr).reinterpretAsFloats();
            FloatVector li = low.selectFrom(tableLi).reinterpretAsFloats();
            turn(a, x * BLOCK, hr.mul(lr).sub(hi.mul(li)), hr.fma(li, hi.mul(lr)));
        }
    }

    private static void rotateAndScale(MemorySegment a, int from, int to, MemorySegment s, long p, long m,
            int[] highRe, int[] highIm, int[] lowRe, int[] lowIm) {
        IntVector tableHr = IntVector.fromArray(INT, highRe, 0);
        IntVector tableHi = IntVector.fromArray(INT, highIm, 0);
        IntVector tableLr = IntVector.fromArray(INT, lowRe, 0);
        IntVector tableLi = IntVector.fromArray(INT, lowIm, 0);
        for (int x = from; x < to; x++) {
            IntVector low = level(s, p, x);
            IntVector high = low.lanewise(VectorOperators.LSHR, 4);
            FloatVector modulus = fromMemorySegment(FLOAT, s, m + x * BYTES, ORDER);
            FloatVector hr = high.selectFrom(tableHr).reinterpretAsFloats();
            FloatVector hi = high.selectFrom(tableHi).reinterpretAsFloats();
            FloatVector lr = low.selectFrom(tableLr).reinterpretAsFloats();
            FloatVector li = low.selectFrom(tableLi).reinterpretAsFloats();
            turn(a, x * BLOCK, hr.mul(lr).sub(hi.mul(li)).mul(modulus), hr.fma(li, hi.mul(lr)).mul(modulus));
        }
    }

    /** Entries of a table of sixteen by the lowest four bits of each lane, in registers of 8 or 4. */
    private static FloatVector pick(IntVector index, int[] table) {
        IntVector low = index.selectFrom(IntVector.fromArray(INT, table, 0), IntVector.fromArray(INT, table, COUNT));
        if (COUNT == DIGITS / 2) {
            return low.reinterpretAsFloats();
        }
        IntVector high = index.selectFrom(
                IntVector.fromArray(INT, table, 2 * COUNT), IntVector.fromArray(INT, table, 3 * COUNT));
        return low.blend(high, index.and(DIGITS / 2).compare(VectorOperators.NE, 0)).reinterpretAsFloats();
    }

    /** The level of block x in the lowest eight bits of each lane. */
    private static IntVector level(MemorySegment s, long words, int x) {
        return IntVector.fromMemorySegment(INT, s, words + (x >> 2) * BYTES, ORDER)
                .lanewise(VectorOperators.LSHR, (x & 3) << 3);
    }

    private static void turn(MemorySegment a, long at, FloatVector cos, FloatVector sin) {
        FloatVector re = fromMemorySegment(FLOAT, a, at, ORDER);
        FloatVector im = fromMemorySegment(FLOAT, a, at + BYTES, ORDER);
        re.mul(cos).sub(im.mul(sin)).intoMemorySegment(a, at, ORDER);
        re.fma(sin, im.mul(cos)).intoMemorySegment(a, at + BYTES, ORDER);
    }
}
