package pfm.analog;

import pfm.quantity.Require;

/** What a memory cell makes of the conductance that it is meant to have. */
public sealed interface Cell permits ExactCell, Pcm, PcmPolynomial, ReRam, NormalSpread, RandomError, FixedResistor,
        StuckCells {
    /** Smallest conductance that is programmed [S]. */
    double gMin();

    /** Largest conductance that is programmed [S]. */
    double gMax();

    /**
     * The conductance of a cell some time after it was programmed [S].
     *
     * @param target  what it was meant to become, in {@code [gMin, gMax]} [S]
     * @param seconds since programming, at least 0
     * @param noise   its random numbers
     */
    double conductance(double target, double seconds, CellNoise noise);

    /** Whether a conductance may be negative, as where it stands for the difference of a pair. */
    default boolean mayBeNegative() {
        return false;
    }

    /** Checks {@code 0 ≤ gMin < gMax ≤ limit} [S]. */
    static void requireRange(double gMin, double gMax, double limit) {
        Require.inRange("g_max", Double.MIN_NORMAL, limit, "S", gMax);
        Require.inRange("g_min", 0, Math.nextDown(gMax), "S", gMin);
    }
}
