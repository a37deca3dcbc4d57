package pfm.bench;

import picocli.CommandLine.Option;

import pfm.model.Diffractive;
import pfm.model.Encoding;
import pfm.model.LabelledImages;
import pfm.quantity.Units;

/** The options of {@code pfm train} that say what is built: a diffractive network and its detectors. */
final class DesignSelection {
    @Option(names = "--layers", defaultValue = "5", paramLabel = "N",
            description = "Phase masks (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(names = "--size", defaultValue = "64", paramLabel = "N",
            description = "Pixels along one side of a mask (default: ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--grid", paramLabel = "N",
            description = "Samples along one side of the simulated plane (default: twice the size of a mask, so that "
                    + "light does not wrap around).")
    private Integer grid;

    @Option(names = "--wavelength", defaultValue = "0.75mm", paramLabel = "LENGTH",
            description = "Wavelength (default: ${DEFAULT-VALUE}).")
    private String wavelength;

    @Option(names = "--pitch", defaultValue = "0.4mm", paramLabel = "LENGTH",
            description = "Side of a pixel of a mask (default: ${DEFAULT-VALUE}).")
    private String pitch;

    @Option(names = "--distance", defaultValue = "10mm", paramLabel = "LENGTH",
            description = "Gap before every mask and before the detectors (default: ${DEFAULT-VALUE}).")
    private String distance;

    @Option(names = "--pool", defaultValue = "2", paramLabel = "N",
            description = "Squares of N x N pixels of an image are averaged to one input mode "
                    + "(default: ${DEFAULT-VALUE}).")
    private int pool;

    @Option(names = "--block", defaultValue = "4", paramLabel = "N",
            description = "An input mode is a square of N x N samples (default: ${DEFAULT-VALUE}).")
    private int block;

    @Option(names = "--classes", defaultValue = "10", paramLabel = "N",
            description = "Classes; each has a pair of detectors (default: ${DEFAULT-VALUE}).")
    private int classes;

    @Option(names = "--detector-size", defaultValue = "8", paramLabel = "N",
            description = "Samples along one side of a detector (default: ${DEFAULT-VALUE}).")
    private int detectorSize;

    @Option(names = "--detector-gap", defaultValue = "4", paramLabel = "N",
            description = "Samples between detectors (default: ${DEFAULT-VALUE}).")
    private int detectorGap;

    @Option(names = "--gain", defaultValue = "8", paramLabel = "X",
            description = "Gain of the detectors: scores are this times a signal in [-1, 1] "
                    + "(default: ${DEFAULT-VALUE}).")
    private double gain;

    /** Classes of the design. */
    int classes() {
        return classes;
    }

    /** Samples of the simulated plane. */
    long samples() {
        return (long) side() * side();
    }

    private int side() {
        return grid == null ? 2 * size : grid;
    }

    /** The design for images of this size. */
    Diffractive design(LabelledImages images) {
        return new Diffractive(new Encoding(images.columns(), images.rows(), pool, block),
                Units.length("wavelength", wavelength), Units.length("pitch", pitch),
                Units.length("distance", distance), layers, size, side(),
                classes, detectorSize, detectorGap, gain);
    }
}
