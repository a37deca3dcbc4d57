package pfm.validation;

import static pfm.quantity.Units.mm;
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

/** Closed forms of light behind openings and stops. Edges are grey: a pixel transmits the part that is open. */
final class ApertureForms {
    private static final double WAVELENGTH = um(0.5);
    private static final double RADIUS = um(50);
    /** Rings of the Airy pattern, in λf/D: zeros of J1, over π; and the part of the power within each. */
    private static final double[] RINGS = {1.21966989, 2.23313059, 3.23831548};
    private static final double[] ENCIRCLED = {0.83778487, 0.90993054, 0.93764747};

    private ApertureForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("circular-aperture-on-axis", ApertureForms::onAxis),
                new ClosedForm("arago-spot", ApertureForms::arago),
                new ClosedForm("airy-pattern", ApertureForms::airy),
                new ClosedForm("double-slit", ApertureForms::doubleSlit));
    }

    /**
     * Rayleigh and Sommerfeld, first kind, on the axis of a hole of radius a:
     * {@code U = e^{ikz} − z/√(z²+a²)·e^{ik√(z²+a²)}}. The waves that a window of 512 µm cannot hold fold
     * back; a band limit leaves them out.
     */
    private static List<Finding> onAxis(Setting s) {
        Grid grid = Grid.square(1024, um(0.5));
        Field hole = s.field(grid, (x, y) -> new Complex(open(Math.hypot(x, y), RADIUS, grid), 0));
        double rounding = 16 * s.transforms(2, grid).bound();
        return List.of(
                new Finding("intensity at 5 mm", 3.9998000, centre(s, grid, mm(5), true, hole).square(),
                        2e-3 + rounding, "an edge of pixels of a hundredth of the radius, 5e-4, and rounding"),
                new Finding("intensity at 2.5 mm", 4.345e-7, centre(s, grid, mm(2.5), true, hole).square(),
                        2e-5 + rounding * rounding,
                        "an amplitude of 4e-3 by the edge of pixels, and rounding"),
                new Finding("intensity at 5 mm with what folds back", 3.9207,
                        centre(s, grid, mm(5), false, hole).square(), 5e-5 + rounding,
                        "printed digits of an independent solver on this grid, and rounding"));
    }

    /** Behind a stop of radius a, the axis is (z/√(z²+a²))² as bright as without it. */
    private static List<Finding> arago(Setting s) {
        Grid grid = Grid.square(1024, um(0.4));
        Field stop = s.field(grid, (x, y) -> new Complex(1 - open(Math.hypot(x, y), RADIUS, grid), 0));
        return List.of(new Finding("intensity at 1 mm", 0.9975062,
                centre(s, grid, mm(1), true, stop).square(), 0.01, "an edge of pixels of 0.4 um"));
    }

    private static Complex centre(Setting s, Grid grid, double z, boolean bandLimited, Field in) {
        Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, z, Diffraction.EXACT, bandLimited), in);
        return new Complex(out.re(0, grid.ny() / 2, grid.nx() / 2), out.im(0, grid.ny() / 2, grid.nx() / 2));
    }

    /** The part of a pixel at r that lies within a radius, as if its edge were straight and along the axes. */
    private static double open(double r, double radius, Grid grid) {
        return Math.clamp((radius - r) / grid.pitchX() + 0.5, 0, 1);
    }

    /** In the focal plane of a lens of f = 5.12 mm behind a hole of D = 256 µm: [2 J1(πx)/(πx)]², x = rD/(λf). */
    private static List<Finding> airy(Setting s) {
        Grid grid = Grid.square(1024, um(1));
        double diameter = um(256);
        double focus = mm(5.12);
        double unit = WAVELENGTH * focus / diameter;
        double curvature = Math.PI / (WAVELENGTH * focus);
        Element lens = MediumForms.mask(s, grid, (x, y) -> {
            double r2 = Math.pow(grid.positionX(x), 2) + Math.pow(grid.positionY(y), 2);
            return r2 <= diameter * diameter ? -curvature * r2 : 0; // beyond it is dark
        });
        Field out = s.propagate(new SplitStep(grid, WAVELENGTH, 1, List.of(lens, new Element.Gap(focus)),
                Diffraction.PARAXIAL, false, AbsorbingFrame.NONE),
                s.field(grid, (x, y) -> new Complex(open(Math.hypot(x, y), diameter / 2, grid), 0)));
        double[] amplitude = new double[grid.nx() / 2]; // along the axis, without the curvature of the wave
        int c = grid.nx() / 2;
        Complex axis = new Complex(out.re(0, c, c), out.im(0, c, c));
        for (int i = 0; i < amplitude.length; i++) {
            double r = grid.positionX(c + i);
            amplitude[i] = new Complex(out.re(0, c, c + i), out.im(0, c, c + i)).over(axis)
                    .times(Complex.polar(1, -curvature * r * r)).re();
        }
        List<Finding> findings = new ArrayList<>();
        int from = 0;
        for (int ring = 0; ring < RINGS.length; ring++) {
            while (amplitude[from] * amplitude[from + 1] > 0) {
                from++;
            }
            findings.add(new Finding("dark ring " + (ring + 1) + " [lambda f/D]", RINGS[ring],
                    crossing(amplitude, from, 0) * grid.pitchX() / unit, 1e-3, "a disc of 256 pixels"));
            from++;
        }
        int half = 0;
        while (amplitude[half + 1] > Math.sqrt(0.5)) {
            half++;
        }
        findings.add(new Finding("full width at half maximum [lambda f/D]", 1.02899397,
                2 * crossing(amplitude, half, Math.sqrt(0.5)) * grid.pitchX() / unit, 1e-3, "a disc of 256 pixels"));
        for (int ring = 0; ring < RINGS.length; ring++) {
            findings.add(new Finding("part of the power within ring " + (ring + 1), ENCIRCLED[ring],
                    within(out, RINGS[ring] * unit) * grid.pitchX() * grid.pitchX()
                            / (Math.PI * diameter * diameter / 4), 1e-3, "a disc of 256 pixels"));
        }
        return findings;
    }

    /** Where samples fall through a level between {@code i} and {@code i + 1}, by the cubic through four of them. */
    private static double crossing(double[] samples, int i, double level) {
        double below = 0;
        double above = 1;
        boolean falls = samples[i] > samples[i + 1];
        for (int step = 0; step < 40; step++) {
            double t = (below + above) / 2;
            double a = samples[Math.abs(i - 1)];
            double value = -a * t * (t - 1) * (t - 2) / 6 + samples[i] * (t + 1) * (t - 1) * (t - 2) / 2
                    - samples[i + 1] * (t + 1) * t * (t - 2) / 2 + samples[i + 2] * (t + 1) * t * (t - 1) / 6;
            if (value > level == falls) {
                below = t;
            } else {
                above = t;
            }
        }
        return i + below;
    }

    private static double within(Field field, double radius) {
        Grid grid = field.grid();
        double sum = 0;
        for (int y = 0; y < grid.ny(); y++) {
            for (int x = 0; x < grid.nx(); x++) {
                double part = open(Math.hypot(grid.positionX(x), grid.positionY(y)), radius, grid);
                sum += part * new Complex(field.re(0, y, x), field.im(0, y, x)).square();
            }
        }
        return sum;
    }

    /**
     * Two slits of 10 µm, 50 µm apart, 100 mm on, λ = 633 nm: fringes λz/50 µm apart, dark between the orders,
     * under the envelope of one slit, whose zero at λz/10 µm is where the fifth order would be.
     */
    private static List<Finding> doubleSlit(Setting s) {
        Grid grid = new Grid(16384, 1, um(2));
        double z = mm(100);
        AngularSpectrum path = new AngularSpectrum(grid, um(0.633), 1, z, Diffraction.PARAXIAL, false);
        Field two = s.propagate(path, s.field(grid, (x, y) ->
                new Complex(open(Math.abs(Math.abs(x) - um(25)), um(5), grid), 0)));
        Field one = s.propagate(path, s.field(grid, (x, y) -> new Complex(open(Math.abs(x), um(5), grid), 0)));
        double fringe = darkest(two, um(300), um(900)) + darkest(two, um(1500), um(2300));
        String far = "a pattern of 100 mm is not quite one of infinity: pi (30 um)^2/(lambda z) = 0.045 rad";
        return List.of(
                new Finding("distance of fringes [um]", 1266, fringe / 2 * 1e6, 0.5, far),
                new Finding("zero of the envelope [um]", 6330, darkest(one, um(5500), um(7200)) * 1e6, 0.5, far),
                new Finding("fifth order over the zeroth", 0, bright(two, um(6330)) / bright(two, 0), 1e-5, far));
    }

    private static double bright(Field field, double position) {
        int x = field.grid().nx() / 2 + (int) Math.round(position / field.grid().pitchX());
        return new Complex(field.re(0, 0, x), field.im(0, 0, x)).square();
    }

    /** The darkest sample between two positions, refined by a parabola. */
    private static double darkest(Field field, double from, double to) {
        double pitch = field.grid().pitchX();
        double best = from;
        for (double at = from; at < to; at += pitch) {
            best = bright(field, at) < bright(field, best) ? at : best;
        }
        double below = bright(field, best - pitch);
        double above = bright(field, best + pitch);
        double shift = (below - above) / (below - 2 * bright(field, best) + above) / 2;
        return (Math.round(best / pitch) + shift) * pitch;
    }
}
