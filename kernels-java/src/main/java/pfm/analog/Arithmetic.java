package pfm.analog;

import pfm.field.Matrix;
import pfm.quantity.Require;

/** What numbers a {@link Crossbar} computes with. */
public enum Arithmetic {
    /** Those of vectors and weights as they are, rounded in each operation. */
    FLOATING,

    /**
     * Signed 8-bit integers: weights in [−128, 127]; a number of a vector is rounded to the nearest integer, half to
     * even, then clipped to [−128, 127]. Sums are exact, and rounded once, to the precision of the result: results are
     * the same bits on every backend. NaN in a vector makes every result NaN.
     */
    INTEGER8;

    /** Smallest number of {@link #INTEGER8}. */
    public static final int LOWEST = Byte.MIN_VALUE;
    /** Largest number of {@link #INTEGER8}. */
    public static final int HIGHEST = Byte.MAX_VALUE;
    /** Most numbers that a sum of {@link #INTEGER8} adds up: as many products as surely fit into 32 bits. */
    public static final int LONGEST = Integer.MAX_VALUE / (LOWEST * LOWEST);

    /** Sums of so many products fit into the 24 bits of a float32. */
    public static final int EXACT_IN_FLOAT32 = (1 << 24) / (LOWEST * LOWEST);

    /**
     * The integer that {@link #INTEGER8} makes of a number of a vector, rounded half to even and clipped.
     *
     * @param number not NaN
     */
    public static int integer(double number) {
        return (int) Math.rint(Math.clamp(number, LOWEST, HIGHEST));
    }

    /**
     * Checks that weights are numbers of this arithmetic.
     *
     * @throws IllegalArgumentException that names the first one that is not
     */
    Matrix require(Matrix weights) {
        weights.requireFinite("weights");
        if (this == INTEGER8) {
            Require.inRange("outputs of a crossbar of integers", 1, LONGEST, weights.rows());
            Require.inRange("inputs of a crossbar of integers", 1, LONGEST, weights.columns());
            for (int i = 0; i < weights.rows(); i++) {
                for (int j = 0; j < weights.columns(); j++) {
                    double w = weights.get(i, j);
                    if (w < LOWEST || w > HIGHEST || w != (int) w) {
                        throw new IllegalArgumentException("weights must be integers in [" + LOWEST + ", " + HIGHEST
                                + "], was " + w + " at [" + i + ", " + j + "]; scale and round them");
                    }
                }
            }
        }
        return weights;
    }
}
