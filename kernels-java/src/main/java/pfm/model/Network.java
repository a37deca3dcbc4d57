package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.quantity.Require;

/**
 * A physical neural network: an image is encoded as light, which passes the optical layers, falls on detectors, and may
 * go on through electronics to one score per class. Diffraction between the layers is exact and band-limited.
 *
 * @param grid       plane of the light
 * @param wavelength λ in vacuum [m]
 * @param index      n0 of the background
 * @param frame      absorbing frame, applied at every mask and slice
 * @param encoding   how an image becomes light
 * @param layers     optical layers, then {@link Layer.Detectors} once, then any {@link Layer.Electronic} ones
 */
public record Network(Grid grid, double wavelength, double index, AbsorbingFrame frame, Encoding encoding,
        List<Layer> layers) {
    /** Checks the order of the layers, and that each fits the one before it and the grid. */
    public Network {
        Require.given("encoding", encoding);
        layers = List.copyOf(layers);
        new SplitStep(grid, wavelength, index, List.of(new Element.Gap(0)), Diffraction.EXACT, true, frame); // checks
        encoding.requireFits(grid);
        int signals = 0; // that enter the next layer; 0 before the detectors
        for (int i = 0; i < layers.size(); i++) {
            String name = "layer " + i;
            boolean light = signals == 0;
            signals = switch (layers.get(i)) {
                case Layer.Electronic e when !light -> {
                    Require.equal("inputs of " + name, signals, e.crossbar().inputs());
                    yield e.crossbar().outputs();
                }
                case Layer.Detectors d when light -> {
                    d.regions().forEach(r -> r.requireInside("detector of " + name, grid));
                    yield d.signals();
                }
                case Layer.Optical o when light -> {
                    checkFits(grid, name, o);
                    yield 0;
                }
                case Layer misplaced -> throw new IllegalArgumentException("layers must be optical ones, then detectors"
                        + " once, then electronic ones, but " + name + " is " + misplaced.getClass().getSimpleName());
            };
        }
        if (signals == 0) {
            throw new IllegalArgumentException("layers must include detectors, were " + layers);
        }
        if (!(layers.getFirst() instanceof Layer.Optical)) {
            throw new IllegalArgumentException("layers must begin with an optical one, began with detectors");
        }
        Require.inRange("classes", 2, 256, signals);
    }

    private static void checkFits(Grid grid, String name, Layer.Optical layer) {
        switch (layer) {
            case Layer.FreeSpace free -> { }
            case Layer.PhaseMask mask -> {
                Require.inRange("width of " + name, 1, grid.nx(), mask.width());
                Require.inRange("height of " + name, 1, grid.ny(), mask.height());
            }
            case Layer.Slab slab -> {
                Require.equal("nx of the volume of " + name, grid.nx(), slab.volume().nx());
                Require.equal("ny of the volume of " + name, grid.ny(), slab.volume().ny());
            }
        }
    }

    /** The optical layers, in the order of the light; they are the first of {@link #layers()}. */
    public List<Layer.Optical> optical() {
        return layersOf(Layer.Optical.class);
    }

    /** The detectors. */
    public Layer.Detectors detectors() {
        return layersOf(Layer.Detectors.class).getFirst();
    }

    /** The electronic layers, in order. */
    public List<Layer.Electronic> electronic() {
        return layersOf(Layer.Electronic.class);
    }

    private <T extends Layer> List<T> layersOf(Class<T> kind) {
        return layers.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Classes that the network tells apart. */
    public int classes() {
        return electronic().isEmpty() ? detectors().signals() : electronic().getLast().crossbar().outputs();
    }

    /** Values that training sets: phases, contrasts and weights. */
    public long parameters() {
        long count = 0;
        for (Layer layer : layers) {
            count += switch (layer) {
                case Layer.PhaseMask mask -> mask.phase().count();
                case Layer.Slab slab -> slab.volume().voxels();
                case Layer.Electronic e -> (long) e.crossbar().outputs() * e.crossbar().inputs();
                case Layer.FreeSpace free -> 0;
                case Layer.Detectors detectors -> 0;
            };
        }
        return count;
    }

    /**
     * All optical layers as one specification: element i is optical layer i. Masks are copied onto the grid; see
     * {@link #refresh}.
     */
    public SplitStep splitStep(Arena arena) {
        List<Element> elements = new ArrayList<>();
        for (Layer.Optical layer : optical()) {
            elements.add(switch (layer) {
                case Layer.FreeSpace free -> new Element.Gap(free.distance());
                case Layer.PhaseMask mask -> {
                    Samples opaque = Samples.zeros(Precision.FLOAT32, grid.samples(), arena);
                    for (long i = 0; i < grid.samples(); i++) {
                        opaque.set(i, Double.POSITIVE_INFINITY);
                    }
                    for (int i = 0; i < mask.phase().count(); i++) {
                        opaque.set(mask.sample(grid, i), 0);
                    }
                    Samples phase = Samples.zeros(Precision.FLOAT32, grid.samples(), arena);
                    yield new Element.Mask(phase, Optional.of(opaque));
                }
                case Layer.Slab slab -> new Element.Slab(slab.volume(), slab.sliceThickness());
            });
        }
        SplitStep spec = new SplitStep(grid, wavelength, index, elements, Diffraction.EXACT, true, frame);
        refresh(spec);
        return spec;
    }

    /** Copies the phases of the masks, which training changes, into a specification made by {@link #splitStep}. */
    public void refresh(SplitStep spec) {
        List<Layer.Optical> optical = optical();
        for (int e = 0; e < optical.size(); e++) {
            if (optical.get(e) instanceof Layer.PhaseMask mask
                    && spec.elements().get(e) instanceof Element.Mask onGrid) {
                for (int i = 0; i < mask.phase().count(); i++) {
                    onGrid.phase().set(mask.sample(grid, i), mask.phase().get(i));
                }
            }
        }
    }
}
