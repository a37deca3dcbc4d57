package pfm.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import pfm.quantity.Require;

/**
 * An axis of a {@link Chart}.
 *
 * @param label       what it shows, with its unit
 * @param logarithmic whether equal factors take equal room; what is not positive is then left out
 */
public record Axis(String label, boolean logarithmic) {
    /** Checks that there is a label. */
    public Axis {
        Require.given("label of an axis", label);
    }

    /** A linear axis. */
    public static Axis linear(String label) {
        return new Axis(label, false);
    }

    /** A logarithmic axis. */
    public static Axis logarithmic(String label) {
        return new Axis(label, true);
    }

    /** Whether a value can be drawn. */
    boolean shows(double value) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    /** The scale that holds these values, from one pixel to another. */
    Scale scale(List<double[]> values, double from, double to) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] some : values) {
            for (double value : some) {
                if (shows(value)) {
                    least = Math.min(least, place(value));
                    most = Math.max(most, place(value));
                }
            }
        }
        if (least > most) {
            least = logarithmic ? -1 : 0;
            most = 1;
        }
        double margin = most > least ? 0.04 * (most - least) : Math.max(0.3, 0.1 * Math.abs(most));
        return new Scale(this, least - margin, most + margin, from, to);
    }

    private double place(double value) {
        return logarithmic ? Math.log10(value) : value;
    }

    /** Where values of an axis are on the paper: a linear map of the value, or of its logarithm to base 10. */
    record Scale(Axis axis, double least, double most, double from, double to) {
        double pixel(double value) {
            return from + (axis.place(value) - least) / (most - least) * (to - from);
        }

        /** Round values within the scale. */
        List<Double> ticks() {
            return axis.logarithmic && most - least > 1 ? decades() : steps();
        }

        private List<Double> decades() {
            List<Double> ticks = new ArrayList<>();
            int every = (int) Math.ceil((most - least) / 9);
            for (int n = (int) Math.ceil(least); n <= most; n++) {
                if (Math.floorMod(n, every) == 0) {
                    ticks.add(Math.pow(10, n));
                }
            }
            return ticks;
        }

        private List<Double> steps() {
            double low = axis.logarithmic ? Math.pow(10, least) : least;
            double high = axis.logarithmic ? Math.pow(10, most) : most;
            double raw = (high - low) / 6;
            double ten = Math.pow(10, Math.floor(Math.log10(raw)));
            double step = ten * (raw / ten <= 1 ? 1 : raw / ten <= 2 ? 2 : raw / ten <= 5 ? 5 : 10);
            List<Double> ticks = new ArrayList<>();
            for (double n = Math.ceil(low / step); n <= Math.floor(high / step); n++) {
                ticks.add(n * step + 0.0); // no negative zero
            }
            return ticks;
        }

        /** A tick's value in few characters. */
        static String told(double value) {
            double size = Math.abs(value);
            if (size != 0 && (size < 1e-3 || size >= 1e5)) {
                return String.format(Locale.ROOT, "%.2g", value).replaceAll("\\.?0+e", "e").replaceAll("e\\+?(-?)0*",
                        "e$1");
            }
            String plain = String.format(Locale.ROOT, "%.6f", value);
            return plain.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
    }
}
