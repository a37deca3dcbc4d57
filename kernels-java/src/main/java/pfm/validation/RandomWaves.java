package pfm.validation;

import static pfm.quantity.Units.nm;
import static pfm.quantity.Units.um;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.AbsorbingFrame;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.optics.SplitStep;
import pfm.validation.RandomKernel.Extent;
import pfm.validation.Tolerance.Transforms;

/** Random waves: exact and paraxial, cut and not, forth and back, with fields of every strength. */
final class RandomWaves {
    private static final int DIRECTION = 0;
    private static final int PITCH_X = 1;
    private static final int PITCH_Y = 2;
    private static final int OBLONG = 3;
    private static final int WAVELENGTH = 4;
    private static final int INDEX = 5;
    private static final int DISTANCE = 6;
    private static final int BACK = 7;
    private static final int DIFFRACTION = 8;
    private static final int BAND_LIMIT = 9;
    private static final int MEDIUM = 10;
    private static final int FRAME = 11;
    private static final int CELLS = 12;
    private static final int STRENGTH = 13;
    private static final int ORDER = 14;
    private static final int INPUT = 15;
    /** Neither too few for the pitch of the tests' media, nor so many that what absorbs leaves no light. */
    private static final int SLICES = 24;
    private static final int SIDE = 160;
    private static final ToLongFunction<int[]> PLANE = s -> (long) s[0] * s[1];

    private RandomWaves() {
    }

    static RandomKernel angularSpectrum(Draws draws) {
        Direction direction = draws.among(DIRECTION, Direction.FORWARD, Direction.IN_PLACE, Direction.ADJOINT);
        double pitchX = draws.magnitude(PITCH_X, nm(100), um(10));
        double pitchY = draws.chance(OBLONG, 0.5) ? pitchX : pitchX * draws.magnitude(PITCH_Y, 0.5, 2);
        double wavelength = draws.uniform(WAVELENGTH, nm(400), nm(1600));
        double index = draws.uniform(INDEX, 1, 3.5);
        // where waves are evanescent, not so far that only one of them is left
        double farthest = Math.min(pitchX, pitchY) < wavelength / index ? um(1) : um(1e5);
        double distance = draws.chance(DISTANCE, 0.05) ? 0
                : (draws.chance(BACK, 0.3) ? -1 : 1) * draws.magnitude(DISTANCE + 100, nm(50), farthest);
        Diffraction diffraction = draws.among(DIFFRACTION, Diffraction.values());
        boolean limited = draws.chance(BAND_LIMIT, 0.3);
        String description = String.format(Locale.ROOT, "%s%s, %s, pitch %.3g x %.3g m, %.4g m in index %.4g, z %.4g m",
                name(diffraction), limited ? ", band-limited" : "", name(direction), pitchX, pitchY, wavelength, index,
                distance);
        return new RandomKernel(description, List.of(new Extent("nx", SIDE), new Extent("ny", SIDE),
                new Extent("batch", 5)), 1, PLANE, s -> PLANE.applyAsLong(s) * s[2], sizes -> {
            AngularSpectrum spec = new AngularSpectrum(new Grid(sizes[0], sizes[1], pitchX, pitchY), wavelength, index,
                    distance, diffraction, limited);
            return new Workload("", (kernels, precision, arena) -> {
                Field in = input(draws, spec.grid(), sizes[2], precision, arena);
                Field out = Field.zeros(spec.grid(), sizes[2], precision, arena);
                return new Trial(spec.cost(sizes[2], precision), new Transforms(2, spec.grid().samples()),
                        direction.of(kernels.angularSpectrum(spec), in, out), List.of(Output.of("out", out)));
            });
        });
    }

    static RandomKernel splitStep(Draws draws) {
        Direction direction = draws.among(DIRECTION, Direction.values());
        Media medium = draws.among(MEDIUM, Media.values());
        String description = name(medium) + ", " + name(draws.among(DIFFRACTION, Diffraction.values()))
                + (draws.chance(BAND_LIMIT, 0.3) ? ", band-limited" : "")
                + (draws.chance(FRAME, 0.4) ? ", framed" : "") + ", " + name(direction);
        int fewest = direction == Direction.GRADIENT ? 16 : 1;
        return new RandomKernel(description, List.of(new Extent("nx", SIDE), new Extent("ny", SIDE),
                new Extent("slices", SLICES), new Extent("batch", 5)), fewest, PLANE,
                s -> PLANE.applyAsLong(s) * s[2] * s[3], sizes -> new Workload("", (kernels, precision, arena) -> {
                    SplitStep spec = medium(draws, medium, sizes, arena);
                    return trial(direction, spec, kernels.splitStep(spec),
                            input(draws, spec.grid(), sizes[3], precision, arena), arena);
                }));
    }

    private static SplitStep medium(Draws draws, Media medium, int[] sizes, Arena arena) {
        double pitchX = draws.uniform(PITCH_X, um(0.7), um(2));
        double pitchY = draws.chance(OBLONG, 0.5) ? pitchX : draws.uniform(PITCH_Y, um(0.7), um(2));
        SplitStep plain = medium.on(new Grid(sizes[0], sizes[1], pitchX, pitchY), sizes[2], arena);
        AbsorbingFrame frame = draws.chance(FRAME, 0.4) ? new AbsorbingFrame(1 + draws.below(CELLS, 12),
                draws.uniform(STRENGTH, 0, 3) / sizes[2], 1 + draws.below(ORDER, 4)) : AbsorbingFrame.NONE;
        return new SplitStep(plain.grid(), draws.uniform(WAVELENGTH, nm(400), nm(1600)), draws.uniform(INDEX, 1.2, 2.5),
                plain.elements(), draws.among(DIFFRACTION, Diffraction.values()), draws.chance(BAND_LIMIT, 0.3), frame);
    }

    private static Trial trial(
            Direction direction, SplitStep spec, MediumPropagator propagator, Field in, Arena arena) {
        int transforms = 2 * Math.max(1, spec.steps().size());
        if (direction == Direction.GRADIENT) {
            List<Output> outputs = new ArrayList<>();
            Runnable body = Direction.gradient(propagator, in, outputs, arena);
            return new Trial(spec.cost(in.batch(), in.precision()).times(2),
                    new Transforms(4 * transforms, spec.grid().samples()), body, outputs);
        }
        Field out = Field.zeros(spec.grid(), in.batch(), in.precision(), arena);
        return new Trial(spec.cost(in.batch(), in.precision()), new Transforms(transforms, spec.grid().samples()),
                direction.of(propagator, in, out), List.of(Output.of("out", out)));
    }

    /**
     * Noise on a constant, which no band limit removes: else what is left could be small against what was rounded. Now
     * and then of extreme strength, dark, or a single point.
     */
    private static Field input(Draws draws, Grid grid, int batch, Precision precision, Arena arena) {
        int kind = draws.below(INPUT, 10);
        Field field = Field.zeros(grid, batch, precision, arena);
        if (kind == 0) {
            return field;
        }
        if (kind == 1) {
            field.set(batch - 1, grid.ny() - 1, grid.nx() - 1, 1, -0.5);
            return field;
        }
        float strength = kind == 2 ? 1e-9f : kind == 3 ? 1e9f : 1;
        Field noise = Seeded.field(grid, batch, precision, draws.seed(), arena);
        for (int item = 0; item < batch; item++) {
            for (int y = 0; y < grid.ny(); y++) {
                for (int x = 0; x < grid.nx(); x++) {
                    field.set(item, y, x, (float) (strength * (1 + noise.re(item, y, x))),
                            (float) (strength * (0.5 + noise.im(item, y, x))));
                }
            }
        }
        return field;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
