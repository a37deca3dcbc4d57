package pfm.model;

import java.util.List;

import pfm.analog.Crossbar;
import pfm.field.Grid;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.quantity.Require;

/**
 * One layer of a physical network. Light passes the optical ones in order, detectors end them, electronics may follow.
 */
public sealed interface Layer {

    /** What light passes: one element of the network's {@link pfm.optics.SplitStep}. */
    sealed interface Optical extends Layer {
    }

    /**
     * A gap of the background index.
     *
     * @param distance [m]
     */
    record FreeSpace(double distance) implements Optical {
        /** Checks the magnitude. */
        public FreeSpace {
            Require.inRange("distance of free space", 0, 1e3, "m", distance);
        }
    }

    /**
     * A thin phase mask in an opaque frame, centred on the grid.
     *
     * @param width  pixels along x; a pixel is one sample of the grid
     * @param height pixels along y
     * @param phase  of every pixel [rad], {@code [height][width]}, float32; training changes it in place
     */
    record PhaseMask(int width, int height, Samples phase) implements Optical {
        /** Checks that there is a phase for every pixel. */
        public PhaseMask {
            Require.inRange("width of a mask", 1, 1 << 14, width);
            Require.inRange("height of a mask", 1, 1 << 14, height);
            Require.equal("count of phases of a mask", (long) width * height, phase.count());
            Require.equal("format of the phases of a mask", Samples.Format.FLOAT32, phase.format());
        }

        /** Sample of the grid that pixel {@code i} covers. */
        long sample(Grid grid, int i) {
            int x = (grid.nx() - width) / 2 + i % width;
            int y = (grid.ny() - height) / 2 + i / width;
            return (long) y * grid.nx() + x;
        }
    }

    /**
     * A slab of a medium, as wide as the grid. Only contrasts of float32 can be trained.
     *
     * @param volume         index contrast and extinction
     * @param sliceThickness dz [m]
     */
    record Slab(Volume volume, double sliceThickness) implements Optical {
        /** Checks the magnitude. */
        public Slab {
            Require.given("volume", volume);
            Require.inRange("slice thickness", 1e-12, 1, "m", sliceThickness);
        }
    }

    /**
     * Detectors: the power on a region is the sum of |u|² over its samples. The signals are {@code gain·s_k} with s_k
     * of the readout; without electronics they are the scores whose softmax is the probability of a class.
     *
     * @param regions one per class, or pairs; they do not overlap
     * @param readout how powers become signals
     * @param gain    positive
     */
    record Detectors(List<Region> regions, Readout readout, double gain) implements Layer {
        /** Checks counts and overlap. */
        public Detectors {
            regions = List.copyOf(regions);
            Require.given("readout", readout);
            Require.inRange("gain of the detectors", 1e-6, 1e6, "", gain);
            Require.inRange("count of detectors", 1, 4096, regions.size());
            Require.equal("detectors left over of groups of " + readout.regionsPerSignal(), 0,
                    regions.size() % readout.regionsPerSignal());
            for (int i = 0; i < regions.size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (regions.get(i).overlaps(regions.get(j))) {
                        throw new IllegalArgumentException("detectors must not overlap, but " + j + " " + regions.get(j)
                                + " and " + i + " " + regions.get(i) + " do");
                    }
                }
            }
        }

        /** Signals that leave the detectors. */
        public int signals() {
            return regions.size() / readout.regionsPerSignal();
        }

        /** Samples on all detectors. */
        public int samples() {
            return regions.stream().mapToInt(Region::samples).sum();
        }
    }

    /**
     * A layer of electronics after the detectors: {@code y = W x} as a crossbar computes it, then max(y, 0) if
     * rectified.
     *
     * @param crossbar  the product; float32 weights, which training changes in place
     * @param rectified whether negative outputs become 0
     */
    record Electronic(Crossbar crossbar, boolean rectified) implements Layer {
        /** Checks that a crossbar is given. */
        public Electronic {
            Require.given("crossbar", crossbar);
        }
    }
}
