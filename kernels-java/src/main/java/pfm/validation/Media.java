package pfm.validation;

import static pfm.quantity.Units.nm;
import static pfm.quantity.Units.um;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.field.Grid;
import pfm.field.RandomLevels;
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
    /** Index contrasts as levels that are generated where they are read. */
    RANDOM {
        @Override
        SplitStep on(Grid grid, int slices, Arena arena) {
            return plain(grid, slab(grid, slices, Samples.random(
                    new RandomLevels(7L << 32 | 5, 200), grid.samples() * slices, -0.01, 0.02 / 199)));
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
    /** Masks that are opaque beside a window of their own, which leaves out whole tiles, and windows that touch. */
    STOPS {
        @Override
        SplitStep on(Grid grid, int slices, Arena arena) {
            int nx = grid.nx();
            int ny = grid.ny();
            List<Element> elements = new ArrayList<>();
            for (int s = 0; s < slices; s++) {
                elements.add(new Element.Gap(um(20 + 7 * s)));
                switch (s % 4) {
                    case 0 -> elements.add(stop(grid, 2 + s, 0, nx, ny - Math.max(1, ny / 5), ny, arena));
                    case 1 -> elements.add(stop(grid, 2 + s, nx / 4, 3 * nx / 4, 0, ny, arena));
                    case 2 -> elements.add(stop(grid, 2 + s, 3, nx, 0, ny / 2, arena));
                    default -> {
                        elements.add(stop(grid, 2 + s, 0, nx - 5, 0, ny, arena));
                        elements.add(stop(grid, 3 + slices, 2, nx, ny / 3, ny, arena));
                    }
                }
            }
            elements.add(new Element.Gap(um(30)));
            return plain(grid, elements.toArray(Element[]::new));
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

    /** A mask that is opaque beside columns {@code left … right − 1} of rows {@code top … bottom − 1}. */
    private static Element stop(Grid grid, int seed, int left, int right, int top, int bottom, Arena arena) {
        Samples attenuation = Seeded.samples(grid.samples(), 0, 1, seed + 100, arena);
        for (int i = 0; i < grid.samples(); i++) {
            int x = i % grid.nx();
            int y = i / grid.nx();
            if (x < left || x >= right || y < top || y >= bottom) {
                attenuation.set(i, Double.POSITIVE_INFINITY);
            }
        }
        return new Element.Mask(Seeded.samples(grid.samples(), -40, 40, seed, arena), Optional.of(attenuation));
    }

    private static Element slab(Grid grid, int slices, Samples contrast) {
        return new Element.Slab(new Volume(grid.nx(), grid.ny(), slices, contrast), um(1));
    }
}
