package pfm.quantity;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Units to SI, at the edge of the library: {@code nm(532)} is 5.32e-7 m. Everything inside is SI.
 */
public final class Units {
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:[eE]([+-]?\\d{1,4}))?\\s*([a-zA-Zµμ]*)\\s*");

    private static final Map<String, Integer> POWER_OF_TEN =
            Map.of("", 0, "m", 0, "cm", -2, "mm", -3, "um", -6, "µm", -6, "μm", -6, "nm", -9, "pm", -12);

    private Units() {
    }

    /** Nanometres to [m]. */
    public static double nm(double value) {
        return value / 1e9;
    }

    /** Micrometres to [m]. */
    public static double um(double value) {
        return value / 1e6;
    }

    /** Millimetres to [m]. */
    public static double mm(double value) {
        return value / 1e3;
    }

    /** Centimetres to [m]. */
    public static double cm(double value) {
        return value / 1e2;
    }

    /** Microsiemens to [S]. */
    public static double uS(double value) {
        return value / 1e6;
    }

    /**
     * Reads a length such as {@code 532nm}, {@code 1.5um}, {@code -3 mm} or {@code 0.001} (metres) to [m].
     *
     * @throws IllegalArgumentException if the text is not a number followed by an optional unit of length
     */
    public static double length(String name, String text) {
        Matcher m = NUMBER_AND_UNIT.matcher(text);
        Integer unit = m.matches() ? POWER_OF_TEN.get(m.group(3)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(name + " must be a number with a unit of length (m, cm, mm, um, nm, pm),"
                    + " for example 532nm, was '" + text + "'");
        }
        int exponent = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
        return Double.parseDouble(m.group(1) + "e" + (exponent + unit)); // as the decimal number, rounded once
    }

    /** Writes a length [m] with the unit that leaves one to three digits before the point. */
    public static String format(double metres) {
        double size = Math.abs(metres);
        if (size == 0) {
            return "0 m";
        }
        if (size < 1e-6) {
            return String.format(Locale.ROOT, "%.4g nm", metres * 1e9);
        }
        if (size < 1e-3) {
            return String.format(Locale.ROOT, "%.4g um", metres * 1e6);
        }
        return size < 1 ? String.format(Locale.ROOT, "%.4g mm", metres * 1e3)
                : String.format(Locale.ROOT, "%.4g m", metres);
    }
}
