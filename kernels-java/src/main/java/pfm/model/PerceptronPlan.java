package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import pfm.Kernels;
import pfm.MatVec;
import pfm.field.Matrix;
import pfm.quantity.Require;

/**
 * A {@link Perceptron} planned on crossbars: a batch of vectors forward through every layer, and cotangents back,
 * straight through the converters. The weights that compute are a copy, which may be disturbed.
 */
final class PerceptronPlan {
    private final Perceptron network;
    private final int batch;
    private final List<Matrix> cells = new ArrayList<>();
    private final List<MatVec> products = new ArrayList<>();
    /** Inputs of every layer, then the scores, {@code [batch][…]}. */
    private final List<Matrix> values = new ArrayList<>();
    /** Their cotangents. */
    private final List<Matrix> cotangents = new ArrayList<>();

    /**
     * Plans.
     *
     * @param devices one for each layer
     * @param batch   vectors of every call
     * @param arena   owns the memory
     */
    PerceptronPlan(Perceptron network, List<CrossbarDevice> devices, int batch, Kernels kernels, Arena arena) {
        Require.equal("count of devices", network.layers().size(), devices.size());
        this.network = network;
        this.batch = batch;
        addValues(network.inputs(), arena);
        for (int l = 0; l < devices.size(); l++) {
            Perceptron.Dense layer = network.layers().get(l);
            Matrix w = layer.weights().as(layer.weights().precision(), arena);
            cells.add(w);
            products.add(devices.get(l).plan(w, kernels));
            addValues(layer.outputs(), arena);
        }
    }

    private void addValues(int columns, Arena arena) {
        values.add(Matrix.zeros(batch, columns, arena));
        cotangents.add(Matrix.zeros(batch, columns, arena));
    }

    int batch() {
        return batch;
    }

    /** Where the vectors go. */
    Matrix inputs() {
        return values.getFirst();
    }

    /** Inputs of layer {@code l}; those after the last layer are the scores. */
    Matrix values(int l) {
        return values.get(l);
    }

    /** Cotangents of {@link #values}; those of the scores are to be set before {@link #backward}. */
    Matrix cotangents(int l) {
        return cotangents.get(l);
    }

    /** Takes over the weights of the network, disturbed by {@code noise}. */
    void reload(Disturbance noise) {
        for (int l = 0; l < cells.size(); l++) {
            noise.disturb(network.layers().get(l).weights(), l, cells.get(l));
            products.get(l).reload();
        }
    }

    /** Sees what a crossbar makes of its inputs. */
    @FunctionalInterface
    interface Observer {
        /** Layer {@code l} made y of x. */
        void product(int l, Matrix x, Matrix y);
    }

    /** From the inputs to the scores. */
    void forward() {
        forward((l, x, y) -> { });
    }

    /** Likewise, observed. */
    void forward(Observer observer) {
        for (int l = 0; l < products.size(); l++) {
            Matrix y = values.get(l + 1);
            products.get(l).multiply(values.get(l), y);
            observer.product(l, values.get(l), y);
            boolean rectified = l < products.size() - 1;
            Perceptron.Dense layer = network.layers().get(l);
            BatchRows.scaleAndShift(y, layer.scale(), layer.bias(), rectified);
        }
    }

    /** From the cotangents of the scores to those of the inputs of the second layer. */
    void backward() {
        for (int l = products.size() - 1; l > 0; l--) {
            Matrix below = cotangents.get(l);
            products.get(l).adjoint(cotangents.get(l + 1), below);
            BatchRows.pullBackRectified(below, network.layers().get(l).scale(), values.get(l));
        }
    }
}
