package pfm.noise;

import pfm.quantity.Require;

/**
 * A row of random numbers, one per sample: those of one input vector in one tile. Each is a pure function of the row
 * and the sample, so that neither threads nor the way a batch is cut change it.
 *
 * <p>Sample s takes word {@code (s >> 4) & 3} of the Philox block with counter {@code c0 = 16·(s >> 6) + (s & 15)},
 * {@code c1} = the low 32 bits of the row, {@code c2} = the tile, {@code c3 = stream | round << 8 | (row >> 32) << 16},
 * under the seed as key. A group of 64 samples is so made of 16 consecutive blocks, and a SIMD register holds
 * consecutive samples.
 *
 * @param seed   of everything random in a device
 * @param stream what the numbers are for
 * @param round  which attempt: of bound management, say; 0 to 254
 * @param tile   number of the tile, 0 to 2²⁴ − 1
 * @param row    number of the input vector, counted over all calls; 0 to 2⁴⁸ − 1
 */
public record NoiseRow(long seed, NoiseStream stream, int round, int tile, long row) {
    /** Samples whose words lie in 16 consecutive blocks. */
    public static final int GROUP = 64;
    /** Neighbouring samples that take the same word of neighbouring blocks. */
    public static final int BLOCKS = 16;
    private static final long LOW = 0xFFFFFFFFL;

    /** Checks the ranges. */
    public NoiseRow {
        Require.given("noise stream", stream);
        Require.inRange("noise round", 0, NoiseCell.ROUND - 1, round);
        Require.inRange("noise tile", 0, (1 << 24) - 1, tile);
        Require.inRange("noise row", 0, (1L << 48) - 1, row);
    }

    /** Word 3 of the counters: stream, round, and the high bits of the row. */
    public int purpose() {
        return stream.number() | round << 8 | (int) (row >>> 32) << 16;
    }

    /** Word {@code c0} of the counter of a sample. */
    private static int block(int sample) {
        return (sample >> 6) * BLOCKS + (sample & 15);
    }

    private static int place(int sample) {
        return (sample >> 4) & 3;
    }

    private int[] words(int sample) {
        return Philox.words(block(sample), (int) row, tile, purpose(), (int) seed, (int) (seed >>> 32));
    }

    /** The block that a sample has for itself in an attempt, 0 to 255. */
    int[] words(int sample, int attempt) {
        return Philox.words(sample, (int) row, tile | attempt << 24, purpose(), (int) seed, (int) (seed >>> 32));
    }

    /** The 32 random bits of a sample. */
    public int word(int sample) {
        return words(sample)[place(sample)];
    }

    /** Uniform in (0, 1): {@code (word + ½) / 2³²}. */
    public double uniform(int sample) {
        return ((word(sample) & LOW) + 0.5) * 0x1p-32;
    }

    /**
     * Standard normal, float32: words 0 and 1 of a block make those of the samples with place 0 and 1, words 2 and 3
     * those with 2 and 3, by {@link Gaussian}.
     */
    public float normal(int sample) {
        int[] w = words(sample);
        int place = place(sample);
        int pair = place & 2;
        return place == pair ? Gaussian.first(w[pair], w[pair + 1]) : Gaussian.second(w[pair], w[pair + 1]);
    }

    /**
     * True with probability p: where the word, without a sign, is below {@code p·2³²}, which is exact in float32; what
     * is behind the point of it, for p below 2⁻⁸, is rounded.
     */
    public boolean bernoulli(int sample, float p) {
        Require.inRange("probability", 0, 1, "", p);
        return (word(sample) & LOW) < (long) Math.rint(p * 0x1p32);
    }

    /**
     * How many independent events of this mean, from 0 to 1e15, happened; exactly distributed. Of a stream without
     * other draws: a sample takes words that are other samples' there.
     */
    public long poisson(int sample, double mean) {
        return Poisson.count(this, sample, mean);
    }
}
