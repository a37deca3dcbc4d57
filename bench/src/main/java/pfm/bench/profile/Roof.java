package pfm.bench.profile;

import pfm.bench.peer.MachineLimits;
import pfm.energy.Cost;

/**
 * What some threads of a machine can do at most: the roofline model, in which a kernel waits for the arithmetic or for
 * the memory, whichever takes longer.
 *
 * <p>Source: Williams, Waterman, Patterson, "Roofline: an insightful visual performance model for multicore
 * architectures", Communications of the ACM 52, 65 (2009).
 *
 * @param threads that worked at the same time
 * @param memory  arithmetic, and copying of arrays that no cache holds
 * @param cached  arithmetic, and copying of arrays of {@link #CACHED} bytes a thread
 */
public record Roof(int threads, MachineLimits memory, MachineLimits cached) {
    /** What every processor keeps in a cache for a thread [byte]. */
    public static final double CACHED = 256 << 10;
    /** What no cache holds [byte]. */
    private static final double LARGE = 1 << 27;

    /** Measures, in about two seconds. */
    public static Roof measure(int threads) throws InterruptedException {
        return new Roof(threads, MachineLimits.measure(threads, LARGE),
                MachineLimits.measure(threads, CACHED * threads));
    }

    /** The limits for work on so many bytes: from the cache where all of them fit. */
    public MachineLimits limits(double bytes) {
        return bytes <= CACHED * threads ? cached : memory;
    }

    /** The part of what is possible that work of this cost reaches in a time; 1 is the roof. */
    public double reached(Cost cost, double milliseconds) {
        return limits(cost.bytes()).milliseconds(cost.flops(), cost.bytes()) / milliseconds;
    }
}
