package pfm.vector;

import static pfm.simd.Lanes.COUNT;
import static pfm.simd.SimdIntegers.load;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import pfm.analog.Arithmetic;
import pfm.simd.Lanes;
import pfm.simd.SimdIntegers;

/**
 * Inner kernels of {@link IntegerGemm}. Bytes become float32, whose sums of at most {@link Gemm#DEPTH} products are
 * exact: they stay within 2^22.
 */
final class IntegerKernels {
    private static final int BITS_OF_INTEGERS = Float.floatToRawIntBits(SimdIntegers.INTEGERS);
    private static final long PANEL = Panels.WIDTH;
    private static final int REGISTER = COUNT * Float.BYTES;

    private IntegerKernels() {
    }

    /** Bytes from {@code wAt} on as float32. */
    static void unpack(MemorySegment w, long wAt, int depth, MemorySegment to, long at) {
        for (int j = 0; j < depth; j++) {
            load(w, wAt + j * PANEL).intoMemorySegment(to, at + 2L * j * REGISTER, Lanes.ORDER);
            load(w, wAt + COUNT + j * PANEL).intoMemorySegment(to, at + REGISTER + 2L * j * REGISTER, Lanes.ORDER);
        }
    }

    /** One row of four panels, {@code step} bytes apart: the product of a single vector. */
    static void one(MemorySegment w, long wAt, long step, float[] x, int xAt, int depth, float[] p, int pAt) {
        FloatVector c00 = Lanes.all(0f);
        FloatVector c01 = Lanes.all(0f);
        FloatVector c10 = Lanes.all(0f);
        FloatVector c11 = Lanes.all(0f);
        FloatVector c20 = Lanes.all(0f);
        FloatVector c21 = Lanes.all(0f);
        FloatVector c30 = Lanes.all(0f);
        FloatVector c31 = Lanes.all(0f);
        for (int j = 0; j < depth; j++) {
            FloatVector xj = Lanes.all(x[xAt + j]);
            c00 = load(w, wAt + j * PANEL).fma(xj, c00);
            c01 = load(w, wAt + COUNT + j * PANEL).fma(xj, c01);
            c10 = load(w, wAt + step + j * PANEL).fma(xj, c10);
            c11 = load(w, wAt + step + COUNT + j * PANEL).fma(xj, c11);
            c20 = load(w, wAt + 2 * step + j * PANEL).fma(xj, c20);
            c21 = load(w, wAt + 2 * step + COUNT + j * PANEL).fma(xj, c21);
            c30 = load(w, wAt + 3 * step + j * PANEL).fma(xj, c30);
            c31 = load(w, wAt + 3 * step + COUNT + j * PANEL).fma(xj, c31);
        }
        c00.intoArray(p, pAt);
        c01.intoArray(p, pAt + COUNT);
        c10.intoArray(p, pAt + 2 * COUNT);
        c11.intoArray(p, pAt + 3 * COUNT);
        c20.intoArray(p, pAt + 4 * COUNT);
        c21.intoArray(p, pAt + 5 * COUNT);
        c30.intoArray(p, pAt + 6 * COUNT);
        c31.intoArray(p, pAt + 7 * COUNT);
    }

    /** {@code sums[i] += t[i]} of integers up to 2^22; {@code count} is a multiple of the lanes. */
    static void add(float[] t, int tAt, int count, int[] sums, int at) {
        for (int i = 0; i < count; i += COUNT) {
            IntVector integer = FloatVector.fromArray(Lanes.FLOAT, t, tAt + i).add(SimdIntegers.INTEGERS)
                    .reinterpretAsInts().sub(BITS_OF_INTEGERS);
            IntVector.fromArray(Lanes.INT, sums, at + i).add(integer).intoArray(sums, at + i);
        }
    }

    /** Makes integers of numbers, and says whether all of them were numbers. */
    static boolean round(float[] x, int at, int count) {
        boolean numbers = true;
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOAT, x, at + i);
            numbers &= !v.test(VectorOperators.IS_NAN).anyTrue();
            SimdIntegers.round(v).intoArray(x, at + i);
        }
        for (; i < count; i++) {
            numbers &= !Float.isNaN(x[at + i]);
            x[at + i] = Arithmetic.integer(x[at + i]);
        }
        return numbers;
    }

    /** Writes {@code count} sums as float32. */
    static void store(int[] sums, int at, int count, MemorySegment y, long yAt, float[] t, int tAt) {
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            real(sums, at + i).intoMemorySegment(y, yAt + (long) i * Float.BYTES, Lanes.ORDER);
        }
        if (i < count) {
            real(sums, at + i).intoArray(t, tAt);
            MemorySegment.copy(t, tAt, y, ValueLayout.JAVA_FLOAT_UNALIGNED,
                    yAt + (long) i * Float.BYTES, count - i);
        }
    }

    private static FloatVector real(int[] sums, int at) {
        return (FloatVector) IntVector.fromArray(Lanes.INT, sums, at).convertShape(
                VectorOperators.I2F, Lanes.FLOAT, 0);
    }

    /** Zeros. */
    static void clear(int[] sums, int at, int count) {
        Arrays.fill(sums, at, at + count, 0);
    }
}
