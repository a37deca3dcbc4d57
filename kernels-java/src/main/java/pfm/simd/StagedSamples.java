package pfm.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import pfm.field.Samples;

import static pfm.simd.Lanes.COUNT;
import static pfm.simd.Lanes.INT;
import static pfm.simd.Lanes.ORDER;

/**
 * A worker's copy of a stretch of a medium, so that kernels never touch a mapping: float32 and float64 values as
 * float32, 8-bit levels as they are.
 *
 * @param memory of eight bytes for each value of the longest stretch
 */
public record StagedSamples(MemorySegment memory) {
    /** Copies {@code count} values from number {@code first} on. */
    public void load(Samples samples, long first, long count) {
        samples.stage(first, count, memory);
        if (samples.format() == Samples.Format.FLOAT64) {
            for (long i = 0; i < count; i++) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) memory.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
            }
        }
    }

    /** As {@link #load}; phases too large for {@link Phasor} are replaced by small ones, equal modulo 2π/scale. */
    public void loadPhases(Samples samples, long first, long count, double scale) {
        load(samples, first, count);
        if (samples.format() != Samples.Format.LEVELS8
                && !(largest(count) * Math.abs((float) (scale / Math.PI)) <= Phasor.REACH)) {
            for (long i = 0; i < count; i++) {
                double phase = scale * memory.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                        (float) (Math.atan2(Math.sin(phase), Math.cos(phase)) / scale));
            }
        }
    }

    /** The largest modulus of the first {@code count} floats, compared as integers; a NaN is larger than any. */
    private float largest(long count) {
        IntVector largest = IntVector.zero(INT);
        long i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            largest = largest.max(IntVector.fromMemorySegment(INT, memory, 4 * i, ORDER).and(Integer.MAX_VALUE));
        }
        int result = largest.reduceLanes(VectorOperators.MAX);
        for (; i < count; i++) {
            result = Math.max(result, memory.getAtIndex(ValueLayout.JAVA_INT, i) & Integer.MAX_VALUE);
        }
        return Float.intBitsToFloat(result);
    }
}
