package pfm.validation;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;

import pfm.Kernels;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.SplitStep;

/**
 * Where a closed form is computed.
 *
 * @param kernels   what computes
 * @param precision of the fields
 * @param arena     owns the memory of the case
 */
public record Setting(Kernels kernels, Precision precision, Arena arena) {

    /** A field over the plane: the value at a position [m]. */
    @FunctionalInterface
    interface Shape {
        Complex at(double x, double y);
    }

    /** A field of one item in the precision of this setting. */
    Field field(Grid grid, Shape shape) {
        return field(grid, precision, shape);
    }

    /** What theory says: a field of one item in float64. */
    Field theory(Grid grid, Shape shape) {
        return field(grid, Precision.FLOAT64, shape);
    }

    /** White noise, one item. */
    Field noise(Grid grid, long seed) {
        return Seeded.field(grid, 1, precision, seed, arena);
    }

    Field propagate(AngularSpectrum spec, Field in) {
        Field out = like(in);
        kernels.angularSpectrum(spec).propagate(in, out);
        return out;
    }

    Field propagate(SplitStep spec, Field in) {
        Field out = like(in);
        kernels.splitStep(spec).propagate(in, out);
        return out;
    }

    Field adjoint(SplitStep spec, Field in) {
        Field out = like(in);
        kernels.splitStep(spec).adjoint(in, out);
        return out;
    }

    Field propagate(Grid grid, double wavelength, double index, List<Element> elements, Field in) {
        return propagate(new SplitStep(grid, wavelength, index, elements), in);
    }

    /** Compares a field with theory, in relative L2. */
    Finding compare(String quantity, Field expected, Field got, Error error) {
        double distance = Discrepancy.relativeL2(Output.of("theory", expected), Output.of(quantity, got));
        return new Finding(quantity + ", relative L2 from theory", 0, distance, error.bound(), error.reason());
    }

    /** The rounding error of a chain of transforms in this precision. */
    Error transforms(int count, Grid grid) {
        Tolerance.Transforms tolerance = new Tolerance.Transforms(count, grid.samples());
        return new Error(tolerance.bound(precision), tolerance.reason());
    }

    Field like(Field field) {
        return Field.zeros(field.grid(), field.batch(), precision, arena);
    }

    private Field field(Grid grid, Precision width, Shape shape) {
        Field field = Field.zeros(grid, 1, width, arena);
        for (int y = 0; y < grid.ny(); y++) {
            for (int x = 0; x < grid.nx(); x++) {
                Complex value = shape.at(grid.positionX(x), grid.positionY(y));
                field.set(0, y, x, value.re(), value.im());
            }
        }
        return field;
    }

    /**
     * An error that is to be expected.
     *
     * @param bound  its size
     * @param reason why
     */
    record Error(double bound, String reason) {
        /** This error and another. */
        Error plus(double more, String why) {
            return new Error(bound + more, reason + ", and " + why);
        }

        /** This error as often. */
        Error times(double factor, String why) {
            return new Error(bound * factor, String.format(Locale.ROOT, "%.3g x %s: %s", factor, reason, why));
        }
    }
}
