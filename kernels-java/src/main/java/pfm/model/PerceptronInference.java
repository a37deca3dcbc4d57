package pfm.model;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;

import pfm.Kernels;

/** A {@link Perceptron} on crossbars, made ready to read images. */
public final class PerceptronInference {
    private static final int BATCH = 256;

    private final PerceptronPlan plan;
    private final int scores;

    /**
     * Plans.
     *
     * @param devices how each layer's crossbar computes, one for each layer
     * @param arena   owns the memory; lives as long as this object is used
     */
    public PerceptronInference(Perceptron network, List<CrossbarDevice> devices, Kernels kernels, Arena arena) {
        plan = new PerceptronPlan(network, devices, BATCH, kernels, arena);
        scores = network.layers().size();
    }

    /** The part of the images whose class is recognised. */
    public double accuracy(LabelledImages images) {
        return accuracy(images, 0, 0, 0);
    }

    /**
     * Likewise, with weights disturbed as an imperfect programming leaves them.
     *
     * @param noise deviation, as a part of the largest weight 1
     * @param draw  number of the programming; each has draws of its own
     */
    public double accuracy(LabelledImages images, double noise, long seed, int draw) {
        plan.reload(new Disturbance(noise, seed, draw));
        int[] order = IntStream.range(0, images.count()).toArray();
        int right = 0;
        for (int first = 0; first < images.count(); first += BATCH) {
            PixelRows.fill(images, order, first, plan.inputs());
            plan.forward();
            for (int row = 0; row < Math.min(BATCH, images.count() - first); row++) {
                right += Scores.decision(plan.values(scores), row) == images.label(first + row) ? 1 : 0;
            }
        }
        return (double) right / images.count();
    }
}
