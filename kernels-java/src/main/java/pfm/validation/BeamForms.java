package pfm.validation;

import static pfm.quantity.Units.um;

import java.util.ArrayList;
import java.util.List;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.optics.AbsorbingFrame;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.validation.Setting.Error;

/** Closed forms of Gaussian beams in free space and behind a lens. */
final class BeamForms {
    private static final double WAVELENGTH = um(1);
    private static final double WAIST = um(20);
    /** z_R = π w0² / λ. */
    private static final double RAYLEIGH = Math.PI * WAIST * WAIST / WAVELENGTH;
    /** Where the curvature of a wave is seen. */
    private static final double BESIDE = um(20);

    private BeamForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("gaussian-beam-paraxial", BeamForms::paraxial),
                new ClosedForm("gaussian-beam-exact", BeamForms::exact),
                new ClosedForm("thin-lens", BeamForms::thinLens));
    }

    /** u = q⁻¹ exp(−r²/(w0² q)) e^{ikz}, q = 1 + iz/z_R. */
    private static List<Finding> paraxial(Setting s) {
        Grid grid = Grid.square(512, um(1));
        List<Finding> findings = new ArrayList<>();
        double[] intensities = {0.5, 0.2};
        double[] gouy = {Math.PI / 4, Math.atan(2)};
        double[] radii = {28.284271, 44.721360};
        double[] curvatures = {2513.274, 3141.593}; // z + z_R²/z
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
            findings.add(radius(s, "radius [um]" + at, radii[i], out, 1e-6));
            double curved = phaseBeside(out);
            findings.add(new Finding("radius of curvature [um]" + at, curvatures[i], BESIDE * BESIDE * Math.PI
                    / (WAVELENGTH * curved) * 1e6, curvatures[i] * 2 * point.bound() / curved + 5e-4,
                    "twice the error of a sample over the phase, and printed digits"));
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

    /**
     * A lens of f = 1 mm at the waist makes another waist: w² of three planes is a parabola in z with that as vertex.
     */
    private static List<Finding> thinLens(Setting s) {
        Grid grid = Grid.square(512, um(1));
        double focus = um(1000);
        Element lens = MediumForms.mask(s, grid, (x, y) -> -Math.PI / (WAVELENGTH * focus)
                * (Math.pow(grid.positionX(x), 2) + Math.pow(grid.positionY(y), 2)));
        double[] squares = new double[3];
        for (int i = 0; i < 3; i++) {
            squares[i] = Math.pow(radius(focused(s, grid, lens, um(400 + 200 * i))), 2);
        }
        double bend = (squares[0] - 2 * squares[1] + squares[2]) / 2;
        double vertex = (squares[0] - squares[2]) / (4 * bend);
        double waist = Math.sqrt(squares[1] - bend * vertex * vertex);
        double error = 8 * s.transforms(4, grid).bound() + 1e-6;
        String reason = "8 x the error of the fields, relative, 1e-6 for phases of the lens in float32, times what the"
                + " parabola makes of it";
        Complex axis = onAxis(focused(s, grid, lens, um(612.273363)));
        return List.of(
                new Finding("distance of the new waist [um]", 612.273363, 600 + 200 * vertex,
                        200 * error * squares[0] / (2 * bend), reason),
                new Finding("radius of the new waist [um]", 12.453540, waist * 1e6,
                        12.45 * error * squares[0] / squares[1], reason),
                new Finding("intensity at the new waist", Math.pow(20 / 12.453540, 2), axis.square(), 8 * error,
                        "a single sample errs more than the mean"));
    }

    private static Field focused(Setting s, Grid grid, Element lens, double z) {
        return s.propagate(new SplitStep(grid, WAVELENGTH, 1, List.of(lens, new Element.Gap(z)), Diffraction.PARAXIAL,
                false, AbsorbingFrame.NONE), waist(s, grid));
    }

    private static Complex onAxis(Field field) {
        return at(field, 0);
    }

    private static Complex at(Field field, double position) {
        int x = field.grid().nx() / 2 + (int) Math.round(position / field.grid().pitchX());
        int y = field.grid().ny() / 2;
        return new Complex(field.re(0, y, x), field.im(0, y, x));
    }

    /** How far the wave is ahead beside the axis [rad]. */
    private static double phaseBeside(Field field) {
        return at(field, BESIDE).over(onAxis(field)).phase();
    }

    private static double radius(Field field) {
        return 2 * Math.sqrt(GradedIndexForms.moment(field, 2));
    }

    /** Second-moment radius 2 √⟨x²⟩ along x. */
    private static Finding radius(Setting s, String quantity, double expected, Field field, double digits) {
        // White rounding noise of relative power e² adds e²·width²/12 to ⟨x²⟩,
        // and by interference e·⟨x⁴⟩^½ at most.
        double error = s.transforms(2, field.grid()).bound();
        return new Finding(quantity, expected, 1e6 * radius(field), 4 * error * expected + digits,
                "4 x the error of the field, relative, and " + digits + " of the expected number");
    }
}
