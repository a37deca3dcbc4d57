package pfm.vector;

/**
 * Outputs in units that are finished together.
 *
 * @param outputs count of outputs
 * @param unit    outputs of a unit; the last one may have fewer
 */
record OutputUnits(int outputs, int unit) {
    /** Floats between rows of sums that keep them from the same sets of the cache. */
    private static final int PADDING = 16;

    /** Units. */
    int count() {
        return Math.ceilDiv(outputs, unit);
    }

    /** The first output of a unit; of the one after the last, the count of outputs. */
    int start(int u) {
        return u == count() ? outputs : u * unit;
    }

    /** The panel in which a unit begins. */
    int panel(int u) {
        return start(u) / Panels.WIDTH;
    }

    /** Panels of units {@code first … last − 1}. */
    int panels(int first, int last) {
        return Math.ceilDiv(start(last), Panels.WIDTH) - panel(first);
    }

    /** Floats between rows of sums of some units: whole panels, and padding. */
    int stride(int first, int last) {
        return panels(first, last) * Panels.WIDTH + PADDING;
    }

    /** Most floats between rows of sums of one unit, which may begin and end within a panel. */
    long mostStride() {
        return unit + 2L * Panels.WIDTH + PADDING;
    }
}
