package pfm.validation;

import static pfm.quantity.Units.nm;
import static pfm.quantity.Units.um;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

import pfm.field.Grid;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;

/** Random media, one for each way to describe one. */
enum Media {
    /** Index contrasts as 8-bit levels, as a fabricated design has them. */
    LEVELS8 {
        @Override
        SplitStep on(Grid grid, int slices, Arena arena) {
            return plain(grid, slab(grid, slices, Seeded.levels(grid.samples() * slices, -0.01, 0.02 / 255, 2, arena)));
        }
    },
    /** Index contrasts as float32. */
    FLOAT32 {
        @Override
        SplitStep on(Grid grid, int slices, Arena arena) {
            return plain(grid, slab(grid, slices, Seeded.samples(grid.samples() * slices, -0.01, 0.01, 2, arena)));
        }
    },
    /** A medium that absorbs, with contrasts as levels and extinctions as float32. */
    EXTINCTION {
        @Override
        SplitStep on(Grid grid, int slices, Arena arena) {
            Samples contrast = Seeded.levels(grid.samples() * slices, 0, 0.02 / 255, 2, arena);
            Samples extinction = Seeded.samples(contrast.count(), 0, 0.01, 3, arena);
            Volume volume = new Volume(grid.nx(), grid.ny(), slices, contrast, Optional.of(extinction));
            return plain(grid, new Element.Slab(volume, um(1)));
        }
    },
    /** Thin phase masks with a gap of its own before each. */
    MASKS {
        @Override
        SplitStep on(Grid grid, int slices, Arena arena) {
            Element[] elements = new Element[2 * slices + 1];
            for (int s = 0; s < slices; s++) {
                elements[2 * s] = new Element.Gap(um(20 + 7 * s));
                elements[2 * s + 1] = new Element.Mask(Seeded.samples(grid.samples(), 0, 2 * Math.PI, 2 + s, arena));
            }
            elements[2 * slices] = new Element.Gap(um(30));
            return plain(grid, elements);
        }
    },
    /** Masks that touch, with phases of many turns, and an attenuation that is infinite for every fourth sample. */
    APERTURES {
        @Override
        SplitStep on(Grid grid, int slices, Arena arena) {
            Samples attenuation = Seeded.samples(grid.samples(), 0, 1, 3, arena);
            for (long i = 0; i < attenuation.count(); i += 4) {
                attenuation.set(i, Double.POSITIVE_INFINITY);
            }
            Samples phase = Seeded.samples(grid.samples(), -40, 40, 2, arena);
            return plain(grid, new Element.Mask(phase, Optional.of(attenuation)),
                    new Element.Mask(Seeded.samples(grid.samples(), -40, 40, 4, arena)), new Element.Gap(um(-15)));
        }
    },
    /** Everything in one: gaps, a mask, a paraxial and band-limited slab, a frame. */
    FRAMED {
        @Override
        SplitStep on(Grid grid, int slices, Arena arena) {
            List<Element> elements = List.of(new Element.Gap(um(10)),
                    new Element.Mask(Seeded.samples(grid.samples(), 0, 2 * Math.PI, 3, arena)),
                    slab(grid, slices, Seeded.levels(grid.samples() * slices, 0, 0.02 / 255, 2, arena)),
                    new Element.Gap(um(5)));
            return new SplitStep(grid, nm(500), 1.5, elements, Diffraction.PARAXIAL, true,
                    new AbsorbingFrame(3, 0.5, 2));
        }
    };

    /** This medium on {@code grid} with as many slices or masks, in memory of {@code arena}. */
    abstract SplitStep on(Grid grid, int slices, Arena arena);

    private static SplitStep plain(Grid grid, Element... elements) {
        return new SplitStep(grid, nm(500), 1.45, List.of(elements));
    }

    private static Element slab(Grid grid, int slices, Samples contrast) {
        return new Element.Slab(new Volume(grid.nx(), grid.ny(), slices, contrast), um(1));
    }
}
