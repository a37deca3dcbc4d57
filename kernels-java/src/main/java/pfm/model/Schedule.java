package pfm.model;

import pfm.quantity.Require;

/**
 * How a network is trained. The images are shuffled once and cut into sets of nearly equal size; every pass takes all
 * sets in a new order. The learning rate falls as half a cosine from {@code rate} to 0.
 *
 * @param iterations steps, one set each
 * @param batch      most images in a set
 * @param rate       first learning rate: about the change of a phase in one step [rad]
 * @param light      weight of the light: what is minimised is the mean of {@code cross-entropy − light·ln(part of the
 *                   incident power on detectors)}; without it a network buys its last certainties with nearly all of
 *                   the light
 * @param seed       of the shuffling
 */
public record Schedule(int iterations, int batch, double rate, double light, long seed) {
    /** Checks ranges. */
    public Schedule {
        Require.inRange("iterations", 1, 1 << 24, iterations);
        Require.inRange("batch", 1, 1 << 24, batch);
        Require.inRange("learning rate", 1e-9, 10, "", rate);
        Require.inRange("weight of the light", 0, 1000, "", light);
    }

    /** Learning rate of step {@code iteration}, 0 being the first. */
    public double rate(int iteration) {
        return rate * 0.5 * (1 + StrictMath.cos(Math.PI * iteration / iterations));
    }
}
