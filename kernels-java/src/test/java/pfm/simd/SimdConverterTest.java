package pfm.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import pfm.analog.Converter;
import pfm.noise.Philox;

/** The SIMD converters give the same bits as {@link Converter}. */
class SimdConverterTest {
    private static final List<Converter> CONVERTERS = List.of(Converter.IDEAL, new Converter(0, 0.3f),
            new Converter(0.5f, 7), Converter.ofBits(2, 1), Converter.ofBits(8, 10), Converter.ofBits(24, 1),
            new Converter(1e-30f, Float.MAX_VALUE), new Converter(Float.MIN_VALUE, 1), new Converter(1e30f, 1e-3f));

    /** Every float whose bits are a multiple of a prime, and those around ties and whole numbers. */
    private static float[] values() {
        IntStream spread = IntStream.rangeClosed(0, 70_000).map(i -> i * 61_357);
        IntStream ties = IntStream.range(-4096, 4096)
                .map(i -> Float.floatToRawIntBits(i / 4 * 0.25f) + i % 4);
        IntStream edges = IntStream.of(0, 1 << 31, 0x7F800000, 0xFF800000, 0x7FC00000, 0x4B000000, 0x4AFFFFFF,
                0x4B000001, 0xCB000000, 0xCAFFFFFF, 1, 0x7F7FFFFF);
        int[] bits = IntStream.concat(edges, IntStream.concat(spread, ties)).toArray();
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat(bits[i]);
        }
        return values;
    }

    @Test
    void scaledInputsHaveTheBitsOfTheDefinition() {
        float[] values = values();
        MemorySegment from = copy(values);
        for (Converter c : CONVERTERS) {
            for (float scale : new float[] {1, 0.7f, 1e-20f, Float.POSITIVE_INFINITY}) {
                float[] to = new float[values.length];
                SimdConverter.scaleAndConvert(c, scale, from, 0, values.length, to, 0);
                MemorySegment offHeap = copy(new float[values.length]);
                SimdConverter.scaleAndConvert(c, scale, from, 0, values.length, offHeap, 0);
                for (int i = 0; i < values.length; i++) {
                    same(c.convert(scale * values[i]), to[i], c + " of " + values[i] + " times " + scale);
                    same(to[i], get(offHeap, i), "off the heap");
                }
            }
        }
    }

    @Test
    void convertedOutputsHaveTheBitsOfTheDefinition() {
        float[] values = values();
        MemorySegment to = copy(new float[values.length]);
        for (Converter c : CONVERTERS) {
            SimdConverter.convertAndAdd(c, values, 0, values.length, 1.3f, 4, -0.9f, false, to, 0);
            for (int i = 0; i < values.length; i++) {
                same(c.convert(values[i]) * 1.3f * 4 * -0.9f, get(to, i), c + " of " + values[i]);
            }
            MemorySegment sum = copy(values);
            SimdConverter.convertAndAdd(c, values, 0, values.length, 1.3f, 4, -0.9f, true, sum, 0);
            MemorySegment offHeap = copy(values);
            MemorySegment sumOfOffHeap = copy(values);
            SimdConverter.convertAndAdd(c, offHeap, 0, values.length, 1.3f, 4, -0.9f, true, sumOfOffHeap, 0);
            SimdConverter.convertAndAdd(c, offHeap, 0, values.length, 1.3f, 4, -0.9f, false, offHeap, 0);
            for (int i = 0; i < values.length; i++) {
                same(values[i] + c.convert(values[i]) * 1.3f * 4 * -0.9f, get(sum, i), c + " of " + values[i]);
                same(get(sum, i), get(sumOfOffHeap, i), "off the heap");
                same(get(to, i), get(offHeap, i), "in place");
            }
        }
    }

    @Test
    void aClippedValueIsFoundAtEveryPosition() {
        Converter c = new Converter(0.5f, 1.5f);
        for (int count = 1; count < 70; count++) {
            float[] values = new float[count];
            Arrays.fill(values, 1.7f);
            clipsAny(false, c, values, "none of " + count);
            for (int i = 0; i < count; i++) {
                values[i] = -1.8f;
                clipsAny(true, c, values, i + " of " + count);
                values[i] = 1.7f;
            }
            values[count - 1] = Float.NaN;
            clipsAny(false, c, values, "NaN is not clipped");
        }
    }

    private static void clipsAny(boolean expected, Converter c, float[] values, String what) {
        float least = SimdConverter.leastClipped(c);
        assertEquals(expected, SimdConverter.clipsAny(least, values, 0, values.length), what);
        assertEquals(expected, SimdConverter.clipsAny(least, copy(values), 0, values.length), what + ", off the heap");
    }

    @Test
    void aValueIsClippedFromTheLeastMagnitudeOn() {
        for (Converter c : CONVERTERS) {
            float least = SimdConverter.leastClipped(c);
            for (float value : values()) {
                assertEquals(c.clips(value), Math.abs(value) >= least, c + " of " + value);
            }
            assertEquals(Float.isNaN(least), c.isIdeal(), c + ": all others clip something");
            assertFalse(c.clips(Math.nextDown(least)), c + ": just below");
        }
    }

    @Test
    void theMaximumIsFoundAtEveryPositionAndNaNWins() {
        for (int count = 1; count < 70; count++) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) Philox.uniform(1, 0, i) - 0.5f;
            }
            for (int i = 0; i < count; i++) {
                float kept = values[i];
                values[i] = -3;
                assertEquals(3, SimdConverter.magnitude(copy(values), 0, count));
                values[i] = 2;
                assertEquals(2, SimdConverter.max(copy(values), 0, count));
                values[i] = Float.NaN;
                assertEquals(Float.NaN, SimdConverter.max(copy(values), 0, count));
                values[i] = kept;
            }
        }
        assertEquals(-1, SimdConverter.max(copy(new float[] {-2, -1, -3}), 0, 3));
    }

    private static void same(float expected, float got, String what) {
        if (!(Float.isNaN(expected) && Float.isNaN(got))) {
            assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(got),
                    () -> what + " must be " + expected + ", was " + got);
        }
    }

    private static MemorySegment copy(float[] values) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, values);
    }

    private static float get(MemorySegment segment, int index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }
}
