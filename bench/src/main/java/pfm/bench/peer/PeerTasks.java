package pfm.bench.peer;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.Kernels;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.model.Diffractive;
import pfm.model.Encoding;
import pfm.optics.AbsorbingFrame;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.Screen;
import pfm.optics.SplitStep;
import pfm.optics.Step;
import pfm.quantity.Require;
import pfm.validation.Seeded;

/** The computations that are compared, with seeded input. */
public final class PeerTasks {
    private static final double PITCH = 1e-6;
    private static final double WAVELENGTH = 5e-7;
    private static final double INDEX = 1.33;
    private static final double CONTRAST = 0.02;
    /** Sides of an image, a detector and the gap beside it, of which no part is compared [samples]. */
    private static final int IMAGE = 28;
    private static final int DETECTOR = 8;
    private static final int DETECTOR_GAP = 4;

    private PeerTasks() {
    }

    /** One field through slices of 8-bit levels: a gap of 1 µm and the mask of the slice, in turns. */
    public static PeerTask splitStep(Kernels kernels, int samples, int slices, Diffraction diffraction, Arena arena) {
        Require.inRange("--slices", 1, 1 << 20, slices);
        Grid grid = Grid.square(samples, PITCH);
        double thickness = PITCH;
        List<Element> elements = new ArrayList<>();
        for (int s = 0; s < slices; s++) {
            double step = 2 * Math.PI / WAVELENGTH * CONTRAST / 255 * thickness;
            elements.add(new Element.Gap(thickness));
            elements.add(new Element.Mask(Seeded.levels(grid.samples(), 0, step, s, arena)));
        }
        SplitStep spec = new SplitStep(grid, WAVELENGTH, INDEX, elements, diffraction, false, AbsorbingFrame.NONE);
        int passes = 4 * slices; // rows and columns of every slice: two sweeps, each of which reads and writes
        Field in = Seeded.field(grid, 1, Precision.FLOAT32, -1, arena);
        return new PeerTask(kernels.splitStep(spec), spec.transferFunction(thickness), slices, screens(spec), passes,
                in, Field.zeros(grid, 1, arena));
    }

    /** A batch through free space, with the exact transfer function. */
    public static PeerTask angularSpectrum(Kernels kernels, int samples, int batch, Arena arena) {
        Grid grid = Grid.square(samples, PITCH);
        AngularSpectrum spec = new AngularSpectrum(grid, WAVELENGTH, INDEX, 1e-3);
        Field in = Seeded.field(grid, batch, Precision.FLOAT32, -1, arena);
        return new PeerTask(kernels.angularSpectrum(spec), spec.transferFunction(), 1, List.of(), 2,
                in, Field.zeros(grid, batch, arena));
    }

    /** A step of training of a diffractive network: phase masks within dark space. */
    public static PeerTask training(Kernels kernels, int samples, int size, int masks, int batch, Arena arena) {
        Diffractive design = new Diffractive(new Encoding(IMAGE, IMAGE, 2, 1), 7.5e-4, 4e-4, 1e-2, masks, size,
                samples, 10, DETECTOR, DETECTOR_GAP, 1);
        SplitStep spec = design.network(Math.PI, 1, arena).splitStep(arena);
        Field in = Seeded.field(spec.grid(), batch, Precision.FLOAT32, -1, arena);
        Field cotangent = Seeded.field(spec.grid(), batch, Precision.FLOAT32, -2, arena);
        return new TrainingTask(kernels.splitStep(spec), spec.transferFunction(design.distance()), screens(spec), in,
                Field.zeros(spec.grid(), batch, arena), cotangent, arena);
    }

    private static List<Screen> screens(SplitStep spec) {
        return spec.steps().stream().map(Step::screen).flatMap(Optional::stream).toList();
    }
}
