package pfm.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import pfm.fft.UnitFactors;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.COUNT;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.INT;
import static pfm.simd.Lanes.ORDER;

/**
 * Multiplies blocks by {@code m·exp(i·scale·(min + step·level))} with 8-bit levels. A level is two hexadecimal digits,
 * the factor a product of two out of sixteen each, which registers hold: half the operations of {@link PhaseMask}.
 * Largest error 2.5e-7: 1e-7 for each factor, which {@link UnitFactors} rounds to modulus 1, and the product.
 */
final class LevelMask {
    private static final int DIGITS = 16;

    /** Bits of the factors of the high digit, real and imaginary, then of the low digit. */
    private final int[][] factors;
    /** Their products for all levels, where registers have four lanes; else empty. */
    private final float[] cosines;
    private final float[] sines;

    /** Factors of screens that turn level l by {@code min + step·l} radians. */
    LevelMask(double min, double step) {
        factors = new int[4][];
        table(min, DIGITS * step, 0);
        table(0, step, 2);
        cosines = new float[COUNT == 4 ? DIGITS * DIGITS : 0];
        sines = new float[cosines.length];
        for (int level = 0; level < cosines.length; level++) {
            float hr = Float.intBitsToFloat(factors[0][level / DIGITS]);
            float hi = Float.intBitsToFloat(factors[1][level / DIGITS]);
            float lr = Float.intBitsToFloat(factors[2][level % DIGITS]);
            float li = Float.intBitsToFloat(factors[3][level % DIGITS]);
            cosines[level] = hr * lr - hi * li;
            sines[level] = Math.fma(hr, li, hi * lr);
        }
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
        switch (COUNT) {
            case 4 -> rotate(a, from, to, s, p, cosines, sines);
            case 8 -> rotateHalves(a, from, to, s, p, factors);
            default -> rotate(a, from, to, s, p, factors[0], factors[1], factors[2], factors[3]);
        }
    }

    /** As {@link #rotate}, times moduli: a register for each block from byte {@code m} of s. */
    void rotateAndScale(MemorySegment a, int from, int to, MemorySegment s, long p, long m) {
        switch (COUNT) {
            case 4 -> rotateAndScale(a, from, to, s, p, m, cosines, sines);
            case 8 -> rotateAndScaleHalves(a, from, to, s, p, m, factors);
            default -> rotateAndScale(a, from, to, s, p, m, factors[0], factors[1], factors[2], factors[3]);
        }
    }

    private static void rotate(
            MemorySegment a, int from, int to, MemorySegment s, long p, float[] cosines, float[] sines) {
        for (int x = from; x < to; x++) {
            turn(a, x * BLOCK, gather(s, p, x, cosines), gather(s, p, x, sines));
        }
    }

    private static void rotateAndScale(
            MemorySegment a, int from, int to, MemorySegment s, long p, long m, float[] cosines, float[] sines) {
        for (int x = from; x < to; x++) {
            FloatVector modulus = fromMemorySegment(FLOAT, s, m + x * BYTES, ORDER);
            turn(a, x * BLOCK, gather(s, p, x, cosines).mul(modulus), gather(s, p, x, sines).mul(modulus));
        }
    }

    private static void rotateHalves(MemorySegment a, int from, int to, MemorySegment s, long p, int[][] tables) {
        for (int x = from; x < to; x++) {
            IntVector low = level(s, p, x);
            IntVector high = low.lanewise(VectorOperators.LSHR, 4);
            FloatVector hr = pick(high, tables[0]);
            FloatVector hi = pick(high, tables[1]);
            FloatVector lr = pick(low, tables[2]);
            FloatVector li = pick(low, tables[3]);
            turn(a, x * BLOCK, hr.mul(lr).sub(hi.mul(li)), hr.fma(li, hi.mul(lr)));
        }
    }

    private static void rotateAndScaleHalves(
            MemorySegment a, int from, int to, MemorySegment s, long p, long m, int[][] tables) {
        for (int x = from; x < to; x++) {
            IntVector low = level(s, p, x);
            IntVector high = low.lanewise(VectorOperators.LSHR, 4);
            FloatVector modulus = fromMemorySegment(FLOAT, s, m + x * BYTES, ORDER);
            FloatVector hr = pick(high, tables[0]);
            FloatVector hi = pick(high, tables[1]);
            FloatVector lr = pick(low, tables[2]);
            FloatVector li = pick(low, tables[3]);
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

    /** Entries of a table of sixteen by the lowest four bits of each lane, in registers of eight. */
    private static FloatVector pick(IntVector index, int[] table) {
        return index.selectFrom(IntVector.fromArray(INT, table, 0), IntVector.fromArray(INT, table, COUNT))
                .reinterpretAsFloats();
    }

    /** Entries of a table of all levels, in registers of four: there, looking up digits is more than C2 inlines. */
    private static FloatVector gather(MemorySegment s, long words, int x, float[] table) {
        long at = words + (x >> 2) * BYTES + (x & 3);
        return FloatVector.zero(FLOAT)
                .withLane(0, table[s.get(ValueLayout.JAVA_BYTE, at) & 0xFF])
                .withLane(1, table[s.get(ValueLayout.JAVA_BYTE, at + 4) & 0xFF])
                .withLane(2, table[s.get(ValueLayout.JAVA_BYTE, at + 8) & 0xFF])
                .withLane(3, table[s.get(ValueLayout.JAVA_BYTE, at + 12) & 0xFF]);
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
