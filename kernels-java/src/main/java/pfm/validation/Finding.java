package pfm.validation;

import java.util.List;
import java.util.Locale;

/**
 * One number of a closed form, and what a backend made of it.
 *
 * @param quantity  what it is
 * @param expected  from theory
 * @param got       from the backend
 * @param tolerance largest difference that passes
 * @param reason    derivation of the tolerance
 */
public record Finding(String quantity, double expected, double got, double tolerance, String reason) {
    /** How far the number is from theory. */
    public Discrepancy discrepancy() {
        return new Discrepancy(Math.abs(got - expected), tolerance);
    }

    /** Whether it is near enough; NaN never is. */
    public boolean passes() {
        return discrepancy().passes();
    }

    /** The one that is farthest from theory, in units of its tolerance; one that fails if any does. */
    public static Finding worst(List<Finding> findings) {
        Finding worst = findings.getFirst();
        Discrepancy most = worst.discrepancy();
        for (Finding finding : findings) {
            Discrepancy other = finding.discrepancy();
            if (!other.passes() && most.passes() || most.passes() == other.passes() && most.worse(other) != most) {
                worst = finding;
                most = other;
            }
        }
        return worst;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: expected %.9g, got %.9g, tolerance %.2e (%s)",
                quantity, expected, got, tolerance, reason);
    }
}
