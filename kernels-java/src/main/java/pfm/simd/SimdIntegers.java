package pfm.simd;

import static pfm.simd.Lanes.COUNT;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.INT;
import static pfm.simd.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import pfm.analog.Arithmetic;

/** {@link Arithmetic#INTEGER8} as float32 that hold integers, in native memory, a register at a time. */
public final class SimdIntegers {
    /** As many bytes as a register has float32 lanes; twice as many where there are four, the least that there is. */
    public static final VectorSpecies<Byte> BYTES = COUNT == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    /** What {@link #BYTES} has more than a register has lanes. */
    private static final int MORE = BYTES.length() - COUNT;
    /** A float32 in [2^23, 2^24] is an integer that its last bits hold; this one is in the middle. */
    public static final float INTEGERS = 0x1.8p23f;

    private static final ValueLayout.OfFloat REAL = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt INTEGER = ValueLayout.JAVA_INT_UNALIGNED;

    private SimdIntegers() {
    }

    /** A register of bytes as float32; {@link #BYTES} are read. */
    public static FloatVector load(MemorySegment bytes, long at) {
        return (FloatVector) ByteVector.fromMemorySegment(BYTES, bytes, at, ORDER)
                .convertShape(VectorOperators.B2F, FLOAT, 0);
    }

    /** The nearest integers in [−128, 127], half to even; NaN stays. */
    public static FloatVector round(FloatVector v) {
        return v.max(Arithmetic.LOWEST).min(Arithmetic.HIGHEST).add(INTEGERS).sub(INTEGERS);
    }

    /** Sets float32 numbers to bytes. */
    public static void unpack(MemorySegment bytes, long at, int count, MemorySegment to, long toAt) {
        int i = 0;
        for (; i <= count - COUNT - MORE; i += COUNT) {
            load(bytes, at + i).intoMemorySegment(to, toAt + (long) i * Float.BYTES, ORDER);
        }
        for (; i < count; i++) {
            to.set(REAL, toAt + (long) i * Float.BYTES, bytes.get(ValueLayout.JAVA_BYTE, at + i));
        }
    }

    /**
     * The sum of products of bytes with float32 numbers that are integers in [−128, 127]; at most
     * {@link Arithmetic#EXACT_IN_FLOAT32}, whose sum is exact in any order.
     */
    public static int dot(MemorySegment bytes, long at, MemorySegment x, long xAt, int count) {
        FloatVector s0 = Lanes.all(0f);
        FloatVector s1 = Lanes.all(0f);
        FloatVector s2 = Lanes.all(0f);
        FloatVector s3 = Lanes.all(0f);
        int i = 0;
        for (; i <= count - 4 * COUNT - MORE; i += 4 * COUNT) {
            s0 = load(bytes, at + i).fma(real(x, xAt, i), s0);
            s1 = load(bytes, at + COUNT + (long) i).fma(real(x, xAt + Lanes.BYTES, i), s1);
            s2 = load(bytes, at + 2 * COUNT + i).fma(real(x, xAt + 2 * Lanes.BYTES, i), s2);
            s3 = load(bytes, at + 3 * COUNT + i).fma(real(x, xAt + 3 * Lanes.BYTES, i), s3);
        }
        for (; i <= count - COUNT - MORE; i += COUNT) {
            s0 = load(bytes, at + i).fma(real(x, xAt, i), s0);
        }
        int sum = (int) s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
        for (; i < count; i++) {
            sum += bytes.get(ValueLayout.JAVA_BYTE, at + i) * (int) x.get(REAL, xAt + (long) i * Float.BYTES);
        }
        return sum;
    }

    private static FloatVector real(MemorySegment x, long at, int i) {
        return FloatVector.fromMemorySegment(FLOAT, x, at + (long) i * Float.BYTES, ORDER);
    }

    /** Sets float32 numbers to the integers of others, and says whether all of those were numbers. */
    public static boolean round(MemorySegment from, long at, int count, MemorySegment to, long toAt) {
        boolean numbers = true;
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            long bytes = (long) i * Float.BYTES;
            FloatVector v = FloatVector.fromMemorySegment(FLOAT, from, at + bytes, ORDER);
            numbers &= !v.test(VectorOperators.IS_NAN).anyTrue();
            round(v).intoMemorySegment(to, toAt + bytes, ORDER);
        }
        for (; i < count; i++) {
            float v = from.get(REAL, at + (long) i * Float.BYTES);
            numbers &= !Float.isNaN(v);
            to.set(REAL, toAt + (long) i * Float.BYTES, Arithmetic.integer(v));
        }
        return numbers;
    }

    /** Increments 32-bit integers by float32 numbers that are integers of at most 2^24. */
    public static void add(MemorySegment parts, long at, int count, MemorySegment sums, long sumsAt) {
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            long bytes = (long) i * Float.BYTES;
            IntVector part = (IntVector) FloatVector.fromMemorySegment(FLOAT, parts, at + bytes, ORDER)
                    .convertShape(VectorOperators.F2I, INT, 0);
            IntVector.fromMemorySegment(INT, sums, sumsAt + bytes, ORDER).add(part)
                    .intoMemorySegment(sums, sumsAt + bytes, ORDER);
        }
        for (; i < count; i++) {
            long bytes = (long) i * Float.BYTES;
            sums.set(INTEGER, sumsAt + bytes, sums.get(INTEGER, sumsAt + bytes) + (int) parts.get(REAL, at + bytes));
        }
    }

    /** Sets float32 numbers to the nearest of 32-bit integers. */
    public static void store(MemorySegment sums, long at, int count, MemorySegment to, long toAt) {
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            long bytes = (long) i * Float.BYTES;
            FloatVector v = (FloatVector) IntVector.fromMemorySegment(INT, sums, at + bytes, ORDER)
                    .convertShape(VectorOperators.I2F, FLOAT, 0);
            v.intoMemorySegment(to, toAt + bytes, ORDER);
        }
        for (; i < count; i++) {
            long bytes = (long) i * Float.BYTES;
            to.set(REAL, toAt + bytes, sums.get(INTEGER, at + bytes));
        }
    }
}
