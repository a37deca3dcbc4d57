package pfm.fft;

/**
 * Rounds factors of modulus 1 to float32 so that the modulus stays 1. The nearest floats are too short or too long by
 * up to 6e-8, and the same ones act in every transform: over 64 slices of 128² to 512² samples that took 1.1e-5 to
 * 1.2e-5 of the power. With a neighbour of the nearest float where that is nearer to modulus 1, it is 3e-6 to 7e-6.
 */
public final class UnitFactors {
    /** The distance that a rounded factor may move; the nearest floats move 4e-8 at most. */
    private static final double FARTHEST = 1e-7;
    /** What a distance counts for against an error of |w|²: the former is random, the latter adds up. */
    private static final double WEIGHT = 0.3;

    private UnitFactors() {
    }

    /** Interleaved complex numbers of modulus 1, rounded. */
    public static float[] pairs(double[] complex) {
        float[] pairs = new float[complex.length];
        for (int i = 0; i < complex.length; i += 2) {
            round(complex[i], complex[i + 1], pairs, i);
        }
        return pairs;
    }

    /** Interleaved complex numbers of modulus 1 as (re, im, −im), rounded. */
    public static float[] scalars(double[] complex) {
        float[] scalars = new float[complex.length / 2 * 3];
        for (int i = 0; i < complex.length / 2; i++) {
            round(complex[2 * i], complex[2 * i + 1], scalars, 3 * i);
            scalars[3 * i + 2] = -scalars[3 * i + 1];
        }
        return scalars;
    }

    private static void round(double re, double im, float[] out, int at) {
        double least = Double.POSITIVE_INFINITY;
        for (float x : neighbours(re)) {
            for (float y : neighbours(im)) {
                double distance = Math.hypot(x - re, y - im);
                double fault = Math.abs((double) x * x + (double) y * y - 1) + WEIGHT * distance;
                if (distance <= FARTHEST && fault < least) {
                    least = fault;
                    out[at] = x;
                    out[at + 1] = y;
                }
            }
        }
    }

    private static float[] neighbours(double value) {
        float nearest = (float) value;
        return new float[] {nearest, Math.nextUp(nearest), Math.nextDown(nearest)};
    }
}
