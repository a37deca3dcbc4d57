package pfm.analog;

import pfm.quantity.Require;

/** How the bound of a converter is chosen where it is not given; {@link ConverterRange} does so. */
public sealed interface RangeRule {
    /**
     * What a part of the magnitudes of sample values does not exceed.
     *
     * @param part in (0, 1]
     */
    record Calibrated(double part) implements RangeRule {
        /** Checks the range. */
        public Calibrated {
            Require.inRange("part of the values", Double.MIN_NORMAL, 1, "", part);
        }
    }

    /** The largest magnitude that weights and inputs can make. */
    record Maximum() implements RangeRule {
    }
}
