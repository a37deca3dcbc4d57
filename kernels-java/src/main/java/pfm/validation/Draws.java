package pfm.validation;

import pfm.noise.Philox;

/**
 * Independent choices from one seed: each property has a number of its own, so that one more of them changes no other.
 *
 * @param seed on which everything depends
 */
record Draws(long seed) {
    private static final int FIRST_STREAM = 1000;

    /** Uniform in (low, high). */
    double uniform(int property, double low, double high) {
        return low + (high - low) * Philox.uniform(seed, FIRST_STREAM + property, 0);
    }

    /** Every order of magnitude from {@code low} to {@code high} as likely. */
    double magnitude(int property, double low, double high) {
        return low * Math.pow(high / low, uniform(property, 0, 1));
    }

    /** An integer from 0 to {@code count − 1}. */
    int below(int property, int count) {
        return Math.min(count - 1, (int) uniform(property, 0, count));
    }

    /** One of several, each as likely. */
    @SafeVarargs
    final <T> T among(int property, T... several) {
        return several[below(property, several.length)];
    }

    /** Whether something of this probability happens. */
    boolean chance(int property, double probability) {
        return uniform(property, 0, 1) < probability;
    }
}
