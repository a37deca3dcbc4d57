package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Moments of independent draws, each compared within 5 standard errors of it.
 *
 * @param count    how many
 * @param mean     of them
 * @param variance about the mean
 * @param fourth   fourth central moment, which the error of the variance follows from
 */
record Draws(int count, double mean, double variance, double fourth) {
    /** Fewer do not show an error of one in a hundred. */
    static final int ENOUGH = 100_000;
    private static final double ERRORS = 5;

    static Draws of(int count, IntToDoubleFunction draw) {
        double[] draws = new double[count];
        Arrays.setAll(draws, draw);
        double mean = Arrays.stream(draws).sum() / count;
        double second = 0;
        double fourth = 0;
        for (double v : draws) {
            double square = (v - mean) * (v - mean);
            second += square;
            fourth += square * square;
        }
        return new Draws(count, mean, second / (count - 1), fourth / count);
    }

    /** @param digits half of the last digit that is known of what is expected */
    Draws requireMean(double expected, double digits, String what) {
        assertEquals(expected, mean, ERRORS * Math.sqrt(variance / count) + digits, what + ", mean");
        return this;
    }

    /** @param published draws that the expected deviation was itself measured with; none where it is a formula's */
    Draws requireVariance(double expected, double published, String what) {
        double spread = Math.sqrt(Math.max(0, fourth - variance * variance) * (1.0 / count + published));
        assertEquals(expected, variance, ERRORS * spread, what + ", variance");
        return this;
    }
}
