package pfm.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import pfm.analog.Converter;
import pfm.analog.InputScaling;

/**
 * {@link Converter}, a register at a time: the same float32 operations in the same order, so the same bits. The numbers
 * between DAC and ADC may be on the heap or off it, by methods apart: C2 would slow both down in one.
 */
public final class SimdConverter {
    /** From here on a float32 has no fraction; below, adding and subtracting it rounds to even. */
    static final float INTEGERS = 0x1p23f;
    private static final int SIGN = 1 << 31;
    private static final int LANES = Lanes.COUNT;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private SimdConverter() {
    }

    /** Sets {@code to[i] = c.convert(scale·from[i])}. */
    public static void scaleAndConvert(Converter c, float scale, MemorySegment from, long at, int count,
            float[] to, int toAt) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector v = load(from, at + (long) i * Float.BYTES);
            convert(c, v.mul(scale)).intoArray(to, toAt + i);
        }
        for (; i < count; i++) {
            to[toAt + i] = c.convert(scale * from.get(FLOAT, at + (long) i * Float.BYTES));
        }
    }

    /** As {@link #scaleAndConvert(Converter, float, MemorySegment, long, int, float[], int)}, off the heap. */
    public static void scaleAndConvert(Converter c, float scale, MemorySegment from, long at, int count,
            MemorySegment to, long toAt) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            long bytes = (long) i * Float.BYTES;
            convert(c, load(from, at + bytes).mul(scale)).intoMemorySegment(to, toAt + bytes, Lanes.ORDER);
        }
        for (; i < count; i++) {
            long bytes = (long) i * Float.BYTES;
            to.set(FLOAT, toAt + bytes, c.convert(scale * from.get(FLOAT, at + bytes)));
        }
    }

    /** Sets or increments {@code to[i]} by {@code ((c.convert(from[i])·a)·b)·d}. */
    public static void convertAndAdd(Converter c, float[] from, int fromAt, int count, float a, float b, float d,
            boolean increment, MemorySegment to, long at) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector v = convert(c, FloatVector.fromArray(Lanes.FLOAT, from, fromAt + i)).mul(a).mul(b).mul(d);
            store(increment, v, to, at + (long) i * Float.BYTES);
        }
        for (; i < count; i++) {
            store(increment, c.convert(from[fromAt + i]) * a * b * d, to, at + (long) i * Float.BYTES);
        }
    }

    /** As {@link #convertAndAdd(Converter, float[], int, int, float, float, float, boolean, MemorySegment, long)}. */
    public static void convertAndAdd(Converter c, MemorySegment from, long fromAt, int count, float a, float b, float d,
            boolean increment, MemorySegment to, long at) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            long bytes = (long) i * Float.BYTES;
            store(increment, convert(c, load(from, fromAt + bytes)).mul(a).mul(b).mul(d), to, at + bytes);
        }
        for (; i < count; i++) {
            long bytes = (long) i * Float.BYTES;
            store(increment, c.convert(from.get(FLOAT, fromAt + bytes)) * a * b * d, to, at + bytes);
        }
    }

    private static void store(boolean increment, FloatVector v, MemorySegment to, long at) {
        if (increment) { // two stores: C2 boxes what a conditional expression would give
            load(to, at).add(v).intoMemorySegment(to, at, Lanes.ORDER);
        } else {
            v.intoMemorySegment(to, at, Lanes.ORDER);
        }
    }

    private static void store(boolean increment, float v, MemorySegment to, long at) {
        to.set(FLOAT, at, increment ? to.get(FLOAT, at) + v : v);
    }

    /** The least magnitude that c clips; NaN, which nothing reaches, where it never clips. */
    public static float leastClipped(Converter c) {
        int kept = -1;
        int clipped = Float.floatToIntBits(Float.POSITIVE_INFINITY) + 1; // bits of floats have their order
        while (clipped - kept > 1) {
            int middle = (kept + clipped) >>> 1;
            if (c.clips(Float.intBitsToFloat(middle))) {
                clipped = middle;
            } else {
                kept = middle;
            }
        }
        return Float.intBitsToFloat(clipped);
    }

    /** Whether any of the values has a magnitude of {@code least} at least. */
    public static boolean clipsAny(float least, float[] values, int at, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            if (reaches(least, FloatVector.fromArray(Lanes.FLOAT, values, at + i))) {
                return true;
            }
        }
        for (; i < count; i++) {
            if (Math.abs(values[at + i]) >= least) {
                return true;
            }
        }
        return false;
    }

    /** Whether any of the values has a magnitude of {@code least} at least. */
    public static boolean clipsAny(float least, MemorySegment values, long at, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            if (reaches(least, load(values, at + (long) i * Float.BYTES))) {
                return true;
            }
        }
        for (; i < count; i++) {
            if (Math.abs(values.get(FLOAT, at + (long) i * Float.BYTES)) >= least) {
                return true;
            }
        }
        return false;
    }

    private static boolean reaches(float least, FloatVector v) {
        return v.abs().compare(VectorOperators.GE, least).anyTrue();
    }

    /** The factor α of the values, before it is averaged. */
    public static float alpha(InputScaling scaling, MemorySegment values, long at, int count) {
        return switch (scaling) {
            case InputScaling.None() -> 1;
            case InputScaling.Constant(float alpha) -> alpha;
            case InputScaling.AbsMax _, InputScaling.AverageAbsMax _ -> magnitude(values, at, count);
            case InputScaling.Max() -> max(values, at, count);
        };
    }

    /** The largest magnitude; NaN if there is one. Bits of magnitudes have the order of integers, NaN's above all. */
    static float magnitude(MemorySegment values, long at, int count) {
        IntVector max = Lanes.all(0);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            max = max.max(load(values, at + (long) i * Float.BYTES).abs().reinterpretAsInts());
        }
        float result = Float.intBitsToFloat(max.reduceLanes(VectorOperators.MAX));
        for (; i < count; i++) {
            result = Math.max(result, Math.abs(values.get(FLOAT, at + (long) i * Float.BYTES)));
        }
        return result;
    }

    /** The largest value; NaN if there is one. */
    static float max(MemorySegment values, long at, int count) {
        FloatVector max = Lanes.all(Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            max = max.max(load(values, at + (long) i * Float.BYTES));
        }
        float result = max.reduceLanes(VectorOperators.MAX);
        for (; i < count; i++) {
            result = Math.max(result, values.get(FLOAT, at + (long) i * Float.BYTES));
        }
        return result;
    }

    /** On magnitudes, with the sign put back: one comparison then clips both ends, and NaN passes. */
    private static FloatVector convert(Converter c, FloatVector v) {
        if (c.isIdeal()) {
            return v;
        }
        FloatVector m = c.lsb() == 0 ? v.abs() : round(v.div(c.lsb()).abs()).mul(c.lsb());
        m = m.blend(c.bound(), m.compare(VectorOperators.GT, c.bound()));
        return m.reinterpretAsInts().or(v.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
    }

    private static FloatVector round(FloatVector magnitude) {
        return magnitude.blend(magnitude.add(INTEGERS).sub(INTEGERS), magnitude.compare(VectorOperators.LT, INTEGERS));
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(Lanes.FLOAT, segment, at, Lanes.ORDER);
    }
}
