package pfm.analog;

/**
 * How signed weights become conductances. With the largest weight w_max of a {@link WeightScaling}:
 */
public enum Mapping {
    /**
     * Two cells for each weight, whose currents are subtracted: {@code g⁺ = g_min + max(w, 0)/w_max·(g_max − g_min)},
     * {@code g⁻ = g_min + max(−w, 0)/w_max·(g_max − g_min)}.
     */
    DIFFERENTIAL_PAIR,
    /**
     * One cell for each weight, {@code g = g_min + (1 + w/w_max)/2·(g_max − g_min)}, and one more output per tile with
     * the conductance of w = 0 at every input, whose current is subtracted from all others.
     */
    OFFSET_COLUMN
}
