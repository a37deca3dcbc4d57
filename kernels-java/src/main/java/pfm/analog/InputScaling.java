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
     * α of a part of a row of x.
     *
     * @param first column of the first entry
     * @param count entries, at least 1
     */
    default double alpha(Matrix x, int row, int first, int count) {
        return switch (this) {
            case None() -> 1;
            case Constant(float alpha) -> alpha;
            case AbsMax() -> {
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
