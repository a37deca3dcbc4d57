package pfm.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

import pfm.simd.Phasor;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.COUNT;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.INT;
import static pfm.simd.Lanes.ORDER;
import static pfm.simd.Phasor.ROUNDING;

/**
 * What is done to complex numbers between transforms: (re, im, re, im …), two registers at a time, which hold as many
 * numbers as there are lanes: a group. Offsets are in bytes.
 */
final class Interleaved {
    private static final IntVector LANE = IntVector.zero(INT).addIndex(1);
    private static final VectorMask<Float> IMAGINARY = LANE.and(1).compare(VectorOperators.EQ, 1).cast(FLOAT);
    private static final VectorMask<Float> UPPER_HALF =
            LANE.compare(VectorOperators.GE, COUNT / 2).cast(FLOAT);
    private static final VectorShuffle<Float> SWAPPED = VectorShuffle.fromOp(FLOAT, i -> i ^ 1);
    private static final VectorShuffle<Float> REAL_TWICE = VectorShuffle.fromOp(FLOAT, i -> i & ~1);
    private static final VectorShuffle<Float> IMAGINARY_TWICE = VectorShuffle.fromOp(FLOAT, i -> i | 1);
    /** Each lane of the lower half twice, then of the upper. */
    private static final VectorShuffle<Float> LOW_TWICE = VectorShuffle.fromOp(FLOAT, i -> i / 2);
    private static final VectorShuffle<Float> HIGH_TWICE = VectorShuffle.fromOp(FLOAT, i -> COUNT / 2 + i / 2);
    /** The lanes of even number, in both halves; then those of odd number. */
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOAT, i -> 2 * i % COUNT);
    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(FLOAT, i -> 2 * i % COUNT + 1);
    /** Each word four times, once for each of its bytes. */
    private static final VectorShuffle<Integer> WORDS = VectorShuffle.fromOp(INT, i -> i / 4);
    private static final IntVector BYTE_SHIFTS = LANE.and(3).mul(Byte.SIZE);

    private Interleaved() {
    }

    /** Gathers {@code count} numbers from planes of real and imaginary parts. */
    static void gather(MemorySegment re, MemorySegment im, long from, MemorySegment a, long at, int count) {
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            FloatVector real = fromMemorySegment(FLOAT, re, from + 4L * i, ORDER);
            FloatVector imaginary = fromMemorySegment(FLOAT, im, from + 4L * i, ORDER);
            real.rearrange(LOW_TWICE).blend(imaginary.rearrange(LOW_TWICE), IMAGINARY)
                    .intoMemorySegment(a, at + 8L * i, ORDER);
            real.rearrange(HIGH_TWICE).blend(imaginary.rearrange(HIGH_TWICE), IMAGINARY)
                    .intoMemorySegment(a, at + 8L * i + BYTES, ORDER);
        }
        for (; i < count; i++) {
            set(a, at + 8L * i, get(re, from + 4L * i));
            set(a, at + 8L * i + 4, get(im, from + 4L * i));
        }
    }

    /** The way back of {@link #gather}. */
    static void scatter(MemorySegment a, long at, MemorySegment re, MemorySegment im, long to, int count) {
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            FloatVector low = fromMemorySegment(FLOAT, a, at + 8L * i, ORDER);
            FloatVector high = fromMemorySegment(FLOAT, a, at + 8L * i + BYTES, ORDER);
            real(low, high).intoMemorySegment(re, to + 4L * i, ORDER);
            imaginary(low, high).intoMemorySegment(im, to + 4L * i, ORDER);
        }
        for (; i < count; i++) {
            set(re, to + 4L * i, get(a, at + 8L * i));
            set(im, to + 4L * i, get(a, at + 8L * i + 4));
        }
    }

    /** {@code a ← a·h}, or {@code a·conj(h)}, for whole groups. */
    static void multiply(MemorySegment a, MemorySegment h, long at, int groups, boolean conjugate) {
        FloatVector sign = alternating(conjugate ? 1 : -1);
        for (int g = 0; g < 2 * groups; g++) {
            long here = at + g * BYTES;
            FloatVector value = fromMemorySegment(FLOAT, a, here, ORDER);
            FloatVector factor = fromMemorySegment(FLOAT, h, here, ORDER);
            FloatVector across = value.rearrange(SWAPPED).mul(sign).mul(factor.rearrange(IMAGINARY_TWICE));
            value.fma(factor.rearrange(REAL_TWICE), across).intoMemorySegment(a, here, ORDER);
        }
    }

    /** As {@link #multiply}, for {@code count} numbers and none behind them. */
    static void multiplySome(MemorySegment a, MemorySegment h, long at, int count, boolean conjugate) {
        int groups = count / COUNT;
        multiply(a, h, at, groups, conjugate);
        for (int i = groups * COUNT; i < count; i++) {
            long here = at + 8L * i;
            float re = get(a, here);
            float im = get(a, here + 4);
            float hr = get(h, here);
            float hi = conjugate ? -get(h, here + 4) : get(h, here + 4);
            set(a, here, Math.fma(re, hr, -im * hi));
            set(a, here + 4, Math.fma(re, hi, im * hr));
        }
    }

    /** Angles in half turns from phases: floats times high + low, reduced to [−1, 1]. */
    static void halfTurns(MemorySegment phases, MemorySegment angle, int groups, float high, float low) {
        FloatVector h = broadcast(FLOAT, high);
        FloatVector l = broadcast(FLOAT, low);
        for (int g = 0; g < groups; g++) {
            FloatVector phase = fromMemorySegment(FLOAT, phases, g * BYTES, ORDER);
            reduced(phase, h, l).intoMemorySegment(angle, g * BYTES, ORDER);
        }
    }

    /** As {@link #halfTurns}, from 8-bit levels: {@code level·(high + low)}, reduced, plus {@code first}. */
    static void halfTurnsOfLevels(
            MemorySegment levels, MemorySegment angle, int groups, float high, float low, float first) {
        FloatVector h = broadcast(FLOAT, high);
        FloatVector l = broadcast(FLOAT, low);
        for (int g = 0; g < groups; g++) {
            reduced(level(levels, g), h, l).add(first).intoMemorySegment(angle, g * BYTES, ORDER);
        }
    }

    /** {@code 2^(value·(high + low))} of floats, in place. */
    static void power(MemorySegment values, int groups, float high, float low) {
        for (int g = 0; g < groups; g++) {
            FloatVector value = fromMemorySegment(FLOAT, values, g * BYTES, ORDER);
            Phasor.power(value, high, low).intoMemorySegment(values, g * BYTES, ORDER);
        }
    }

    /** Levels as the values that they stand for. */
    static void values(MemorySegment levels, MemorySegment values, int groups, float min, float step) {
        for (int g = 0; g < groups; g++) {
            level(levels, g).fma(broadcast(FLOAT, step), broadcast(FLOAT, min))
                    .intoMemorySegment(values, g * BYTES, ORDER);
        }
    }

    /** {@code m[i] ← m[i]·w[i]}. */
    static void multiplyReal(MemorySegment m, MemorySegment w, long at, int groups) {
        for (int g = 0; g < groups; g++) {
            fromMemorySegment(FLOAT, m, g * BYTES, ORDER).mul(fromMemorySegment(FLOAT, w, at + g * BYTES, ORDER))
                    .intoMemorySegment(m, g * BYTES, ORDER);
        }
    }

    /** {@code a[i] ← a[i]·exp(iπ·angle[i])}, or the conjugate, angles in [−2, 2]. */
    static void rotate(MemorySegment a, long at, MemorySegment angle, int groups, boolean conjugate) {
        FloatVector sign = alternating(conjugate ? 1 : -1);
        for (int g = 0; g < groups; g++) {
            FloatVector y = fromMemorySegment(FLOAT, angle, g * BYTES, ORDER);
            FloatVector n = y.add(ROUNDING);
            FloatVector r = y.sub(n.sub(ROUNDING));
            IntVector parity = Phasor.parity(n);
            FloatVector cos = Phasor.signed(Phasor.cosine(r), parity);
            FloatVector sin = Phasor.signed(Phasor.sine(r), parity);
            turn(a, at + g * BLOCK, cos, sin, sign);
        }
    }

    /** As {@link #rotate}, times moduli from byte {@code from} of {@code m}. */
    static void rotateAndScale(
            MemorySegment a, long at, MemorySegment angle, MemorySegment m, long from, int groups, boolean conjugate) {
        FloatVector sign = alternating(conjugate ? 1 : -1);
        for (int g = 0; g < groups; g++) {
            FloatVector y = fromMemorySegment(FLOAT, angle, g * BYTES, ORDER);
            FloatVector modulus = fromMemorySegment(FLOAT, m, from + g * BYTES, ORDER);
            FloatVector n = y.add(ROUNDING);
            FloatVector r = y.sub(n.sub(ROUNDING));
            IntVector parity = Phasor.parity(n);
            FloatVector cos = Phasor.signed(Phasor.cosine(r), parity).mul(modulus);
            FloatVector sin = Phasor.signed(Phasor.sine(r), parity).mul(modulus);
            turn(a, at + g * BLOCK, cos, sin, sign);
        }
    }

    /** {@code to[i] ← Im(conj(u) c)·scale}, and with {@code real} {@code Re(conj(u) c)·scale}. */
    static void correlate(
            MemorySegment u, MemorySegment c, long at, MemorySegment to, int groups, float scale, boolean real) {
        for (int g = 0; g < groups; g++) {
            long here = at + g * BLOCK;
            FloatVector uLow = fromMemorySegment(FLOAT, u, here, ORDER);
            FloatVector uHigh = fromMemorySegment(FLOAT, u, here + BYTES, ORDER);
            FloatVector cLow = fromMemorySegment(FLOAT, c, here, ORDER);
            FloatVector cHigh = fromMemorySegment(FLOAT, c, here + BYTES, ORDER);
            FloatVector ur = real(uLow, uHigh);
            FloatVector ui = imaginary(uLow, uHigh);
            FloatVector cr = real(cLow, cHigh);
            FloatVector ci = imaginary(cLow, cHigh);
            FloatVector sum = real ? ur.fma(cr, ui.mul(ci)) : ur.mul(ci).sub(ui.mul(cr));
            sum.mul(scale).intoMemorySegment(to, g * BYTES, ORDER);
        }
    }

    /** Adds {@code count} floats to those from byte {@code at} of {@code sum}. */
    static void add(MemorySegment values, MemorySegment sum, long at, int count) {
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            fromMemorySegment(FLOAT, sum, at + 4L * i, ORDER).add(fromMemorySegment(FLOAT, values, 4L * i, ORDER))
                    .intoMemorySegment(sum, at + 4L * i, ORDER);
        }
        for (; i < count; i++) {
            set(sum, at + 4L * i, get(sum, at + 4L * i) + get(values, 4L * i));
        }
    }

    private static void turn(MemorySegment a, long at, FloatVector cos, FloatVector sin, FloatVector sign) {
        FloatVector low = fromMemorySegment(FLOAT, a, at, ORDER);
        FloatVector high = fromMemorySegment(FLOAT, a, at + BYTES, ORDER);
        low.fma(cos.rearrange(LOW_TWICE), low.rearrange(SWAPPED).mul(sign).mul(sin.rearrange(LOW_TWICE)))
                .intoMemorySegment(a, at, ORDER);
        high.fma(cos.rearrange(HIGH_TWICE), high.rearrange(SWAPPED).mul(sign).mul(sin.rearrange(HIGH_TWICE)))
                .intoMemorySegment(a, at + BYTES, ORDER);
    }

    /** {@code value·(high + low)} less the even integer that leaves [−1, 1]. */
    private static FloatVector reduced(FloatVector value, FloatVector high, FloatVector low) {
        FloatVector rounding = broadcast(FLOAT, ROUNDING);
        FloatVector half = value.mul(0.5f);
        FloatVector n = half.fma(high, rounding).sub(rounding);
        return value.fma(low, value.fma(high, n.mul(-2)));
    }

    private static FloatVector level(MemorySegment levels, int group) {
        IntVector words = IntVector.fromMemorySegment(INT, levels, (long) group * COUNT, ORDER).rearrange(WORDS);
        IntVector level = words.lanewise(VectorOperators.LSHR, BYTE_SHIFTS).and(0xFF);
        return (FloatVector) level.convert(VectorOperators.I2F, 0);
    }

    private static FloatVector real(FloatVector low, FloatVector high) {
        return low.rearrange(EVEN).blend(high.rearrange(EVEN), UPPER_HALF);
    }

    private static FloatVector imaginary(FloatVector low, FloatVector high) {
        return low.rearrange(ODD).blend(high.rearrange(ODD), UPPER_HALF);
    }

    /** (first, −first, first …). */
    private static FloatVector alternating(float first) {
        return broadcast(FLOAT, first).blend(-first, IMAGINARY);
    }

    private static float get(MemorySegment memory, long at) {
        return memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
    }

    private static void set(MemorySegment memory, long at, float value) {
        memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, value);
    }
}
