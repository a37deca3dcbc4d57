package pfm.analog;

import pfm.field.Matrix;
import pfm.quantity.Require;

/**
 * How the factor α that brings an input vector into the range of the DAC is chosen ("noise management"). An α below
 * {@link Float#MIN_NORMAL}, whose reciprocal is no number, counts as 0.
 */
public sealed interface InputScaling {
    /** α = 1. */
    record None() implements InputScaling {
    }

    /** α = max |x|, per vector and tile; NaN if an entry is NaN. */
    record AbsMax() implements InputScaling {
    }

    /** α = max x, per vector and tile; NaN if an entry is NaN. A vector without a positive entry gives the result 0. */
    record Max() implements InputScaling {
    }

    /**
     * α is a moving average of max |x| over the vectors before, in the order of their numbers, apart for each part of
     * the inputs: it begins with the first one's, then {@code α + decay·(max |x| − α)} in float32. A vector with NaN or
     * ±∞ counts for itself alone. {@link pfm.MatVec#seek} begins anew.
     *
     * @param decay weight of the newest vector
     */
    record AverageAbsMax(float decay) implements InputScaling {
        /** Checks the range. */
        public AverageAbsMax {
            Require.inRange("decay", 1e-9, 1, "", decay);
        }
    }

    /**
     * α is given.
     *
     * @param alpha positive
     */
    record Constant(float alpha) implements InputScaling {
        /** Checks the range. */
        public Constant {
            Require.inRange("alpha", Float.MIN_NORMAL, Float.MAX_VALUE, "", alpha);
        }
    }

    /**
     * α of a part of a row of x, before it is averaged.
     *
     * @param first column of the first entry
     * @param count entries, at least 1
     */
    default double alpha(Matrix x, int row, int first, int count) {
        return switch (this) {
            case None() -> 1;
            case Constant(float alpha) -> alpha;
            case AbsMax _, AverageAbsMax _ -> {
                double max = 0;
                for (int j = first; j < first + count; j++) {
                    max = Math.max(max, Math.abs(x.get(row, j)));
                }
                yield max;
            }
            case Max() -> {
                double max = Double.NEGATIVE_INFINITY;
                for (int j = first; j < first + count; j++) {
                    max = Math.max(max, x.get(row, j));
                }
                yield max;
            }
        };
    }
}
