package pfm.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntToLongFunction;

import org.junit.jupiter.api.Test;

/** Counts against the exact distribution, by χ²; {@code -Dpfm.long=true} draws 50 times as many. */
class PoissonTest {
    private static final int DRAWS = Boolean.getBoolean("pfm.long") ? 10_000_000 : 200_000;
    private static final double LIMIT = 5;
    /** Least count that is expected in a class of χ². */
    private static final double LEAST = 20;

    private static IntToLongFunction counts(double mean) {
        return i -> new NoiseRow(3, NoiseStream.SHOT, 0, 0, i / 100).poisson(i % 100, mean);
    }

    /** χ² of the counts in standard errors from its mean, as a normal number (Wilson and Hilferty's cube root). */
    private static double chiSquare(double mean, IntToLongFunction counts, int draws) {
        int end = (int) (mean + 12 * Math.sqrt(mean) + 20);
        int[] seen = new int[end + 1];
        for (int i = 0; i < draws; i++) {
            seen[Math.clamp(counts.applyAsLong(i), 0, end)]++;
        }
        double least = Math.max(LEAST, draws / 200.0);
        double sum = 0;
        int classes = 0;
        double left = draws;
        double expected = 0;
        long counted = 0;
        double logFactorial = 0;
        for (int k = 0; k <= end; k++) {
            logFactorial += k > 0 ? Math.log(k) : 0;
            double probability = k == end ? 0 : draws * Math.exp(k * Math.log(mean) - mean - logFactorial);
            expected += probability;
            left -= probability;
            counted += seen[k];
            if (expected >= least && left >= least || k == end) {
                double all = k == end ? expected + left : expected;
                sum += (counted - all) * (counted - all) / all;
                classes++;
                expected = 0;
                counted = 0;
            }
        }
        double freedom = classes - 1;
        return Math.abs(Math.cbrt(sum / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
    }

    @Test
    void countsFollowTheExactDistribution() {
        for (double mean : new double[] {0.01, 0.5, 3, 9.9, 10.1, 50, 1e4, 1e6}) {
            double off = chiSquare(mean, counts(mean), DRAWS);
            assertTrue(off < LIMIT, "mean " + mean + ": off by " + off);
        }
    }

    @Test
    void countsOfAnotherDistributionAreRejected() {
        List<IntToLongFunction> faults = List.of(
                counts(10.3), // 2 % too many
                i -> Math.round(10.1 + Math.sqrt(10.1) * new NoiseCell(1, NoiseStream.SHOT, i).normal()), // normal
                i -> Math.max(4, counts(10.1).applyAsLong(i)), // no small counts
                i -> counts(10.1).applyAsLong(i) / 2 * 2, // even ones only
                i -> counts(10.1).applyAsLong(i / 8)); // eight times the same
        for (int fault = 0; fault < faults.size(); fault++) {
            double off = chiSquare(10.1, faults.get(fault), 200_000);
            assertTrue(off > LIMIT, "fault " + fault + " passes: " + off);
        }
    }

    @Test
    void meanAndVarianceHoldForHugeMeans() {
        for (double mean : new double[] {1e7, 1e9, 1e15}) {
            int n = 100_000;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double d = (counts(mean).applyAsLong(i) - mean) / Math.sqrt(mean);
                sum += d;
                squares += d * d;
            }
            assertEquals(0, sum / n, LIMIT / Math.sqrt(n), "mean " + mean);
            assertEquals(1, squares / n, LIMIT * Math.sqrt(2.0 / n), "variance of " + mean);
        }
    }

    @Test
    void edges() {
        NoiseRow row = new NoiseRow(1, NoiseStream.SHOT, 0, 0, 0);
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, row.poisson(i, 0));
            assertEquals(0, row.poisson(i, Double.MIN_VALUE));
            assertFalse(row.bernoulli(i, 0));
            assertTrue(row.bernoulli(i, 1));
        }
        for (double mean : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1.1e15}) {
            assertThrows(IllegalArgumentException.class, () -> row.poisson(0, mean));
        }
        for (float p : new float[] {-0.1f, 1.1f, Float.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> row.bernoulli(0, p));
        }
    }

    @Test
    void eventsHappenWithTheirProbability() {
        for (float p : new float[] {1e-4f, 0.1f, 0.5f, 0.9f, 0.9999f}) {
            int n = 1_000_000;
            int happened = 0;
            for (int i = 0; i < n; i++) {
                happened += new NoiseRow(3, NoiseStream.BERNOULLI, 0, 0, i / 1000).bernoulli(i % 1000, p) ? 1 : 0;
            }
            assertEquals((double) p * n, happened, LIMIT * Math.sqrt(n * p * (1.0 - p)), "p = " + p);
        }
    }
}
