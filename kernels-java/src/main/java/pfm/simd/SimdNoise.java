package pfm.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import pfm.noise.Gaussian;
import pfm.noise.NoiseRow;

/**
 * {@link NoiseRow}, a register at a time: the same bits. Where noise is added, {@code y = fma(σ, N, y)}: one rounding.
 *
 * <p>A group of 64 samples is made in a buffer of its own and added from there, so that the one hot body only ever sees
 * the heap; the samples of a row may be on the heap or off it, by methods apart.
 */
public final class SimdNoise {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;
    private static final VectorSpecies<Long> LONG = VectorSpecies.of(long.class, Lanes.SHAPE);
    private static final LongVector EVEN = LongVector.broadcast(LONG, 0).addIndex(2);
    private static final int GROUP = NoiseRow.GROUP;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private SimdNoise() {
    }

    /** Sets {@code to[at + i] = row.normal(first + i)}. */
    public static void normals(NoiseRow row, int first, int count, float[] to, int at) {
        int[] words = new int[GROUP];
        float[] group = new float[GROUP];
        for (int i = 0; i < count;) {
            int from = first + i & GROUP - 1;
            int length = Math.min(GROUP - from, count - i);
            group(row, first + i, words, group);
            System.arraycopy(group, from, to, at + i, length);
            i += length;
        }
    }

    /** Adds {@code sigma·row.normal(first + i)} to {@code y[at + i]}. */
    public static void addNormals(NoiseRow row, int first, int count, float sigma, float[] y, int at) {
        int[] words = new int[GROUP];
        float[] group = new float[GROUP];
        for (int i = 0; i < count;) {
            int from = first + i & GROUP - 1;
            int length = Math.min(GROUP - from, count - i);
            group(row, first + i, words, group);
            add(group, from, length, sigma, y, at + i);
            i += length;
        }
    }

    /** Adds {@code sigma[sigmaAt + i]·row.normal(first + i)} to {@code y[at + i]}. */
    public static void addNormals(NoiseRow row, int first, int count, float[] sigma, int sigmaAt, float[] y, int at) {
        int[] words = new int[GROUP];
        float[] group = new float[GROUP];
        for (int i = 0; i < count;) {
            int from = first + i & GROUP - 1;
            int length = Math.min(GROUP - from, count - i);
            group(row, first + i, words, group);
            add(group, from, length, sigma, sigmaAt + i, y, at + i);
            i += length;
        }
    }

    /** Adds {@code sigma·row.normal(first + i)} to the float32 i of those from byte {@code at} on. */
    public static void addNormals(NoiseRow row, int first, int count, float sigma, MemorySegment y, long at) {
        int[] words = new int[GROUP];
        float[] group = new float[GROUP];
        for (int i = 0; i < count;) {
            int from = first + i & GROUP - 1;
            int length = Math.min(GROUP - from, count - i);
            group(row, first + i, words, group);
            add(group, from, length, sigma, y, at + (long) i * Float.BYTES);
            i += length;
        }
    }

    /** Adds {@code sigma[sigmaAt + i]·row.normal(first + i)} to the float32 i of those from byte {@code at} on. */
    public static void addNormals(NoiseRow row, int first, int count, float[] sigma, int sigmaAt, MemorySegment y,
            long at) {
        int[] words = new int[GROUP];
        float[] group = new float[GROUP];
        for (int i = 0; i < count;) {
            int from = first + i & GROUP - 1;
            int length = Math.min(GROUP - from, count - i);
            group(row, first + i, words, group);
            add(group, from, length, sigma, sigmaAt + i, y, at + (long) i * Float.BYTES);
            i += length;
        }
    }

    private static void add(float[] n, int from, int length, float sigma, float[] y, int at) {
        int i = 0;
        for (; i <= length - Lanes.COUNT; i += Lanes.COUNT) {
            noise(n, from + i).fma(Lanes.all(sigma), noise(y, at + i)).intoArray(y, at + i);
        }
        for (; i < length; i++) {
            y[at + i] = Math.fma(n[from + i], sigma, y[at + i]);
        }
    }

    private static void add(float[] n, int from, int length, float[] sigma, int sigmaAt, float[] y, int at) {
        int i = 0;
        for (; i <= length - Lanes.COUNT; i += Lanes.COUNT) {
            noise(n, from + i).fma(noise(sigma, sigmaAt + i), noise(y, at + i)).intoArray(y, at + i);
        }
        for (; i < length; i++) {
            y[at + i] = Math.fma(n[from + i], sigma[sigmaAt + i], y[at + i]);
        }
    }

    private static void add(float[] n, int from, int length, float sigma, MemorySegment y, long at) {
        int i = 0;
        for (; i <= length - Lanes.COUNT; i += Lanes.COUNT) {
            long bytes = at + (long) i * Float.BYTES;
            FloatVector v = FloatVector.fromMemorySegment(Lanes.FLOAT, y, bytes, Lanes.ORDER);
            noise(n, from + i).fma(Lanes.all(sigma), v).intoMemorySegment(y, bytes, Lanes.ORDER);
        }
        for (; i < length; i++) {
            long bytes = at + (long) i * Float.BYTES;
            y.set(FLOAT, bytes, Math.fma(n[from + i], sigma, y.get(FLOAT, bytes)));
        }
    }

    private static void add(float[] n, int from, int length, float[] sigma, int sigmaAt, MemorySegment y, long at) {
        int i = 0;
        for (; i <= length - Lanes.COUNT; i += Lanes.COUNT) {
            long bytes = at + (long) i * Float.BYTES;
            FloatVector v = FloatVector.fromMemorySegment(Lanes.FLOAT, y, bytes, Lanes.ORDER);
            noise(n, from + i).fma(noise(sigma, sigmaAt + i), v).intoMemorySegment(y, bytes, Lanes.ORDER);
        }
        for (; i < length; i++) {
            long bytes = at + (long) i * Float.BYTES;
            y.set(FLOAT, bytes, Math.fma(n[from + i], sigma[sigmaAt + i], y.get(FLOAT, bytes)));
        }
    }

    private static FloatVector noise(float[] values, int at) {
        return FloatVector.fromArray(Lanes.FLOAT, values, at);
    }

    /** The 64 samples of the group that has {@code sample}; no register passes from method to method. */
    private static void group(NoiseRow row, int sample, int[] words, float[] to) {
        int block = (sample >> 6) * NoiseRow.BLOCKS;
        for (int lane = 0; lane < NoiseRow.BLOCKS; lane += Lanes.COUNT) {
            words(block + lane, (int) row.row() & LOW, row.tile() & LOW, row.purpose() & LOW, (int) row.seed(),
                    (int) (row.seed() >>> 32), words, lane);
        }
        normals(words, to);
    }

    /**
     * As many blocks as there are lanes. Words lie in the low half of longs, the even blocks and the odd ones apart;
     * what is above them is of no account until they come together.
     */
    private static void words(int block, long c1, long c2, long c3, int k0, int k1, int[] to, int at) {
        LongVector a0 = EVEN.add(block);
        LongVector b0 = EVEN.add(block + 1L);
        LongVector a1 = LongVector.broadcast(LONG, c1);
        LongVector b1 = a1;
        LongVector a2 = LongVector.broadcast(LONG, c2);
        LongVector b2 = a2;
        LongVector a3 = LongVector.broadcast(LONG, c3);
        LongVector b3 = a3;
        for (int round = 0; round < 10; round++) {
            LongVector p0 = a0.and(LOW).mul(M0);
            LongVector p1 = a2.and(LOW).mul(M1);
            LongVector q0 = b0.and(LOW).mul(M0);
            LongVector q1 = b2.and(LOW).mul(M1);
            LongVector keys = LongVector.broadcast(LONG, k0);
            a0 = high(p1).lanewise(VectorOperators.XOR, a1).lanewise(VectorOperators.XOR, keys);
            b0 = high(q1).lanewise(VectorOperators.XOR, b1).lanewise(VectorOperators.XOR, keys);
            keys = LongVector.broadcast(LONG, k1);
            a2 = high(p0).lanewise(VectorOperators.XOR, a3).lanewise(VectorOperators.XOR, keys);
            b2 = high(q0).lanewise(VectorOperators.XOR, b3).lanewise(VectorOperators.XOR, keys);
            a1 = p1;
            b1 = q1;
            a3 = p0;
            b3 = q0;
            k0 += W0;
            k1 += W1;
        }
        join(a0, b0).intoArray(to, at);
        join(a1, b1).intoArray(to, at + NoiseRow.BLOCKS);
        join(a2, b2).intoArray(to, at + 2 * NoiseRow.BLOCKS);
        join(a3, b3).intoArray(to, at + 3 * NoiseRow.BLOCKS);
    }

    private static LongVector high(LongVector v) {
        return v.lanewise(VectorOperators.LSHR, 32);
    }

    private static IntVector join(LongVector even, LongVector odd) {
        return even.and(LOW).or(odd.lanewise(VectorOperators.LSHL, 32)).reinterpretAsInts();
    }

    /** {@link Gaussian#first} to the first half of each 32 numbers and {@link Gaussian#second} to the other. */
    private static void normals(int[] words, float[] to) {
        for (int i = 0; i < GROUP / 2; i += Lanes.COUNT) {
            int at = i / NoiseRow.BLOCKS * 2 * NoiseRow.BLOCKS + i % NoiseRow.BLOCKS;
            IntVector w = IntVector.fromArray(Lanes.INT, words, at);
            FloatVector u = floats(w.lanewise(VectorOperators.LSHR, 16))
                    .fma(Lanes.all(0x1p16f), floats(w.and(0xFFFF)).add(0.5f));
            IntVector bits = u.reinterpretAsInts().sub(Gaussian.REDUCTION);
            FloatVector octaves = floats(bits.lanewise(VectorOperators.ASHR, 23));
            FloatVector f = bits.and(Gaussian.FRACTION).add(Gaussian.ROOT_HALF).reinterpretAsFloats().sub(1);
            FloatVector p = f.fma(Lanes.all(Gaussian.L8), Lanes.all(Gaussian.L7)).fma(f, Lanes.all(Gaussian.L6))
                    .fma(f, Lanes.all(Gaussian.L5)).fma(f, Lanes.all(Gaussian.L4)).fma(f, Lanes.all(Gaussian.L3))
                    .fma(f, Lanes.all(Gaussian.L2)).fma(f, Lanes.all(Gaussian.L1)).fma(f, Lanes.all(Gaussian.L0));
            FloatVector r = octaves.fma(Lanes.all(Gaussian.OCTAVE), f.mul(p)).sqrt();

            IntVector angle = IntVector.fromArray(Lanes.INT, words, at + NoiseRow.BLOCKS);
            r = r.reinterpretAsInts().lanewise(VectorOperators.XOR, angle.and(1 << 31)).reinterpretAsFloats();
            FloatVector t = floats(angle.lanewise(VectorOperators.LSHL, 1)).mul(0x1p-32f);
            FloatVector z = t.mul(t);
            z.fma(Lanes.all(Gaussian.C4), Lanes.all(Gaussian.C3)).fma(z, Lanes.all(Gaussian.C2))
                    .fma(z, Lanes.all(Gaussian.C1)).fma(z, Lanes.all(Gaussian.C0)).mul(r).intoArray(to, at);
            z.fma(Lanes.all(Gaussian.S4), Lanes.all(Gaussian.S3)).fma(z, Lanes.all(Gaussian.S2))
                    .fma(z, Lanes.all(Gaussian.S1)).fma(z, Lanes.all(Gaussian.S0)).mul(t).mul(r)
                    .intoArray(to, at + NoiseRow.BLOCKS);
        }
    }

    private static FloatVector floats(IntVector v) {
        return (FloatVector) v.convert(VectorOperators.I2F, 0);
    }
}
