package pfm.model;

import java.lang.foreign.ValueLayout;

import pfm.field.Matrix;
import pfm.noise.Philox;
import pfm.quantity.Require;

/**
 * Weights as an imperfect programming leaves them: {@code V + σN}, N normal and drawn for every cell. Networks that
 * are trained with it ("noise injection") tolerate more of it.
 *
 * <p>Source: Joshi et al., "Accurate deep neural network inference using computational phase-change memory", Nature
 * Communications 11, 2473 (2020).
 *
 * @param deviation σ, as a part of the largest weight 1
 * @param seed      of the draws
 * @param draw      number of the programming; each has draws of its own
 */
record Disturbance(double deviation, long seed, int draw) {
    /** Leaves weights as they are. */
    static final Disturbance NONE = new Disturbance(0, 0, 0);

    Disturbance {
        Require.inRange("noise of the weights", 0, 10, "of the largest weight", deviation);
    }

    /** Writes the weights of a layer, disturbed. */
    void disturb(Matrix weights, int layer, Matrix target) {
        target.values().copyFrom(weights.values());
        if (deviation > 0) {
            long count = (long) weights.rows() * weights.columns();
            for (long i = 0; i < count; i++) {
                float v = weights.values().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
                double n = normal(i, layer);
                target.values().setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, (float) (v + deviation * n));
            }
        }
    }

    /** Normal by Box and Muller, from two uniform draws. */
    private double normal(long i, int layer) {
        int stream = 100 + layer + 64 * draw;
        double radius = Math.sqrt(-2 * StrictMath.log(Philox.uniform(seed, stream, 2 * i)));
        return radius * StrictMath.cos(2 * Math.PI * Philox.uniform(seed, stream, 2 * i + 1));
    }
}
