package pfm.quantity;

import java.util.Objects;

/**
 * Checks of arguments. A message always says which quantity, what was expected with its unit, and what came:
 * {@code wavelength must be in [1.0E-9, 0.01] m, was 532.0}.
 */
public final class Require {
    private Require() {
    }

    /** A finite value in {@code [low, high]}. */
    public static double inRange(String quantity, double low, double high, String unit, double value) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    quantity + " must be in [" + low + ", " + high + "]" + space(unit) + ", was " + value);
        }
        return value;
    }

    /** An integer in {@code [low, high]}. */
    public static long inRange(String quantity, long low, long high, long value) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(quantity + " must be in [" + low + ", " + high + "], was " + value);
        }
        return value;
    }

    /** A value that is neither NaN nor infinite. */
    public static double finite(String quantity, String unit, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(quantity + " must be a finite number" + space(unit) + ", was " + value);
        }
        return value;
    }

    /** Two values that must be the same. */
    public static void equal(String quantity, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new IllegalArgumentException(quantity + " must be " + expected + ", was " + actual);
        }
    }

    /** A reference that must be given. */
    public static <T> T given(String quantity, T value) {
        if (value == null) {
            throw new IllegalArgumentException(quantity + " must be given, was null");
        }
        return value;
    }

    private static String space(String unit) {
        return unit.isEmpty() ? "" : " " + unit;
    }
}
