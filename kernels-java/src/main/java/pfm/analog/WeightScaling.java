package pfm.analog;

/** Which weights share the largest one, which is given the largest conductance. */
public enum WeightScaling {
    /** Those of a tile. */
    TILE,
    /** Those of an output within a tile. */
    OUTPUT
}
