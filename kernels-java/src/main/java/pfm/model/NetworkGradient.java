package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;

/** The derivative of a loss with respect to every trained value of a network. */
public final class NetworkGradient {
    private final Network network;
    private final MediumGradient medium;
    private final List<double[]> weights = new ArrayList<>();

    NetworkGradient(Network network, SplitStep spec, Precision precision, Arena arena) {
        this.network = network;
        medium = MediumGradient.zeros(spec, precision, arena);
        for (Layer.Electronic layer : network.electronic()) {
            weights.add(new double[layer.crossbar().outputs() * layer.crossbar().inputs()]);
        }
    }

    /** The derivative with respect to value {@code i} of a layer: a phase [1/rad], an index contrast or a weight. */
    public double of(int layer, int i) {
        return switch (network.layers().get(layer)) {
            case Layer.PhaseMask mask -> medium.phase(layer).orElseThrow().get(mask.sample(network.grid(), i));
            case Layer.Slab slab -> medium.phase(layer).orElseThrow().get(i);
            case Layer.Electronic e -> weights.get(layer - network.optical().size() - 1)[i];
            case Layer.FreeSpace free -> throw untrained(layer, free);
            case Layer.Detectors detectors -> throw untrained(layer, detectors);
        };
    }

    private static IllegalArgumentException untrained(int number, Layer layer) {
        return new IllegalArgumentException("layer " + number + " must have values to train, was "
                + layer.getClass().getSimpleName());
    }

    MediumGradient medium() {
        return medium;
    }

    List<double[]> weights() {
        return weights;
    }

    void clear() {
        medium.clear();
        weights.forEach(w -> Arrays.fill(w, 0));
    }
}
