package pfm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import pfm.field.Matrix;

/**
 * From the powers on the detectors of one image to its loss, and back, in float64. Electronic layers count as the
 * product itself, without converters ("straight through"): training changes their weights at every step, and a plan is
 * for keeps. StrictMath: a training gives the same bits on every machine whose kernels do.
 */
final class LossHead {
    private final Layer.Detectors detectors;
    private final List<Layer.Electronic> electronic;
    private final List<double[]> weights = new ArrayList<>(); // outputScale·W of every electronic layer
    private final List<double[]> values = new ArrayList<>(); // signals, then outputs of every electronic layer
    private final double[] probability;
    private double[] power;
    private int label;

    LossHead(Network network) {
        detectors = network.detectors();
        electronic = network.electronic();
        values.add(new double[detectors.signals()]);
        for (Layer.Electronic layer : electronic) {
            weights.add(new double[layer.crossbar().outputs() * layer.crossbar().inputs()]);
            values.add(new double[layer.crossbar().outputs()]);
        }
        probability = new double[network.classes()];
        refresh();
    }

    /** Takes over weights that were changed in place. */
    void refresh() {
        for (int l = 0; l < electronic.size(); l++) {
            Matrix w = electronic.get(l).crossbar().weights();
            double[] target = weights.get(l);
            for (int i = 0; i < target.length; i++) {
                target[i] = electronic.get(l).crossbar().outputScale() * w.get(i / w.columns(), i % w.columns());
            }
        }
    }

    /** The loss of an image with these powers; {@link #decision} and {@link #pullBack} then speak of it. */
    double loss(double[] powers, int ofClass) {
        power = powers;
        label = ofClass;
        double[] signal = values.getFirst();
        detectors.readout().signals(powers, signal);
        for (int k = 0; k < signal.length; k++) {
            signal[k] *= detectors.gain();
        }
        for (int l = 0; l < electronic.size(); l++) {
            forward(l);
        }
        double[] score = values.getLast();
        double highest = Arrays.stream(score).max().orElseThrow();
        double sum = 0;
        for (int k = 0; k < score.length; k++) {
            probability[k] = StrictMath.exp(score[k] - highest);
            sum += probability[k];
        }
        for (int k = 0; k < score.length; k++) {
            probability[k] /= sum;
        }
        return highest + StrictMath.log(sum) - score[label];
    }

    private void forward(int l) {
        double[] in = values.get(l);
        double[] out = values.get(l + 1);
        double[] w = weights.get(l);
        for (int o = 0; o < out.length; o++) {
            double sum = 0;
            for (int i = 0; i < in.length; i++) {
                sum += w[o * in.length + i] * in[i];
            }
            out[o] = electronic.get(l).rectified() ? Math.max(sum, 0) : sum;
        }
    }

    /** The class with the highest score, the lowest of equals. */
    int decision() {
        double[] score = values.getLast();
        int best = 0;
        for (int k = 1; k < score.length; k++) {
            best = score[k] > score[best] ? k : best;
        }
        return best;
    }

    /**
     * Writes {@code factor·∂loss/∂power}, and adds {@code factor·∂loss/∂W} of every electronic layer to the gradients.
     */
    void pullBack(double factor, double[] powerCotangent, List<double[]> weightGradients) {
        double[] cotangent = probability.clone();
        cotangent[label] -= 1;
        for (int k = 0; k < cotangent.length; k++) {
            cotangent[k] *= factor;
        }
        for (int l = electronic.size() - 1; l >= 0; l--) {
            cotangent = backward(l, cotangent, weightGradients.get(l));
        }
        for (int k = 0; k < cotangent.length; k++) {
            cotangent[k] *= detectors.gain();
        }
        detectors.readout().pullBack(power, cotangent, powerCotangent);
    }

    private double[] backward(int l, double[] outCotangent, double[] weightGradient) {
        double[] in = values.get(l);
        double[] out = values.get(l + 1);
        double[] w = weights.get(l);
        double scale = electronic.get(l).crossbar().outputScale();
        double[] inCotangent = new double[in.length];
        for (int o = 0; o < out.length; o++) {
            if (electronic.get(l).rectified() && out[o] <= 0) {
                continue;
            }
            for (int i = 0; i < in.length; i++) {
                weightGradient[o * in.length + i] += scale * outCotangent[o] * in[i];
                inCotangent[i] += outCotangent[o] * w[o * in.length + i];
            }
        }
        return inCotangent;
    }
}
