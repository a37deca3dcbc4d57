package pfm.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.field.Grid;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.AbsorbingFrame;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.quantity.Require;

/** Reads the specifications of wave kernels from structs of {@code pfm.h}. */
final class WaveStructs {
    private static final int WAVE_SIZE = 48;
    private static final int FRAME_SIZE = 16;
    private static final int ELEMENT_SIZE = 80;
    private static final int GAP = 0;
    private static final int MASK = 1;
    private static final int FLOAT32 = 0;
    private static final int LEVELS8 = 1;

    private WaveStructs() {
    }

    /** A {@code pfm_wave} over a distance. */
    static AngularSpectrum angularSpectrum(long wave, double distance) {
        Struct given = new Struct("wave", wave, WAVE_SIZE, 1);
        Grid grid = new Grid(given.int32(), given.int32(), given.float64(), given.float64());
        return new AngularSpectrum(grid, given.float64(), given.float64(), distance,
                Diffraction.values()[oneOf("diffraction", 1, given.int32())],
                oneOf("band_limited", 1, given.int32()) == 1);
    }

    /** A {@code pfm_wave} through {@code pfm_element}s. */
    static SplitStep splitStep(long wave, long frame, long elements, int count) {
        AngularSpectrum free = angularSpectrum(wave, 0);
        Require.inRange("count of elements", 1, Integer.MAX_VALUE, count);
        Struct given = new Struct("elements", elements, ELEMENT_SIZE, count);
        List<Element> read = new ArrayList<>();
        for (int e = 0; e < count; e++) {
            read.add(element(given, free.grid(), " of element " + e));
        }
        return new SplitStep(free.grid(), free.wavelength(), free.index(), read, free.diffraction(),
                free.bandLimited(), frame == 0 ? AbsorbingFrame.NONE : frame(frame));
    }

    private static AbsorbingFrame frame(long address) {
        Struct given = new Struct("frame", address, FRAME_SIZE, 1);
        int cells = given.int32();
        int order = given.int32();
        return new AbsorbingFrame(cells, given.float64(), order);
    }

    private static Element element(Struct given, Grid grid, String which) {
        int kind = oneOf("kind" + which, 2, given.int32());
        int slices = given.int32();
        double length = given.float64();
        boolean slab = kind > MASK;
        Require.inRange("slices" + which, slab ? 1 : 0, slab ? Integer.MAX_VALUE : 0, slices);
        Optional<Samples> phase = samples(given, grid, Math.max(slices, 1), "phase" + which);
        Optional<Samples> attenuation = samples(given, grid, Math.max(slices, 1), "attenuation" + which);
        if (kind == GAP) {
            if (phase.isPresent() || attenuation.isPresent()) {
                throw new IllegalArgumentException("values" + which + " must be NULL, for a gap has none, were given");
            }
            return new Element.Gap(length);
        }
        Samples values = phase.orElseThrow(() -> new IllegalArgumentException(
                "values of the phase" + which + " must point to memory, was NULL"));
        return slab ? new Element.Slab(new Volume(grid.nx(), grid.ny(), slices, values, attenuation), length)
                : new Element.Mask(values, attenuation);
    }

    private static Optional<Samples> samples(Struct given, Grid grid, int slices, String which) {
        long address = given.address();
        int format = oneOf("format of the " + which, LEVELS8, given.int32());
        given.int32(); // reserved
        double min = given.float64();
        double step = given.float64();
        if (address == 0) {
            return Optional.empty();
        }
        String name = "values of the " + which;
        long count = grid.samples() * slices;
        return Optional.of(format == FLOAT32
                ? Samples.float32(CallerMemory.floats(name, address, grid.samples(), slices), count, name)
                : Samples.levels8(CallerMemory.values(name, address, grid.samples(), slices, 1), count, min, step,
                        name));
    }

    private static int oneOf(String name, int last, int value) {
        return (int) Require.inRange(name, 0, last, value);
    }
}
