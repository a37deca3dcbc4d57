package pfm.bench;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import pfm.Kernels;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.model.LabelledImages;
import pfm.model.Layer;
import pfm.model.Network;
import pfm.optics.Element;
import pfm.optics.SplitStep;

/**
 * The light of one image on its way through a network: intensities |u|² in planes across and in one view from the side.
 */
final class Travel {
    /** Columns of the view from the side, about. */
    private static final int COLUMNS = 480;

    private final Network network;
    private final Kernels kernels;
    private final SplitStep spec;
    private final Field field;
    private final List<Plane> planes = new ArrayList<>();
    private final List<Side> side = new ArrayList<>();
    private double z;

    /**
     * Intensity across the axis.
     *
     * @param layer     the optical layer that the light meets here; their count for the detectors
     * @param z         distance from the input [m]
     * @param intensity {@code [ny][nx]}
     */
    record Plane(int layer, double z, double[] intensity) {
    }

    /**
     * One column of the view from the side.
     *
     * @param width     part of the way that it stands for [m]
     * @param intensity mean over x, {@code [ny]}
     */
    record Side(double width, double[] intensity) {
    }

    /** Propagates an image through the network, a short piece of the way at a time. */
    Travel(Network network, Kernels kernels, LabelledImages images, int image, Arena arena) {
        this.network = network;
        this.kernels = kernels;
        spec = network.splitStep(arena);
        field = Field.zeros(network.grid(), 1, arena);
        float[] amplitude = new float[network.encoding().modes()];
        network.encoding().amplitudes(images, image, amplitude);
        network.encoding().place(field, 0, amplitude);
        planes.add(new Plane(-1, 0, intensity()));
        List<Layer.Optical> layers = network.optical();
        double length = layers.stream().mapToDouble(Travel::thickness).sum();
        for (int l = 0; l < layers.size(); l++) {
            if (!(layers.get(l) instanceof Layer.FreeSpace)) {
                planes.add(new Plane(l, z, intensity()));
            }
            pass(l, layers.get(l), length / COLUMNS);
        }
        planes.add(new Plane(layers.size(), z, intensity()));
    }

    static double thickness(Layer.Optical layer) {
        return switch (layer) {
            case Layer.FreeSpace free -> free.distance();
            case Layer.PhaseMask mask -> 0;
            case Layer.Slab slab -> slab.volume().slices() * slab.sliceThickness();
        };
    }

    private void pass(int number, Layer.Optical layer, double column) {
        double way = thickness(layer);
        Element element = spec.elements().get(number);
        int pieces = 1;
        if (layer instanceof Layer.FreeSpace free && free.distance() > 0) {
            pieces = (int) Math.max(1, Math.round(free.distance() / column));
            element = new Element.Gap(free.distance() / pieces);
        }
        Propagator plan = kernels.splitStep(new SplitStep(network.grid(), network.wavelength(), network.index(),
                List.of(element), spec.diffraction(), spec.bandLimited(), spec.frame()));
        for (int p = 0; p < pieces; p++) {
            if (way > 0) {
                side.add(new Side(way / pieces, fromTheSide()));
            }
            plan.propagate(field, field);
            z += way / pieces;
        }
    }

    private double[] intensity() {
        Grid grid = network.grid();
        double[] i = new double[(int) grid.samples()];
        for (int s = 0; s < i.length; s++) {
            double re = field.re(0, s / grid.nx(), s % grid.nx());
            double im = field.im(0, s / grid.nx(), s % grid.nx());
            i[s] = re * re + im * im;
        }
        return i;
    }

    private double[] fromTheSide() {
        double[] across = intensity();
        double[] mean = new double[network.grid().ny()];
        for (int s = 0; s < across.length; s++) {
            mean[s / network.grid().nx()] += across[s] / network.grid().nx();
        }
        return mean;
    }

    /** The input, what arrives at every mask and slab, and what arrives at the detectors. */
    List<Plane> planes() {
        return planes;
    }

    /** The view from the side, from the input to the detectors. */
    List<Side> side() {
        return side;
    }

    /** The whole way [m]. */
    double length() {
        return z;
    }
}
