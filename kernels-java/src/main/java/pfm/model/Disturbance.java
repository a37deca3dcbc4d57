package pfm.model;

import java.lang.foreign.ValueLayout;

import pfm.field.Matrix;
import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;
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
            NoiseRow noise = new NoiseRow(seed, NoiseStream.PROGRAMMING, 0, layer, draw);
            int count = weights.rows() * weights.columns();
            for (int i = 0; i < count; i++) {
                float v = weights.values().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
                target.values().setAtIndex(
                        ValueLayout.JAVA_FLOAT_UNALIGNED, i, Math.fma((float) deviation, noise.normal(i), v));
            }
        }
    }
}
