package pfm.validation;

import pfm.quantity.Require;

/**
 * How far a result is from what it should be.
 *
 * @param error distance, in the measure of the tolerance
 * @param bound the largest error that passes
 */
public record Discrepancy(double error, double bound) {
    /** Error in units of what passes: a creeping loss shows before it fails. */
    public double ratio() {
        return error == 0 ? 0 : error / bound;
    }

    /** Whether the result is good enough; NaN never is. */
    public boolean passes() {
        return error <= bound;
    }

    /** The one that is worse; NaN is the worst. */
    public Discrepancy worse(Discrepancy other) {
        return ratio() >= other.ratio() || Double.isNaN(ratio()) ? this : other;
    }

    /** {@code ‖output‖₂} */
    static double norm(Output output) {
        double square = 0;
        for (int part = 0; part < output.parts().size(); part++) {
            for (long i = 0; i < output.count(); i++) {
                square += output.get(part, i) * output.get(part, i);
            }
        }
        return Math.sqrt(square);
    }

    /**
     * {@code ‖actual − expected‖₂ / ‖expected‖₂}, or the numerator alone where zero is expected; NaN if anything is
     * NaN.
     */
    public static double relativeL2(Output expected, Output actual) {
        Require.equal("parts of " + actual.name(), expected.parts().size(), actual.parts().size());
        Require.equal("count of " + actual.name(), expected.count(), actual.count());
        double difference = 0;
        double norm = 0;
        for (int part = 0; part < expected.parts().size(); part++) {
            for (long i = 0; i < expected.count(); i++) {
                double e = expected.get(part, i);
                double d = actual.get(part, i) - e;
                difference += d * d;
                norm += e * e;
            }
        }
        return Math.sqrt(norm == 0 ? difference : difference / norm);
    }
}
