package pfm.model;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import pfm.Kernels;
import pfm.field.Matrix;
import pfm.noise.Philox;
import pfm.quantity.Require;

/**
 * Trains a {@link Perceptron} on labelled images by Adam, with its crossbars in the loop: the forward run is that of
 * the devices, on weights disturbed anew at every step; gradients pass straight through converters; weights are
 * clipped to what cells hold, [−1, 1]. Without devices and noise this is plain training.
 *
 * <p>Source: straight-through gradients: Bengio, Léonard, Courville, arXiv 1308.3432 (2013).
 */
public final class PerceptronTraining {
    private static final int ORDER = 60; // stream of the order of images

    private final Perceptron network;
    private final PerceptronPlan plan;
    private final LabelledImages images;
    private final Schedule schedule;
    private final double noise;
    private final List<float[][]> gradients = new ArrayList<>();
    private final List<Adam> weightSteps = new ArrayList<>();
    private final List<Adam> biasSteps = new ArrayList<>();
    private int[] order;
    private int step;

    /**
     * A training at its beginning.
     *
     * @param network  its weights and biases change in place
     * @param devices  how each layer's crossbar computes, one for each layer
     * @param noise    deviation of the weights in the forward run, as a part of the largest weight 1
     * @param schedule steps, images of a step, rate of the weights in units of the largest weight; seed; no light
     * @param arena    owns the memory; lives as long as this object is used
     */
    public PerceptronTraining(Perceptron network, List<CrossbarDevice> devices, double noise, LabelledImages images,
            Schedule schedule, Kernels kernels, Arena arena) {
        Require.equal("pixels of an image", network.inputs(), images.rows() * images.columns());
        Require.equal("weight of the light without light", 0.0, schedule.light());
        this.network = network;
        this.images = images;
        this.schedule = schedule;
        this.noise = new Disturbance(noise, 0, 0).deviation();
        plan = new PerceptronPlan(network, devices, Math.min(schedule.batch(), images.count()), kernels, arena);
        for (Perceptron.Dense layer : network.layers()) {
            gradients.add(new float[layer.outputs()][layer.inputs()]);
            weightSteps.add(new Adam(layer.outputs() * layer.inputs()));
            biasSteps.add(new Adam(layer.outputs()));
        }
    }

    /** Steps done. */
    public int iteration() {
        return step;
    }

    /** Whether all steps are done. */
    public boolean finished() {
        return step == schedule.iterations();
    }

    /**
     * Takes one step.
     *
     * @return the mean cross-entropy of its images before it [nats]
     */
    public double step() {
        if (finished()) {
            throw new IllegalStateException("steps left must be in [1, " + schedule.iterations() + "], were 0");
        }
        double loss = differentiate(choose());
        step++;
        double rate = schedule.rate(step - 1);
        for (int l = 0; l < gradients.size(); l++) {
            stepWeights(l, rate);
            stepBias(l, plan.cotangents(l + 1), rate);
        }
        return loss;
    }

    /** The mean loss of some images, as many as a batch has, and its {@link #gradient} at the present weights. */
    double differentiate(int[] chosen) {
        int last = gradients.size();
        PixelRows.fill(images, chosen, 0, plan.inputs());
        plan.reload(new Disturbance(noise, schedule.seed(), step));
        plan.forward();
        double loss = Scores.differentiate(plan.values(last), images, chosen, plan.cotangents(last));
        plan.backward();
        for (int l = 0; l < last; l++) {
            BatchRows.correlate(plan.cotangents(l + 1), plan.values(l), gradients.get(l));
        }
        return loss;
    }

    /** ∂loss/∂(scale·V) of a layer, {@code [outputs][inputs]}. */
    float[][] gradient(int l) {
        return gradients.get(l);
    }

    /** The images of a step: every pass takes all in a new order; what is left of a pass below a batch waits. */
    private int[] choose() {
        int steps = images.count() / plan.batch();
        if (step % steps == 0) {
            order = shuffled(images.count(), step / steps);
        }
        int[] chosen = new int[plan.batch()];
        System.arraycopy(order, step % steps * chosen.length, chosen, 0, chosen.length);
        return chosen;
    }

    private int[] shuffled(int count, int pass) {
        int[] shuffled = new int[count];
        for (int i = 0; i < count; i++) {
            int j = (int) (Philox.uniform(schedule.seed(), ORDER, (long) pass * count + i) * (i + 1));
            shuffled[i] = shuffled[j];
            shuffled[j] = i;
        }
        return shuffled;
    }

    private void stepWeights(int l, double rate) {
        Perceptron.Dense layer = network.layers().get(l);
        Adam adam = weightSteps.get(l);
        adam.begin(step);
        for (int o = 0; o < layer.outputs(); o++) {
            for (int i = 0; i < layer.inputs(); i++) {
                int at = o * layer.inputs() + i;
                float v = layer.weights().values().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
                double down = adam.step(at, layer.scale() * gradients.get(l)[o][i], rate);
                layer.weights().values().setAtIndex(
                        ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) Math.clamp(v - down, -1.0, 1.0));
            }
        }
    }

    private void stepBias(int l, Matrix cotangent, double rate) {
        Perceptron.Dense layer = network.layers().get(l);
        Adam adam = biasSteps.get(l);
        adam.begin(step);
        for (int o = 0; o < layer.outputs(); o++) {
            double sum = 0;
            for (int b = 0; b < cotangent.rows(); b++) {
                sum += cotangent.get(b, o);
            }
            layer.bias().set(0, o, layer.bias().get(0, o) - layer.scale() * adam.step(o, sum, rate));
        }
    }
}
