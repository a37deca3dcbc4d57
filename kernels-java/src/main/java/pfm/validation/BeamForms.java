package pfm.validation;

import static pfm.quantity.Units.um;

import java.util.ArrayList;
import java.util.List;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.validation.Setting.Error;

/** Closed forms of Gaussian beams, in free space and in a medium of parabolic index. */
final class BeamForms {
    private static final double WAVELENGTH = um(1);
    private static final double WAIST = um(20);
    /** z_R = π w0² / λ. */
    private static final double RAYLEIGH = Math.PI * WAIST * WAIST / WAVELENGTH;

    private BeamForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("gaussian-beam-paraxial", BeamForms::paraxial),
                new ClosedForm("gaussian-beam-exact", BeamForms::exact),
                new ClosedForm("order-in-dz", BeamForms::order));
    }

    /** u = q⁻¹ exp(−r²/(w0² q)) e^{ikz}, q = 1 + iz/z_R. */
    private static List<Finding> paraxial(Setting s) {
        Grid grid = Grid.square(512, um(1));
        List<Finding> findings = new ArrayList<>();
        double[] intensities = {0.5, 0.2};
        double[] gouy = {Math.PI / 4, Math.atan(2)};
        for (int i = 0; i < 2; i++) {
            double z = (i + 1) * RAYLEIGH;
            Complex q = new Complex(1, z / RAYLEIGH);
            Complex carrier = Complex.planeWave(z, WAVELENGTH, 1, 0, 0);
            Field beam = s.theory(grid, (x, y) -> new Complex(-(x * x + y * y) / (WAIST * WAIST), 0).over(q).exp()
                    .over(q).times(carrier));
            Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, z, Diffraction.PARAXIAL, false),
                    waist(s, grid));
            Error error = s.transforms(2, grid);
            String at = " at " + (i + 1) + " z_R";
            findings.add(s.compare("field" + at, beam, out, error.plus(1e-13, "the tail beyond the window")));
            Complex axis = onAxis(out).over(carrier);
            Error point = error.times(8, "a single sample errs more than the mean");
            findings.add(new Finding("intensity on axis" + at, intensities[i], axis.square(), point.bound(),
                    point.reason()));
            findings.add(new Finding("Gouy phase [rad]" + at, gouy[i], -axis.phase(), point.bound() * 2,
                    point.reason()));
            findings.add(radius(s, "radius [um]" + at, 20 * Math.hypot(1, i + 1), out, 1e-9));
        }
        return findings;
    }

    /** The numbers of the Helmholtz equation differ from the paraxial ones in the fifth digit. */
    private static List<Finding> exact(Setting s) {
        Grid grid = Grid.square(256, um(1));
        Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, RAYLEIGH), waist(s, grid));
        Complex axis = onAxis(out).over(Complex.planeWave(RAYLEIGH, WAVELENGTH, 1, 0, 0));
        Error point = s.transforms(2, grid)
                .times(8, "a single sample errs more than the mean").plus(5e-12, "the printed digits");
        return List.of(
                new Finding("real part on axis", 0.49996834315, axis.re(), point.bound(), point.reason()),
                new Finding("imaginary part on axis", -0.49996833112, axis.im(), point.bound(), point.reason()),
                radius(s, "radius [um]", 28.286063, out, 5e-7));
    }

    private static Field waist(Setting s, Grid grid) {
        return s.field(grid, (x, y) -> new Complex(Math.exp(-(x * x + y * y) / (WAIST * WAIST)), 0));
    }

    private static Complex onAxis(Field field) {
        int x = field.grid().nx() / 2;
        int y = field.grid().ny() / 2;
        return new Complex(field.re(0, y, x), field.im(0, y, x));
    }

    /** Second-moment radius 2 √⟨x²⟩ along x. */
    private static Finding radius(Setting s, String quantity, double expected, Field field, double digits) {
        Grid grid = field.grid();
        double moment = 0;
        for (int y = 0; y < grid.ny(); y++) {
            for (int x = 0; x < grid.nx(); x++) {
                Complex u = new Complex(field.re(0, y, x), field.im(0, y, x));
                moment += grid.positionX(x) * grid.positionX(x) * u.square();
            }
        }
        // White rounding noise of relative power e² adds e²·width²/12 to ⟨x²⟩, and by interference e·⟨x⁴⟩^½ at most.
        double error = s.transforms(2, grid).bound();
        return new Finding(quantity, expected, 2e6 * Math.sqrt(moment / field.power(0)), 4 * error * expected + digits,
                "4 x the error of the field, relative, and " + digits + " of the expected number");
    }

    /**
     * Quarter pitch through n = n0 √(1 − g² x²), a beam 5 µm off axis: solutions with 20, 40 and 80 slices differ from
     * each other as 1/dz, or as 1/dz² where the splitting is symmetric.
     */
    private static List<Finding> order(Setting s) {
        Grid grid = new Grid(256, 1, um(0.25));
        return List.of(
                new Finding("order of symmetric splitting", 2, order(s, grid, true), 0.05,
                "the next order at these steps"),
                new Finding("order of Lie splitting", 1, order(s, grid, false), 0.05, "the next order at these steps"));
    }

    private static double order(Setting s, Grid grid, boolean symmetric) {
        Field[] out = new Field[3];
        for (int i = 0; i < 3; i++) {
            SplitStep spec = gradedIndex(s, grid, 20 << i, symmetric);
            out[i] = s.propagate(spec, s.field(grid, (x, y) ->
                    new Complex(Math.exp(-Math.pow((x - um(5)) / um(4.606588660), 2)), 0)));
        }
        double coarse = Discrepancy.relativeL2(Output.of("40", out[1]), Output.of("20", out[0]));
        double fine = Discrepancy.relativeL2(Output.of("80", out[2]), Output.of("40", out[1]));
        return Math.log(coarse / fine) / Math.log(2);
    }

    private static SplitStep gradedIndex(Setting s, Grid grid, int slices, boolean symmetric) {
        double n0 = 1.5;
        double g = 0.01e6;
        double dz = Math.PI / (2 * g) / slices;
        float[] contrast = new float[grid.nx()];
        for (int x = 0; x < grid.nx(); x++) {
            double gx = g * grid.positionX(x);
            contrast[x] = (float) (n0 * (Math.sqrt(1 - gx * gx) - 1));
        }
        List<Element> elements = symmetric
                ? List.of(MediumForms.slab(s, grid, slices, (slice, x, y) -> contrast[x], dz))
                : MediumForms.repeat(slices, new Element.Gap(dz), MediumForms.mask(s, grid,
                        (x, y) -> contrast[x] * 2 * Math.PI / WAVELENGTH * dz));
        return new SplitStep(grid, WAVELENGTH, n0, elements);
    }
}
