package pfm.validation;

import static pfm.quantity.Units.um;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;

/**
 * A lens of graded index, {@code n² = n0² (1 − g² x²)}, in the paraxial model: a harmonic oscillator. A beam of
 * the eigen waist √(λ/(π n0 g)) keeps its shape and swings about the axis with the pitch 2π/g; others breathe.
 */
final class GradedIndexForms {
    private static final double WAVELENGTH = um(1);
    private static final double N0 = 1.5;
    /** g [1/m]. */
    private static final double G = 0.01e6;
    private static final double QUARTER = Math.PI / (2 * G);
    private static final double OFFSET = um(5);
    private static final double WAIST = Math.sqrt(WAVELENGTH / (Math.PI * N0 * G));
    private static final Grid GRID = new Grid(256, 1, um(0.25));
    /** Slices of a quarter pitch in {@link #lens}. */
    private static final int SLICES = 200;
    /** Errors of a quarter pitch in 20, 40, 80 and 160 slices, of an independent solver. */
    private static final double[] LIE = {6.80e-2, 3.42e-2, 1.71e-2, 8.58e-3};
    private static final double[] SYMMETRIC = {1.285e-3, 3.211e-4, 8.03e-5, 2.01e-5};

    private GradedIndexForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("order-in-dz", GradedIndexForms::order),
                new ClosedForm("graded-index-lens", GradedIndexForms::lens));
    }

    /** Doubling the slices halves the error of Lie's splitting, and quarters that of symmetric splitting. */
    private static List<Finding> order(Setting s) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(order(s, "symmetric", true, 2, SYMMETRIC));
        findings.addAll(order(s, "Lie", false, 1, LIE));
        return findings;
    }

    private static List<Finding> order(Setting s, String name, boolean symmetric, int order, double[] printed) {
        // at a quarter pitch the beam is on the axis, and tilted by the angle g·OFFSET
        Complex phase = Complex.planeWave(QUARTER, WAVELENGTH, N0, 0, 0).times(Complex.polar(1, -Math.PI / 4));
        double tilt = -2 * Math.PI / WAVELENGTH * N0 * G * OFFSET;
        Field exact = s.theory(GRID, (x, y) -> Complex.polar(gauss(x, WAIST), tilt * x).times(phase));
        List<Finding> findings = new ArrayList<>();
        double before = 0;
        for (int i = 0; i < printed.length; i++) {
            int slices = 20 << i;
            double rounding = s.transforms(2 * slices + 2, GRID).bound();
            if (rounding > printed[i] / 10) {
                break; // in float32 the finest steps err less than they round
            }
            Field out = s.propagate(spec(s, slices, QUARTER, symmetric), beam(s, WAIST, OFFSET));
            double error = Discrepancy.relativeL2(Output.of("beam", exact), Output.of("out", out));
            findings.add(new Finding(name + " splitting, error of " + slices + " slices", printed[i], error,
                    0.005 * printed[i] + rounding, "printed digits, and rounding"));
            if (i > 0) {
                findings.add(new Finding(name + " splitting, order from " + slices / 2 + " to " + slices + " slices",
                        order, Math.log(before / error) / Math.log(2), 0.02 + 2 * rounding / error,
                        "the next order at these steps, and rounding"));
            }
            before = error;
        }
        return findings;
    }

    /** The pitch by the swing of a beam beside the axis, its image, and the waist that does not breathe. */
    private static List<Finding> lens(Setting s) {
        double step = G * QUARTER / SLICES;
        // A slice turns phase space by 2 asin(g dz/2) instead of g dz, and its ellipses are flatter by (g dz)²/8
        String reason = String.format(Locale.ROOT, "a slice turns phase space by 2 asin(g dz/2), g dz = %.2e, and"
                + " rounding", step);
        double rounding = s.transforms(4 * SLICES, GRID).bound();
        double turn = step * step / 24;
        double pitch = 2 * Math.PI / G * 1e6;
        double quarter = centre(s.propagate(spec(s, SLICES, QUARTER, true), beam(s, WAIST, OFFSET)));
        Field image = s.propagate(spec(s, 2 * SLICES, 2 * QUARTER, true), beam(s, WAIST, OFFSET));
        Field breathing = s.propagate(spec(s, SLICES, QUARTER, true), beam(s, um(6), 0));
        Field kept = s.propagate(spec(s, SLICES, QUARTER, true), beam(s, WAIST, 0));
        Complex phase = Complex.planeWave(QUARTER, WAVELENGTH, N0, 0, 0).times(Complex.polar(1, -Math.PI / 4));
        return List.of(
                new Finding("pitch [um]", 628.318531, Math.PI / 2 * QUARTER * 4e6 / Math.acos(quarter / OFFSET),
                        pitch * (1.1 * turn + rounding), reason),
                new Finding("image of a beam at 5 um, half a pitch on [um]", -5, centre(image) * 1e6,
                        5 * (step * step + rounding), reason),
                new Finding("eigen waist [um], by a waist of 6 um", 4.606588660, Math.sqrt(um(6) * radius(breathing))
                        * 1e6, WAIST * 1e6 * (step * step / 6 + rounding), reason),
                new Finding("eigen waist [um], a quarter pitch on", 4.606588660, radius(kept) * 1e6,
                        WAIST * 1e6 * (step * step / 6 + rounding), reason),
                s.compare("eigen beam", s.theory(GRID, (x, y) -> phase.times(gauss(x, WAIST))), kept,
                        new Setting.Error(rounding + step * step / 4, reason)));
    }

    private static double gauss(double x, double waist) {
        return Math.exp(-(x / waist) * (x / waist));
    }

    private static Field beam(Setting s, double waist, double offset) {
        return s.field(GRID, (x, y) -> new Complex(gauss(x - offset, waist), 0));
    }

    private static SplitStep spec(Setting s, int slices, double length, boolean symmetric) {
        double dz = length / slices;
        List<Element> elements = symmetric
                ? List.of(MediumForms.slab(s, GRID, slices, (slice, x, y) -> (float) contrast(GRID.positionX(x)), dz))
                : MediumForms.repeat(slices, new Element.Gap(dz), MediumForms.mask(s, GRID,
                        (x, y) -> contrast(GRID.positionX(x)) * 2 * Math.PI / WAVELENGTH * dz));
        return new SplitStep(GRID, WAVELENGTH, N0, elements, Diffraction.PARAXIAL, false, AbsorbingFrame.NONE);
    }

    /** (n² − n0²)/(2 n0): the contrast of the paraxial wave equation. */
    private static double contrast(double x) {
        return -N0 * G * G * x * x / 2;
    }

    private static double centre(Field field) {
        return moment(field, 1);
    }

    /** Of a beam exp(−x²/w²) on the axis: w. */
    private static double radius(Field field) {
        return 2 * Math.sqrt(moment(field, 2));
    }

    /** ⟨xⁿ⟩. */
    static double moment(Field field, int n) {
        double sum = 0;
        for (int y = 0; y < field.grid().ny(); y++) {
            for (int x = 0; x < field.grid().nx(); x++) {
                Complex u = new Complex(field.re(0, y, x), field.im(0, y, x));
                sum += Math.pow(field.grid().positionX(x), n) * u.square();
            }
        }
        return sum / field.power(0);
    }
}
