package pfm.simd;

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
 * Has scratch memory, so each thread needs one of its own.
 *
 * <p>The two methods that make groups of 64 samples call nothing but what the JDK forces C2 to inline: they go beyond
 * its budget of nodes, and a register that is handed to a method which is not inlined becomes an object. Both loop over
 * groups themselves: one group alone waits for its own chain of ten rounds.
 */
public final class SimdNoise {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final long LOW = 0xFFFFFFFFL;
    private static final VectorSpecies<Long> LONG = VectorSpecies.of(long.class, Lanes.SHAPE);
    private static final LongVector STEP0 = LongVector.broadcast(LONG, 0x9E3779B9L);
    private static final LongVector STEP1 = LongVector.broadcast(LONG, 0xBB67AE85L);
    private static final LongVector EVEN = LongVector.broadcast(LONG, 0).addIndex(2);
    private static final int GROUP = NoiseRow.GROUP;
    private static final int BLOCKS = NoiseRow.BLOCKS;
    /** Groups that are made at once. */
    private static final int MOST = 8;

    /** Two registers are filled at once, the second of which may be of the group behind the last one. */
    private final int[] words = new int[(MOST + 1) * GROUP];
    private final float[] numbers = new float[MOST * GROUP];
    /** Where among the numbers those begin that are wanted. */
    private int from;
    private int length;

    /** Sets {@code to[at + i] = row.normal(first + i)}. */
    public void normals(NoiseRow row, int first, int count, float[] to, int at) {
        for (int i = 0; i < count; i += length) {
            make(row, first + i, count - i);
            System.arraycopy(numbers, from, to, at + i, length);
        }
    }

    /** Adds {@code sigma·row.normal(first + i)} to {@code y[at + i]}. */
    public void addNormals(NoiseRow row, int first, int count, float sigma, float[] y, int at) {
        for (int i = 0; i < count; i += length) {
            make(row, first + i, count - i);
            add(numbers, from, length, sigma, y, at + i);
        }
    }

    /** Adds {@code sigma[sigmaAt + i]·row.normal(first + i)} to {@code y[at + i]}. */
    public void addNormals(NoiseRow row, int first, int count, float[] sigma, int sigmaAt, float[] y, int at) {
        for (int i = 0; i < count; i += length) {
            make(row, first + i, count - i);
            add(numbers, from, length, sigma, sigmaAt + i, y, at + i);
        }
    }

    /** Makes the groups of samples {@code first …}, up to {@code most} samples. */
    private void make(NoiseRow row, int first, int most) {
        from = first & GROUP - 1;
        length = Math.min(MOST * GROUP - from, most);
        int groups = Math.ceilDiv(from + length, GROUP);
        words((first >> 6) * BLOCKS, groups * BLOCKS, (int) row.row() & LOW, row.tile() & LOW, row.purpose() & LOW,
                (int) row.seed(), (int) (row.seed() >>> 32), words);
        normals(words, groups, numbers);
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

    private static FloatVector noise(float[] values, int at) {
        return FloatVector.fromArray(Lanes.FLOAT, values, at);
    }

    /**
     * Words of {@code count} blocks from the {@code first} on, two registers of blocks at once: one register alone
     * waits for its multiplications. Words lie in the low half of longs, the even blocks (a, c) and the odd ones (b, d)
     * apart; what is above them is of no account until they come together.
     */
    private static void words(int first, int count, long w1, long w2, long w3, int k0, int k1, int[] to) {
        for (int block = 0; block < count; block += 2 * Lanes.COUNT) {
            LongVector a0 = EVEN.add(first + block);
            LongVector b0 = EVEN.add(first + block + 1L);
            LongVector c0 = EVEN.add(first + block + Lanes.COUNT);
            LongVector d0 = EVEN.add(first + block + Lanes.COUNT + 1L);
            LongVector a1 = LongVector.broadcast(LONG, w1);
            LongVector b1 = a1;
            LongVector c1 = a1;
            LongVector d1 = a1;
            LongVector a2 = LongVector.broadcast(LONG, w2);
            LongVector b2 = a2;
            LongVector c2 = a2;
            LongVector d2 = a2;
            LongVector a3 = LongVector.broadcast(LONG, w3);
            LongVector b3 = a3;
            LongVector c3 = a3;
            LongVector d3 = a3;
            LongVector key0 = LongVector.broadcast(LONG, k0);
            LongVector key1 = LongVector.broadcast(LONG, k1);
            for (int round = 0; round < 10; round++) {
                LongVector am0 = a0.and(LOW).mul(M0);
                LongVector am1 = a2.and(LOW).mul(M1);
                LongVector bm0 = b0.and(LOW).mul(M0);
                LongVector bm1 = b2.and(LOW).mul(M1);
                LongVector cm0 = c0.and(LOW).mul(M0);
                LongVector cm1 = c2.and(LOW).mul(M1);
                LongVector dm0 = d0.and(LOW).mul(M0);
                LongVector dm1 = d2.and(LOW).mul(M1);
                a0 = am1.lanewise(LSHR, 32).lanewise(XOR, a1).lanewise(XOR, key0);
                a2 = am0.lanewise(LSHR, 32).lanewise(XOR, a3).lanewise(XOR, key1);
                b0 = bm1.lanewise(LSHR, 32).lanewise(XOR, b1).lanewise(XOR, key0);
                b2 = bm0.lanewise(LSHR, 32).lanewise(XOR, b3).lanewise(XOR, key1);
                c0 = cm1.lanewise(LSHR, 32).lanewise(XOR, c1).lanewise(XOR, key0);
                c2 = cm0.lanewise(LSHR, 32).lanewise(XOR, c3).lanewise(XOR, key1);
                d0 = dm1.lanewise(LSHR, 32).lanewise(XOR, d1).lanewise(XOR, key0);
                d2 = dm0.lanewise(LSHR, 32).lanewise(XOR, d3).lanewise(XOR, key1);
                a1 = am1;
                a3 = am0;
                b1 = bm1;
                b3 = bm0;
                c1 = cm1;
                c3 = cm0;
                d1 = dm1;
                d3 = dm0;
                key0 = key0.add(STEP0);
                key1 = key1.add(STEP1);
            }
            int at = placeOf(block);
            a0.and(LOW).or(b0.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at);
            a1.and(LOW).or(b1.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + BLOCKS);
            a2.and(LOW).or(b2.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + 2 * BLOCKS);
            a3.and(LOW).or(b3.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + 3 * BLOCKS);
            at = placeOf(block + Lanes.COUNT);
            c0.and(LOW).or(d0.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at);
            c1.and(LOW).or(d1.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + BLOCKS);
            c2.and(LOW).or(d2.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + 2 * BLOCKS);
            c3.and(LOW).or(d3.lanewise(LSHL, 32)).reinterpretAsInts().intoArray(to, at + 3 * BLOCKS);
        }
    }

    /** Where word 0 of a block lies. */
    private static int placeOf(int block) {
        return block / BLOCKS * GROUP + block % BLOCKS;
    }

    /** {@link Gaussian#first} to the first half of each 32 numbers and {@link Gaussian#second} to the other. */
    private static void normals(int[] words, int groups, float[] to) {
        for (int i = 0; i < groups * GROUP / 2; i += Lanes.COUNT) {
            int at = i / BLOCKS * 2 * BLOCKS + i % BLOCKS;
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

            IntVector angle = IntVector.fromArray(Lanes.INT, words, at + BLOCKS);
            r = r.reinterpretAsInts().lanewise(XOR, angle.and(1 << 31)).reinterpretAsFloats();
            FloatVector t = ((FloatVector) angle.lanewise(LSHL, 1).convert(I2F, 0)).mul(0x1p-32f);
            FloatVector z = t.mul(t);
            z.fma(broadcast(FLOAT, Gaussian.C4), broadcast(FLOAT, Gaussian.C3)).fma(z, broadcast(FLOAT, Gaussian.C2))
                    .fma(z, broadcast(FLOAT, Gaussian.C1)).fma(z, broadcast(FLOAT, Gaussian.C0)).mul(r)
                    .intoArray(to, at);
            z.fma(broadcast(FLOAT, Gaussian.S4), broadcast(FLOAT, Gaussian.S3)).fma(z, broadcast(FLOAT, Gaussian.S2))
                    .fma(z, broadcast(FLOAT, Gaussian.S1)).fma(z, broadcast(FLOAT, Gaussian.S0)).mul(t).mul(r)
                    .intoArray(to, at + BLOCKS);
        }
    }
}
