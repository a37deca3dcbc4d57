package pfm.io;

import pfm.quantity.Require;

/**
 * What the levels of 8-bit samples stand for: level 0 is {@code min}, level 255 is {@code max}, evenly spaced.
 *
 * @param min value of level 0
 * @param max value of level 255, above min
 */
public record Levels(double min, double max) {
    /** Checks the order. */
    public Levels {
        Require.finite("value of level 0", "", min);
        Require.finite("value of level 255", "", max);
        if (!(max > min)) {
            throw new IllegalArgumentException("value of level 255 must be above that of level 0, was " + max
                    + " with " + min + "; write min:max");
        }
    }

    /** Reads {@code min:max}. */
    public static Levels parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 2) {
            try {
                return new Levels(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
            } catch (NumberFormatException e) {
                // falls through to the message
            }
        }
        throw new IllegalArgumentException("levels must be min:max, for example 0:0.05, was '" + text + "'");
    }

    /** Difference of neighbouring levels. */
    public double step() {
        return (max - min) / 255;
    }
}
