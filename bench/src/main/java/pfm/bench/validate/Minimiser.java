package pfm.bench.validate;

import java.util.function.Predicate;

import pfm.validation.RandomCase;

/** Looks for the smallest case that fails. */
final class Minimiser {
    /** Cases that are tried at most: each takes a fraction of a second. */
    private static final int MOST_TRIALS = 300;

    private Minimiser() {
    }

    /** Makes a failing case smaller, one size at a time, until each smaller one passes. */
    static RandomCase smallest(RandomCase failing, Predicate<RandomCase> fails) {
        RandomCase smallest = failing;
        int trials = 0;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (RandomCase next : smallest.smaller()) {
                if (trials++ >= MOST_TRIALS) {
                    return smallest;
                }
                if (fails.test(next)) {
                    smallest = next;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }
}
