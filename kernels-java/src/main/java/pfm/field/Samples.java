package pfm.field;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.Optional;

import pfm.quantity.Require;

/**
 * Real values that describe a medium, off-heap and possibly memory-mapped, more than 2^31 of them if need be: index
 * contrasts, phases or absorptions, as float32, float64, or as 8-bit levels with {@code value = min + level·step}; such
 * levels may also be generated where they are read, and take no memory at all.
 */
public final class Samples {
    /** How a value is stored. */
    public enum Format {
        /** 32-bit float. */
        FLOAT32(4),
        /** 64-bit float, for gradients in the reference. */
        FLOAT64(8),
        /** One of up to 256 levels: the precision that fabrication has. */
        LEVELS8(1);

        private final int bytes;

        Format(int bytes) {
            this.bytes = bytes;
        }

        /** Bytes of one value. */
        public int bytes() {
            return bytes;
        }
    }

    private final Format format;
    private final long count;
    private final MemorySegment segment;
    private final double min;
    private final double step;
    private final String source;
    private final Optional<RandomLevels> generator;
    /** Found when it is needed first; whoever finds it finds the same. */
    private MappedFile file;

    private Samples(Format format, long count, MemorySegment segment, double min, double step, String source) {
        this.format = format;
        this.count = Require.inRange("count of samples", 1, Long.MAX_VALUE >> 3, count);
        this.segment = OffHeap.shared(source, segment, count * format.bytes).asSlice(0, count * format.bytes);
        this.min = Require.finite("lowest level", "", min);
        this.step = Require.finite("level step", "", step);
        this.source = source;
        this.generator = Optional.empty();
    }

    private Samples(RandomLevels generator, long count, double min, double step) {
        this.format = Format.LEVELS8;
        this.count = Require.inRange("count of samples", 1, Long.MAX_VALUE >> 3, count);
        this.segment = MemorySegment.NULL;
        this.min = Require.finite("lowest level", "", min);
        this.step = Require.finite("level step", "", step);
        this.source = "a medium of " + generator.levels() + " random levels";
        this.generator = Optional.of(generator);
    }

    /** Zeros as float32 or float64. */
    public static Samples zeros(Precision precision, long count, Arena arena) {
        Format format = precision == Precision.FLOAT32 ? Format.FLOAT32 : Format.FLOAT64;
        MemorySegment memory = OffHeap.allocate(arena, count * format.bytes, count + " samples of a medium");
        return new Samples(format, count, memory, 0, 0, "samples");
    }

    /** A float32 copy of {@code values}. */
    public static Samples of(float[] values, Arena arena) {
        Samples samples = zeros(Precision.FLOAT32, values.length, arena);
        MemorySegment.copy(values, 0, samples.segment, ValueLayout.JAVA_FLOAT, 0, values.length);
        return samples;
    }

    /**
     * Float32 values in memory of the caller, without a copy; {@code source} names it in messages, as a file name does.
     */
    public static Samples float32(MemorySegment segment, long count, String source) {
        return new Samples(Format.FLOAT32, count, segment, 0, 0, source);
    }

    /**
     * 8-bit levels in memory of the caller, without a copy: {@code value = min + level·step}, level in 0 … 255.
     *
     * @param min  value of level 0
     * @param step difference of neighbouring levels
     */
    public static Samples levels8(MemorySegment segment, long count, double min, double step, String source) {
        return new Samples(Format.LEVELS8, count, segment, min, step, source);
    }

    /** 8-bit levels that are generated: {@code value = min + level·step}. They cannot be set. */
    public static Samples random(RandomLevels levels, long count, double min, double step) {
        return new Samples(Require.given("random levels", levels), count, min, step);
    }

    /** Samples stored as these are, in other memory. */
    Samples over(MemorySegment memory, long length) {
        return new Samples(format, length, memory, min, step, source);
    }

    /** How the values are stored. */
    public Format format() {
        return format;
    }

    /** Count of values. */
    public long count() {
        return count;
    }

    /**
     * The stored values.
     *
     * @throws IllegalStateException if they are generated
     */
    public MemorySegment segment() {
        if (generator.isPresent()) {
            throw new IllegalStateException(source + " must be in memory here, is generated; stage it");
        }
        return segment;
    }

    /** What generates the levels; empty for those in memory. */
    public Optional<RandomLevels> generator() {
        return generator;
    }

    /** Value of level 0, for {@link Format#LEVELS8}. */
    public double min() {
        return min;
    }

    /** Difference of neighbouring levels, for {@link Format#LEVELS8}. */
    public double step() {
        return step;
    }

    /** Where the values come from, for messages. */
    public String source() {
        return source;
    }

    /** One value. For tests, edges and the reference: fast kernels read the segment. */
    public double get(long index) {
        return switch (format) {
            case FLOAT32 -> segment.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index);
            case FLOAT64 -> segment.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, index);
            case LEVELS8 -> min + level(index) * step;
        };
    }

    private int level(long index) {
        return generator.isPresent() ? generator.get().level(Objects.checkIndex(index, count))
                : segment.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
    }

    /** Sets one value; a level is the nearest of 0 … 255. */
    public void set(long index, double value) {
        segment(); // generated ones refuse
        switch (format) {
            case FLOAT32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, index, (float) value);
            case FLOAT64 -> segment.setAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, index, value);
            case LEVELS8 -> segment.set(ValueLayout.JAVA_BYTE, index,
                    (byte) Math.clamp(Math.round((value - min) / step), 0, 255));
        }
    }

    /** Whether the values lie in a mapped file, which is read as pages are touched. */
    public boolean mapped() {
        return segment.isMapped();
    }

    /**
     * Brings a part of a mapped file into memory and returns when it is there. For threads that read ahead.
     *
     * @param first  index of the first value
     * @param length count of values
     * @throws MediumLostException if the memory behind the samples is gone
     */
    public void fetch(long first, long length) {
        if (generator.isPresent()) {
            return;
        }
        try {
            segment.asSlice(first * format.bytes, length * format.bytes).load();
            Runtime.getRuntime().freeMemory(); // as in stage
        } catch (InternalError fault) {
            throw new MediumLostException(source, fault);
        }
    }

    /**
     * Asks the system to read a part of a mapped file meanwhile, without waiting for it. Does nothing to other memory,
     * or where the system cannot.
     *
     * @param first  index of the first value
     * @param length count of values
     */
    public void expect(long first, long length) {
        Objects.checkFromIndexSize(first, length, count);
        if (mapped()) {
            file = file == null ? MappedFile.of(segment) : file;
            file.expect(first * format.bytes, length * format.bytes);
        }
    }

    /**
     * Lets a part of a mapped file go that is not needed for now: it no longer counts as memory of this process, and is
     * read again where somebody comes back to it. Does nothing to other memory, or where the system cannot.
     *
     * @param first  index of the first value
     * @param length count of values
     */
    public void release(long first, long length) {
        Objects.checkFromIndexSize(first, length, count);
        if (mapped()) {
            file = file == null ? MappedFile.of(segment) : file;
            file.release(first * format.bytes, length * format.bytes);
        }
    }

    /**
     * Copies stored values to {@code target}, in a way that survives a mapped file that was cut short meanwhile:
     * kernels read a medium only through this method, never from the mapping itself.
     *
     * @param first index of the first value
     * @param length count of values
     * @throws MediumLostException if the memory behind the samples is gone
     */
    public void stage(long first, long length, MemorySegment target) {
        if (generator.isPresent()) {
            Objects.checkFromIndexSize(first, length, count);
            generator.get().write(first, length, target);
            return;
        }
        try {
            MemorySegment.copy(segment, first * format.bytes, target, 0, length * format.bytes);
            // Compiled code learns of the fault at its next safepoint, which may lie behind this block: a call into the
            // JVM is one (30 ns; JDK 25: without it 34 of 35 faults passed the catch).
            Runtime.getRuntime().freeMemory();
        } catch (InternalError fault) { // what the JVM makes of SIGBUS inside a copy from a mapping
            throw new MediumLostException(source, fault);
        }
    }
}
