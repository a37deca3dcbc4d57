package pfm.noise;

/**
 * How far numbers are from independent standard normal ones, in standard errors: the worst of moments 1 to 6, largest
 * distance of the distribution functions (Kolmogorov and Smirnov), tails, and correlations of neighbours.
 */
final class NormalStatistic {
    /** E x^2k − (E xᵏ)² of a normal number. */
    private static final double[] VARIANCES = {1, 2, 15, 96, 945, 10_170};
    private static final double[] MEANS = {0, 1, 0, 3, 0, 15};
    private static final double[] TAILS = {2, 3, 3.5, 4, 4.5, 5, 5.5, 6};
    private static final int[] LAGS = {1, 2, 15, 16, 17, 31, 32, 33, 48, 63, 64, 128, 1000};
    private static final int BINS = 1 << 16;
    private static final double END = 8;
    private static final double WIDTH = 2 * END / BINS;
    private static final int KEPT = 1024;

    private final double[] powers = new double[MEANS.length];
    private final double[] products = new double[LAGS.length];
    private final double[] squares = new double[LAGS.length];
    private final long[] counts = new long[BINS];
    private final double[] last = new double[KEPT];
    private long n;

    void add(double x) {
        double power = 1;
        for (int k = 0; k < powers.length; k++) {
            power *= x;
            powers[k] += power;
        }
        counts[(int) Math.clamp((x + END) / WIDTH, 0, BINS - 1)]++;
        for (int l = 0; l < LAGS.length; l++) {
            if (n >= LAGS[l]) {
                double before = last[(int) (n - LAGS[l]) % KEPT];
                products[l] += x * before;
                squares[l] += (x * x - 1) * (before * before - 1);
            }
        }
        last[(int) n % KEPT] = x;
        n++;
    }

    double worst() {
        double worst = 0;
        for (int k = 0; k < powers.length; k++) {
            worst = Math.max(worst, Math.abs(powers[k] / n - MEANS[k]) / Math.sqrt(VARIANCES[k] / n));
        }
        for (int l = 0; l < LAGS.length; l++) {
            worst = Math.max(worst, Math.abs(products[l]) / Math.sqrt(n));
            worst = Math.max(worst, Math.abs(squares[l]) / Math.sqrt(4.0 * n));
        }
        return Math.max(worst, distribution());
    }

    /** From the bins' edges; √n·D beyond z/2 is about as rare as a normal number beyond z: 2·exp(−2 D²n). */
    private double distribution() {
        double worst = 0;
        double below = 0;
        long counted = 0;
        double[] beyond = new double[TAILS.length];
        long[] beyondCounted = new long[TAILS.length];
        for (int bin = 0; bin < BINS; bin++) {
            double left = -END + bin * WIDTH;
            double mass = WIDTH / 6 * (density(left) + 4 * density(left + WIDTH / 2) + density(left + WIDTH));
            for (int t = 0; t < TAILS.length; t++) {
                if (left < -TAILS[t] || left >= TAILS[t]) {
                    beyond[t] += mass;
                    beyondCounted[t] += counts[bin];
                }
            }
            below += mass;
            counted += counts[bin];
            worst = Math.max(worst, 2 * Math.sqrt(n) * Math.abs((double) counted / n - below));
        }
        for (int t = 0; t < TAILS.length; t++) {
            double expected = beyond[t] * n;
            // a count is no normal number where few are expected: one more than the standard error
            worst = Math.max(worst, Math.abs(beyondCounted[t] - expected) / (Math.sqrt(expected) + 1));
        }
        return worst;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
