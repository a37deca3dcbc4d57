package pfm.analog;

import pfm.quantity.Require;

/**
 * How the interferometers of a {@link MziMesh} differ from ideal ones. Errors are drawn once for each part, for the
 * seed of the mesh.
 *
 * @param insertionLoss of each interferometer, on both of its modes [dB]
 * @param splitterError deviation of the angle of each beam splitter from π/4 [rad]
 * @param phaseError    deviation of each phase [rad]
 * @param phaseBits     phases are rounded to multiples of 2π/2^bits; 0 for no rounding
 */
public record MeshImperfections(double insertionLoss, double splitterError, double phaseError, int phaseBits) {
    /** Nothing is lost or off. */
    public static final MeshImperfections NONE = new MeshImperfections(0, 0, 0, 0);

    /** Checks ranges. */
    public MeshImperfections {
        Require.inRange("insertion loss", 0, 100, "dB", insertionLoss);
        Require.inRange("splitter error", 0, 1, "rad", splitterError);
        Require.inRange("phase error", 0, 10, "rad", phaseError);
        Require.inRange("phase bits", 0, 32, phaseBits);
    }
}
