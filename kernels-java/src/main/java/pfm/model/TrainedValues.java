package pfm.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.quantity.Require;

/**
 * The values of one layer that training changes in place, with Adam's state.
 *
 * @param layer  its number
 * @param values float32
 * @param unit   a step of 1 in Adam's units: 1 rad of a mask, the contrast that is 1 rad in a slice, 0.1 of a weight
 * @param adam   state
 */
record TrainedValues(int layer, MemorySegment values, double unit, Adam adam) {

    /** Those of every layer that has some. */
    static List<TrainedValues> of(Network network) {
        List<TrainedValues> all = new ArrayList<>();
        for (int l = 0; l < network.layers().size(); l++) {
            switch (network.layers().get(l)) {
                case Layer.PhaseMask mask -> all.add(of(l, mask.phase(), 1));
                case Layer.Slab slab -> all.add(of(l, slab.volume().contrast(),
                        network.wavelength() / (2 * Math.PI * slab.sliceThickness())));
                case Layer.Electronic e -> {
                    Matrix w = e.crossbar().weights();
                    Require.equal("precision of the weights of layer " + l, Precision.FLOAT32, w.precision());
                    all.add(of(l, w.values(), (long) w.rows() * w.columns(), 0.1));
                }
                case Layer.FreeSpace free -> { }
                case Layer.Detectors detectors -> { }
            }
        }
        return List.copyOf(all);
    }

    private static TrainedValues of(int layer, Samples samples, double unit) {
        Require.equal("format of the values to train in layer " + layer, Samples.Format.FLOAT32, samples.format());
        return of(layer, samples.segment(), samples.count(), unit);
    }

    private static TrainedValues of(int layer, MemorySegment values, long count, double unit) {
        Require.inRange("values to train in layer " + layer, 1, Integer.MAX_VALUE - 8, count);
        return new TrainedValues(layer, values, unit, new Adam((int) count));
    }

    /** Step {@code t} (1 is the first) against the gradient. */
    void step(NetworkGradient gradient, double rate, int t) {
        adam.begin(t);
        for (int i = 0; i < count(); i++) {
            double value = values.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
            double down = adam.step(i, gradient.of(layer, i) * unit, rate) * unit;
            values.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, (float) (value - down));
        }
    }

    int count() {
        return adam.mean().length;
    }
}
