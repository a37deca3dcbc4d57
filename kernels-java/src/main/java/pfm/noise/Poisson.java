package pfm.noise;

import pfm.quantity.Require;

/**
 * Counts of independent events, as arithmetic in double precision on random words: below a mean of 10 by inversion of
 * the distribution function, from there on by transformed rejection. Tests hold the counts against the Poisson
 * distribution by χ² at means up to 1e6; above, to 1e15, only against its mean and variance.
 *
 * <p>A sample has Philox blocks of its own, with {@code c0} = the sample, {@code c1}, {@code c3} and key as in
 * {@link NoiseRow}, and {@code c2 = tile | attempt << 24}; words 0 and 1 make the first uniform number, words 2 and 3
 * the second, each of 52 bits.
 *
 * <p>Source: Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance:
 * Mathematics and Economics 12, 39 (1993), algorithm PTRS.
 */
final class Poisson {
    /** Mean from which on counts come by rejection, which holds from 10 on. */
    static final double SWITCH = 10;
    /** Largest mean: counts are whole numbers of double precision, with room. */
    static final double LARGEST = 1e15;
    /** No count of a mean below {@link #SWITCH} reaches it: the probability is 5e-63. */
    private static final int MOST = 100;
    /** One in four is refused at a mean of 10, one in nine at large ones. */
    private static final int ATTEMPTS = 256;
    /** From here on Stirling's series has all digits that matter. */
    private static final int STIRLING = 10;
    private static final double[] LOG_FACTORIALS = logFactorials();

    private Poisson() {
    }

    static long count(NoiseRow row, int sample, double mean) {
        Require.inRange("mean of a count", 0, LARGEST, "", mean);
        if (mean == 0) {
            return 0;
        }
        return mean < SWITCH ? inversion(uniform(row.words(sample, 0), 0), mean) : rejection(row, sample, mean);
    }

    private static long inversion(double u, double mean) {
        double probability = StrictMath.exp(-mean);
        int count = 0;
        while (u > probability && count < MOST) {
            u -= probability;
            count++;
            probability *= mean / count;
        }
        return count;
    }

    private static long rejection(NoiseRow row, int sample, double mean) {
        double b = 0.931 + 2.53 * Math.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double quick = 0.9277 - 3.6224 / (b - 2);
        double inverse = 1.1239 + 1.1328 / (b - 3.4);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int[] words = row.words(sample, attempt);
            double u = uniform(words, 0) - 0.5;
            double v = uniform(words, 2);
            double edge = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / edge + b) * u + mean + 0.43);
            if (edge >= 0.07 && v <= quick) {
                return (long) k;
            }
            if (k >= 0 && (edge >= 0.013 || v <= edge)
                    && StrictMath.log(v * inverse / (a / (edge * edge) + b)) <= logProbability(k, mean)) {
                return (long) k;
            }
        }
        return Math.round(mean);
    }

    /** {@code ln(meanᵏ e^−mean / k!)}; for large k as a difference from the mean, which keeps the digits. */
    private static double logProbability(double k, double mean) {
        if (k < STIRLING) {
            return k * StrictMath.log(mean) - mean - LOG_FACTORIALS[(int) k];
        }
        double square = k * k;
        double series = (1.0 / 12 - (1.0 / 360 - 1.0 / (1260 * square)) / square) / k;
        return k * StrictMath.log1p((mean - k) / k) + (k - mean) - 0.5 * StrictMath.log(2 * Math.PI * k) - series;
    }

    private static double uniform(int[] words, int at) {
        long bits = (words[at] & 0xFFFFFFFFL) << 20 | words[at + 1] >>> 12;
        return (bits + 0.5) * 0x1p-52;
    }

    private static double[] logFactorials() {
        double[] logs = new double[STIRLING];
        for (int k = 2; k < STIRLING; k++) {
            logs[k] = logs[k - 1] + StrictMath.log(k);
        }
        return logs;
    }
}
