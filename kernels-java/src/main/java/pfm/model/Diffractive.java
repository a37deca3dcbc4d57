package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.noise.Philox;
import pfm.optics.AbsorbingFrame;
import pfm.quantity.Require;

/**
 * A diffractive deep neural network by its dimensions: equal gaps and square phase masks in turn, then pairs of square
 * detectors in rows of five classes, the positive one of each above the negative one.
 *
 * <p>Source: Lin et al., "All-optical machine learning using diffractive deep neural networks", Science 361, 1004
 * (2018).
 *
 * @param encoding     how an image becomes light
 * @param wavelength   λ [m]
 * @param pitch        side of a pixel of a mask [m]
 * @param distance     of every gap [m]
 * @param masks        count of masks
 * @param size         pixels along one side of a mask
 * @param padded       samples along one side of the grid: dark space around the masks keeps light from wrapping around
 * @param classes      count of classes
 * @param detectorSize samples along one side of a detector
 * @param detectorGap  samples between neighbouring detectors
 * @param gain         of the detectors
 */
public record Diffractive(Encoding encoding, double wavelength, double pitch, double distance, int masks, int size,
        int padded, int classes, int detectorSize, int detectorGap, double gain) {
    private static final int CLASSES_PER_ROW = 5;

    /** Checks counts; what depends on more is checked by {@link #network}. */
    public Diffractive {
        Require.inRange("masks", 1, 1000, masks);
        Require.inRange("size of the masks", 1, Math.min(padded, 1 << 14), size);
        Require.inRange("classes", 2, 256, classes);
        Require.inRange("size of a detector", 1, padded, detectorSize);
        Require.inRange("gap between detectors", 0, padded, detectorGap);
    }

    /** The network, with phases drawn evenly from [−spread, spread] rad by {@code seed}. */
    public Network network(double spread, long seed, Arena arena) {
        Require.inRange("spread of the first phases", 0, Math.PI, "rad", spread);
        List<Layer> layers = new ArrayList<>();
        for (int m = 0; m < masks; m++) {
            Samples phase = Samples.zeros(Precision.FLOAT32, (long) size * size, arena);
            for (int i = 0; i < phase.count(); i++) {
                phase.set(i, spread * (2 * Philox.uniform(seed, m, i) - 1));
            }
            layers.add(new Layer.FreeSpace(distance));
            layers.add(new Layer.PhaseMask(size, size, phase));
        }
        layers.add(new Layer.FreeSpace(distance));
        layers.add(new Layer.Detectors(regions(), Readout.DIFFERENTIAL, gain));
        return new Network(Grid.square(padded, pitch), wavelength, 1, AbsorbingFrame.NONE, encoding, layers);
    }

    private List<Region> regions() {
        int columns = Math.min(classes, CLASSES_PER_ROW);
        int rows = 2 * Math.ceilDiv(classes, columns);
        int period = detectorSize + detectorGap;
        int left = (padded - columns * period + detectorGap) / 2;
        int top = (padded - rows * period + detectorGap) / 2;
        List<Region> regions = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            for (int sign = 0; sign < 2; sign++) {
                int x = left + k % columns * period;
                int y = top + (2 * (k / columns) + sign) * period;
                regions.add(new Region(x, y, detectorSize, detectorSize));
            }
        }
        return regions;
    }
}
