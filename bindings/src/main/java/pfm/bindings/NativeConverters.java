package pfm.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.analog.Crossbar;
import pfm.simd.SimdConverter;
import pfm.simd.TileConverters;

/** {@link TileConverters} before and after products off the heap; what is not plain is converted on it. */
final class NativeConverters {
    private final TileConverters converters;
    private final float[] scratch;

    /** Those of a crossbar, for so many numbers at once. */
    NativeConverters(Crossbar spec, int longest) {
        converters = new TileConverters(spec);
        scratch = new float[converters.plainDac() && converters.plainAdc() ? 0 : longest];
    }

    void scaleAndConvert(float scale, MemorySegment from, long at, int count, MemorySegment to, long toAt) {
        if (converters.plainDac()) {
            SimdConverter.scaleAndConvert(converters.dac(), scale, from, at, count, to, toAt);
        } else {
            converters.scaleAndConvert(scale, from, at, count, scratch, 0);
            MemorySegment.copy(scratch, 0, to, ValueLayout.JAVA_FLOAT, toAt, count);
        }
    }

    boolean clipsAny(MemorySegment values, long at, int count) {
        if (converters.plainAdc()) {
            return SimdConverter.clipsAny(converters.leastClipped(), values, at, count);
        }
        MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, at, scratch, 0, count);
        return converters.clipsAny(scratch, 0, count);
    }

    void convertAndAdd(int part, MemorySegment from, long fromAt, int column, int count, float a, float b, float d,
            boolean increment, MemorySegment to, long at) {
        if (converters.plainAdc()) {
            SimdConverter.convertAndAdd(converters.adc(), from, fromAt, count, a, b, d, increment, to, at);
        } else {
            MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, fromAt, scratch, 0, count);
            converters.convertAndAdd(part, scratch, 0, column, count, a, b, d, increment, to, at);
        }
    }
}
