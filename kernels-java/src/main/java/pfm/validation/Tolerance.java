package pfm.validation;

import pfm.field.Precision;

/** How large an error of rounding may be, and why. */
public sealed interface Tolerance {
    /** The derivation, in words. */
    String reason();

    /** Compares a result, computed in {@code precision}, with the expected one. */
    Discrepancy judge(Output expected, Output actual, Precision precision);

    /**
     * Fields after a chain of transforms, in relative L2.
     *
     * @param transforms two-dimensional transforms in a row
     * @param samples    points of each
     */
    record Transforms(int transforms, long samples) implements Tolerance {
        @Override
        public String reason() {
            return "4 u log2 n per transform of n = " + samples + " points, independent over " + transforms
                    + " transforms (square root)";
        }

        /** The largest relative L2 error that passes. */
        public double bound(Precision precision) {
            // tables and screens round too, however few points there are
            double levels = Math.max(2, Math.log(samples) / Math.log(2));
            return 4 * precision.unitRoundoff() * levels * Math.sqrt(transforms);
        }

        @Override
        public Discrepancy judge(Output expected, Output actual, Precision precision) {
            return new Discrepancy(Discrepancy.relativeL2(expected, actual), bound(precision));
        }
    }

    /**
     * Sums of products of independent terms, in relative L2.
     *
     * @param length terms of each sum
     */
    record DotProducts(long length) implements Tolerance {
        @Override
        public String reason() {
            return "sqrt(n) u for sums of n = " + length + " products, and u for the product and the result";
        }

        @Override
        public Discrepancy judge(Output expected, Output actual, Precision precision) {
            double bound = (Math.sqrt(length) + 2) * precision.unitRoundoff();
            return new Discrepancy(Discrepancy.relativeL2(expected, actual), bound);
        }
    }

    /**
     * Sums of products of independent terms on which some operations follow, in relative L2.
     *
     * @param length     terms of each sum
     * @param operations that follow, none of which cancels
     */
    record ReadOuts(long length, int operations) implements Tolerance {
        @Override
        public String reason() {
            return "sqrt(n) u for sums of n = " + length + " products, u for each of " + operations
                    + " operations on them, the product and the result";
        }

        @Override
        public Discrepancy judge(Output expected, Output actual, Precision precision) {
            double bound = (Math.sqrt(length) + 2 + operations) * precision.unitRoundoff();
            return new Discrepancy(Discrepancy.relativeL2(expected, actual), bound);
        }
    }

    /**
     * Sums of products of independent terms, in relative L2, where larger terms may cancel: they round, too.
     *
     * @param length terms of each sum
     * @param terms  L2 norm of what may cancel
     */
    record Cancelling(long length, double terms) implements Tolerance {
        @Override
        public String reason() {
            return "sqrt(n) u for sums of n = " + length + " products, u for two operations on them, the product and"
                    + " the result, of the result and of terms that may cancel, of norm " + terms;
        }

        @Override
        public Discrepancy judge(Output expected, Output actual, Precision precision) {
            double bound = (Math.sqrt(length) + 4) * precision.unitRoundoff();
            return new Discrepancy(Discrepancy.relativeL2(expected, actual),
                    bound * (1 + terms / Discrepancy.norm(expected)));
        }
    }

    /**
     * Results that an ADC has rounded: sums that lie within their own rounding error of a tie may fall on either side.
     * The error is the share of results that differ by more than 1/64 of the code width; a difference of more codes
     * than tiles never passes.
     *
     * @param code  width of a code in the units of the result
     * @param tiles converted partial results in each result
     * @param share of the results that may fall to the other side: about twice the rounding error of a sum in codes,
     *              times the tiles
     */
    record Codes(double code, int tiles, double share) implements Tolerance {
        @Override
        public String reason() {
            return "a share of " + share + " may lie so near a tie that it rounds the other way, by 1 code in each of "
                    + tiles + " tiles";
        }

        @Override
        public Discrepancy judge(Output expected, Output actual, Precision precision) {
            long moved = 0;
            for (long i = 0; i < expected.count(); i++) {
                double codes = Math.abs(actual.get(0, i) - expected.get(0, i)) / code;
                if (!(codes <= tiles + 1.0 / 64)) {
                    return new Discrepancy(Double.isNaN(codes) ? Double.NaN : Double.POSITIVE_INFINITY, share);
                }
                moved += codes > 1.0 / 64 ? 1 : 0;
            }
            return new Discrepancy((double) moved / expected.count(), share);
        }
    }

    /**
     * Counts of events, drawn with a mean that rounds: where a mean lies within its own rounding error of a limit of
     * the draw, another count comes out. The error is the share of results that differ.
     *
     * @param step  of a result, for a count
     * @param most  counts that two draws of one mean lie apart
     * @param share of the results that may be drawn otherwise
     */
    record Counts(double step, int most, double share) implements Tolerance {
        @Override
        public String reason() {
            return "a share of " + share + " may have a mean so near a limit that another count is drawn, at most "
                    + most + " from the first";
        }

        @Override
        public Discrepancy judge(Output expected, Output actual, Precision precision) {
            return new Codes(step, most, share).judge(expected, actual, precision);
        }
    }

    /** Results that are exact but for one rounding, to the nearest number of their precision: every bit counts. */
    record Exact() implements Tolerance {
        @Override
        public String reason() {
            return "exact, rounded once";
        }

        /** The error is the share of results that differ. */
        @Override
        public Discrepancy judge(Output expected, Output actual, Precision precision) {
            long different = 0;
            for (long i = 0; i < expected.count(); i++) {
                double exact = expected.get(0, i);
                double rounded = precision == Precision.FLOAT32 ? (float) exact : exact;
                different += Math.abs(actual.get(0, i) - rounded) == 0 ? 0 : 1; // never of what is no number
            }
            return new Discrepancy((double) different / expected.count(), 0);
        }
    }
}
