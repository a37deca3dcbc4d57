package pfm.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

import pfm.noise.Gaussian;
import pfm.noise.NoiseRow;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static pfm.simd.Lanes.FLOAT;

/**
 * {@link NoiseRow}, a register at a time: the same bits. Where noise is added, {@code y = fma(σ, N, y)}: one rounding.
 *
 * <p>A group of 64 samples is made in a buffer of its own and added from there, so that the one hot body only ever sees
 * the heap; the samples of a row may be on the heap or off it, by methods apart. The two methods that make a group call
 * nothing but what the JDK forces C2 to inline: they go beyond its budget of nodes, and a register that is handed to a
 * method which is not inlined becomes an object.
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
    private static final ValueLayout.OfFloat FLOAT32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

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
            y.set(FLOAT32, bytes, Math.fma(n[from + i], sigma, y.get(FLOAT32, bytes)));
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
            y.set(FLOAT32, bytes, Math.fma(n[from + i], sigma[sigmaAt + i], y.get(FLOAT32, bytes)));
        }
    }

    private static FloatVector noise(float[] values, int at) {
        return FloatVector.fromArray(Lanes.FLOAT, values, at);
    }

    /** The 64 samples of the group that has {@code sample}. */
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
            a0 = p1.lanewise(LSHR, 32).lanewise(XOR, a1).lanewise(XOR, keys);
            b0 = q1.lanewise(LSHR, 32).lanewise(XOR, b1).lanewise(XOR, keys);
            keys = LongVector.broadcast(LONG, k1);
            a2 = p0.lanewise(LSHR, 32).lanewise(XOR, a3).lanewise(XOR, keys);
            b2 = q0.lanewise(LSHR, 32).lanewise(XOR, b3).lanewise(XOR, keys);
            a1 = p1;
            b1 = q1;
            a3 = p0;
            b3 = q0;
            k0 += W0;
            k1 += W1;
        }
        a0.and(LOW).or(b0.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at);
        a1.and(LOW).or(b1.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + NoiseRow.BLOCKS);
        a2.and(LOW).or(b2.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + 2 * NoiseRow.BLOCKS);
        a3.and(LOW).or(b3.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + 3 * NoiseRow.BLOCKS);
    }

    /** {@link Gaussian#first} to the first half of each 32 numbers and {@link Gaussian#second} to the other. */
    private static void normals(int[] words, float[] to) {
        for (int i = 0; i < GROUP / 2; i += Lanes.COUNT) {
            int at = i / NoiseRow.BLOCKS * 2 * NoiseRow.BLOCKS + i % NoiseRow.BLOCKS;
            IntVector w = IntVector.fromArray(Lanes.INT, words, at);
            FloatVector u = ((FloatVector) w.lanewise(LSHR, 16).convert(I2F, 0))
                    .fma(broadcast(FLOAT, 0x1p16f), ((FloatVector) w.and(0xFFFF).convert(I2F, 0)).add(0.5f));
            IntVector bits = u.reinterpretAsInts().sub(Gaussian.REDUCTION);
            FloatVector octaves = (FloatVector) bits.lanewise(ASHR, 23).convert(I2F, 0);
            FloatVector f = bits.and(Gaussian.FRACTION).add(Gaussian.ROOT_HALF).reinterpretAsFloats().sub(1);
            FloatVector p = f.fma(broadcast(FLOAT, Gaussian.L8), broadcast(FLOAT, Gaussian.L7))
                    .fma(f, broadcast(FLOAT, Gaussian.L6)).fma(f, broadcast(FLOAT, Gaussian.L5))
                    .fma(f, broadcast(FLOAT, Gaussian.L4)).fma(f, broadcast(FLOAT, Gaussian.L3))
                    .fma(f, broadcast(FLOAT, Gaussian.L2)).fma(f, broadcast(FLOAT, Gaussian.L1))
                    .fma(f, broadcast(FLOAT, Gaussian.L0));
            FloatVector r = octaves.fma(broadcast(FLOAT, Gaussian.OCTAVE), f.mul(p)).sqrt();

            IntVector angle = IntVector.fromArray(Lanes.INT, words, at + NoiseRow.BLOCKS);
            r = r.reinterpretAsInts().lanewise(XOR, angle.and(1 << 31)).reinterpretAsFloats();
            FloatVector t = ((FloatVector) angle.lanewise(LSHL, 1).convert(I2F, 0)).mul(0x1p-32f);
            FloatVector z = t.mul(t);
            z.fma(broadcast(FLOAT, Gaussian.C4), broadcast(FLOAT, Gaussian.C3)).fma(z, broadcast(FLOAT, Gaussian.C2))
                    .fma(z, broadcast(FLOAT, Gaussian.C1)).fma(z, broadcast(FLOAT, Gaussian.C0)).mul(r)
                    .intoArray(to, at);
            z.fma(broadcast(FLOAT, Gaussian.S4), broadcast(FLOAT, Gaussian.S3)).fma(z, broadcast(FLOAT, Gaussian.S2))
                    .fma(z, broadcast(FLOAT, Gaussian.S1)).fma(z, broadcast(FLOAT, Gaussian.S0)).mul(t).mul(r)
                    .intoArray(to, at + NoiseRow.BLOCKS);
        }
    }
}
