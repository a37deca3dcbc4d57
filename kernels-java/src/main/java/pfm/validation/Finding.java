package pfm.validation;

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

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: expected %.9g, got %.9g, tolerance %.2e (%s)",
                quantity, expected, got, tolerance, reason);
    }
}
