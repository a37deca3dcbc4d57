package pfm.bench;

import java.lang.foreign.Arena;

import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;
import pfm.model.Inference;
import pfm.model.LabelledImages;
import pfm.model.Network;
import pfm.model.Readings;
import pfm.optics.SplitStep;
import pfm.validation.Discrepancy;
import pfm.validation.Tolerance;

/**
 * How far the powers on the detectors are from those that the reference computes in float64, on a sample of images.
 *
 * @param discrepancy   relative L2 over all detectors and images of the sample, and its bound
 * @param images        in the sample
 * @param sameDecisions images of the sample that get the same class
 */
record ReferenceCheck(Discrepancy discrepancy, int images, int sameDecisions) {
    /** Images in a sample. */
    static final int SAMPLE = 16;

    /** Compares the first {@link #SAMPLE} images of {@code found}. */
    static ReferenceCheck of(Network network, LabelledImages images, Readings found) {
        LabelledImages sample = images.first(SAMPLE);
        try (Arena arena = Arena.ofShared(); Kernels reference = Backends.named("reference").open()) {
            Readings expected = new Inference(network, reference, Precision.FLOAT64, 4, 1, arena).run(sample);
            double difference = 0;
            double norm = 0;
            int same = 0;
            for (int i = 0; i < sample.count(); i++) {
                for (int r = 0; r < network.detectors().regions().size(); r++) {
                    double d = found.power(i, r) - expected.power(i, r);
                    difference += d * d;
                    norm += expected.power(i, r) * expected.power(i, r);
                }
                same += found.decision(i) == expected.decision(i) ? 1 : 0;
            }
            double error = Math.sqrt(norm == 0 ? difference : difference / norm);
            return new ReferenceCheck(new Discrepancy(error, bound(network, expected, arena)), sample.count(), same);
        }
    }

    /**
     * A power has twice the relative error of its field. Rounding spreads over the whole plane while only a part of the
     * light falls on detectors, so that the relative error is larger there by 1/√part.
     */
    private static double bound(Network network, Readings expected, Arena arena) {
        SplitStep spec = network.splitStep(arena);
        int transforms = 2 * (int) spec.steps().stream().filter(s -> s.distance() != 0).count();
        double ofField = new Tolerance.Transforms(transforms, network.grid().samples()).bound(Precision.FLOAT32);
        return 2 * ofField / Math.sqrt(expected.light() > 0 ? expected.light() : 1);
    }
}
