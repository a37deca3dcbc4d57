package pfm.analog;

import pfm.quantity.Require;

/** How the factor α that brings an input vector into the range of the DAC is chosen ("noise management"). */
public sealed interface InputScaling {
    /** α = 1. */
    record None() implements InputScaling {
    }

    /** α = max |x|, per vector and tile. */
    record AbsMax() implements InputScaling {
    }

    /** α = max x, per vector and tile; a vector without a positive entry gives 0. */
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
}
