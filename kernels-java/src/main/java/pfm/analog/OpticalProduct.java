package pfm.analog;

import pfm.energy.Activity;
import pfm.energy.Cost;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A matrix-vector product that light computes, with the noise of its detection. The sums of products are computed in
 * the precision of the vectors; what detection makes of each of them is computed in float64 and then rounded. The noise
 * of an output is drawn for the seed, the number of the vector and the output alone.
 *
 * <p>The adjoint is the transpose of W: gradients pass straight through detection.
 *
 * @param weights   W, {@code [outputs][inputs]}, finite; read when planned and at reload
 * @param detection how results are measured
 * @param seed      of the noise
 */
public record OpticalProduct(Matrix weights, Detection detection, long seed) {
    /** Checks that weights are numbers. */
    public OpticalProduct {
        Require.given("weights", weights).requireFinite("weights");
        Require.given("detection", detection);
    }

    /** Length of a result. */
    public int outputs() {
        return weights.rows();
    }

    /** Length of an input vector. */
    public int inputs() {
        return weights.columns();
    }

    /** The work of one run, detection not counted. */
    public Cost cost(int batch, Precision precision) {
        return Crossbar.ideal(weights).cost(batch, precision);
    }

    /**
     * What the simulated device does for a batch: light passes once, inputs and outputs are converted without rounding,
     * and photons are counted as {@link Detection#photons} says.
     *
     * @param exact {@code [batch][outputs]}, the results without noise, which say how much light there is
     */
    public Activity activity(Matrix exact) {
        Require.equal("columns of the exact results", outputs(), exact.columns());
        long batch = exact.rows();
        double photons = 0;
        for (int b = 0; b < exact.rows(); b++) {
            for (int i = 0; i < outputs(); i++) {
                photons += detection.photons(inputs(), exact.get(b, i));
            }
        }
        long macs = batch * outputs() * inputs();
        return new Activity(1, batch, batch * inputs(), 0, batch * outputs(), 0, macs, macs, photons);
    }
}
