package pfm.noise;

/**
 * Philox4x32-10: four random words as a pure function of a 128-bit counter and a 64-bit key, so that a draw depends on
 * where it is used and never on the order of drawing.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
 */
public final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {
    }

    /** The four words at counter {@code (c0, c1, c2, c3)} under the key {@code (k0, k1)}. */
    public static int[] words(int c0, int c1, int c2, int c3, int k0, int k1) {
        for (int round = 0; round < 10; round++) {
            long p0 = M0 * (c0 & LOW);
            long p1 = M1 * (c2 & LOW);
            int next0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            int next2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c1 = (int) p1;
            c3 = (int) p0;
            c0 = next0;
            c2 = next2;
            k0 += W0;
            k1 += W1;
        }
        return new int[] {c0, c1, c2, c3};
    }

    /** Word {@code index} of the stream {@code stream} of {@code seed}. */
    public static int word(long seed, int stream, long index) {
        long block = index >>> 2;
        int[] w = words((int) block, (int) (block >>> 32), stream, 0, (int) seed, (int) (seed >>> 32));
        return w[(int) (index & 3)];
    }

    /** Draw {@code index} of a stream, uniform in (0, 1): {@code (word + 1/2) / 2^32}. */
    public static double uniform(long seed, int stream, long index) {
        return ((word(seed, stream, index) & LOW) + 0.5) * 0x1p-32;
    }
}
