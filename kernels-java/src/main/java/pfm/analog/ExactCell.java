package pfm.analog;

/**
 * A cell that keeps exactly what it is given.
 *
 * @param gMin smallest conductance [S]
 * @param gMax largest conductance [S]
 */
public record ExactCell(double gMin, double gMax) implements Cell {
    /** From 0 to 1 S, as only the ratio matters. */
    public static final ExactCell UNIT = new ExactCell(0, 1);

    /** Checks ranges. */
    public ExactCell {
        Cell.requireRange(gMin, gMax, 1);
    }

    @Override
    public double conductance(double target, double seconds, CellNoise noise) {
        return target;
    }
}
