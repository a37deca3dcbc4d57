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

/** Closed forms of guided light: modes of a slab, images in a wide guide, a junction that splits in two. */
final class WaveguideForms {
    private static final double WAVELENGTH = um(1);
    private static final double K0 = 2 * Math.PI / WAVELENGTH;
    private static final double CORE = 1.5;
    private static final double CLADDING = 1.45;
    /** TE modes of a core of 4 µm: roots of the dispersion equation. */
    private static final double[] INDICES = {1.496437152, 1.485904213, 1.469131184, 1.450438322};
    /** Width of the guide with hard walls. */
    private static final double WIDTH = um(20);

    private WaveguideForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("slab-waveguide-modes", WaveguideForms::slabModes),
                new ClosedForm("multimode-interference", WaveguideForms::multimode),
                new ClosedForm("y-splitter", WaveguideForms::splitter));
    }

    /**
     * A mode of the slab keeps its shape; its phase after 20 µm tells its index. In the paraxial model it must advance
     * as {@code n_ref + (n_eff² − n_ref²)/(2 n_ref)}; that is turned back into n_eff. What two pitches give is
     * extrapolated to none.
     */
    private static List<Finding> slabModes(Setting s) {
        List<Finding> findings = new ArrayList<>();
        double[] got = new double[INDICES.length];
        double rounding = 16 * s.transforms(402, new Grid(1024, 1, um(0.0625))).bound() / (K0 * um(20));
        for (int m = 0; m < INDICES.length; m++) {
            double coarse = modeIndex(s, m, 512, Diffraction.PARAXIAL);
            double fine = modeIndex(s, m, 1024, Diffraction.PARAXIAL);
            double advance = (4 * fine - coarse) / 3 - CLADDING;
            got[m] = Math.sqrt(CLADDING * CLADDING + 2 * CLADDING * advance);
            findings.add(new Finding("n_eff of mode " + m, INDICES[m], got[m], 1e-5 + rounding,
                    "fourth order of a pitch of 1/16 um and slices of 0.1 um at the edge of the core, and rounding"));
        }
        findings.add(new Finding("beat length of the first two modes [um]", 94.940260, 1 / (got[0] - got[1]),
                2 * (1e-5 + rounding) * 94.94 * 94.94, "that of both indices"));
        findings.add(new Finding("n_eff of mode 0, exact diffraction", INDICES[0],
                modeIndex(s, 0, 1024, Diffraction.EXACT), 2e-4, "splitting leaves out products of angle and contrast;"
                + " a paraxial step would be 7.4e-4 off"));
        return findings;
    }

    /** The mean index of a mode on its way through 20 µm, by its overlap with itself. */
    private static double modeIndex(Setting s, int m, int samples, Diffraction diffraction) {
        Grid grid = new Grid(samples, 1, um(64) / samples);
        double kx = K0 * Math.sqrt(CORE * CORE - INDICES[m] * INDICES[m]);
        double decay = K0 * Math.sqrt(INDICES[m] * INDICES[m] - CLADDING * CLADDING);
        Field mode = s.field(grid, (x, y) -> {
            double inside = Math.min(Math.abs(x), um(2));
            double value = m % 2 == 0 ? Math.cos(kx * inside) : Math.signum(x) * Math.sin(kx * inside);
            return new Complex(value * Math.exp(-decay * (Math.abs(x) - inside)), 0);
        });
        Element slab = MediumForms.slab(s, grid, 200, (slice, x, y) -> {
            double part = Math.clamp((um(2) - Math.abs(grid.positionX(x))) / grid.pitchX() + 0.5, 0, 1);
            double square = CLADDING * CLADDING + part * (CORE * CORE - CLADDING * CLADDING);
            return (float) (diffraction == Diffraction.EXACT ? Math.sqrt(square) - CLADDING
                    : (square - CLADDING * CLADDING) / (2 * CLADDING));
        }, um(0.1));
        Field out = s.propagate(new SplitStep(grid, WAVELENGTH, CLADDING, List.of(slab), diffraction, false,
                AbsorbingFrame.NONE), mode);
        double near = diffraction == Diffraction.EXACT ? INDICES[m]
                : CLADDING + (INDICES[m] * INDICES[m] - CLADDING * CLADDING) / (2 * CLADDING);
        Complex carrier = Complex.planeWave(um(20), WAVELENGTH, near, 0, 0);
        return near + MediumForms.product(mode, out, true).over(carrier).phase() / (K0 * um(20));
    }

    /**
     * Between hard walls, a field and its mirror image with the other sign: a periodic grid of twice the width. Modes
     * lag as m², so that a field comes back after 6 L_π, mirrored after 3 L_π, and a symmetric one after 3 L_π / 4;
     * L_π = 4 n W²/(3λ) is half the beat length of the first two modes.
     */
    private static List<Finding> multimode(Setting s) {
        Grid grid = new Grid(512, 1, 2 * WIDTH / 512);
        List<Finding> findings = new ArrayList<>();
        Setting.Shape beam = between(x -> bell(x, um(6)));
        Setting.Shape mirrored = between(x -> bell(WIDTH - x, um(6)));
        Setting.Shape pair = between(x -> bell(x, um(6)) + bell(WIDTH - x, um(6)));
        findings.add(image(s, grid, "direct image at 4800 um", beam, beam, um(4800), 0));
        findings.add(image(s, grid, "mirror image at 2400 um", beam, mirrored, um(2400), Math.PI));
        findings.add(image(s, grid, "symmetric image at 600 um", pair, pair, um(600), -Math.PI / 4));

        Field first = s.field(grid, (x, y) -> new Complex(Math.sin(Math.PI * x / WIDTH), 0));
        Field second = s.field(grid, (x, y) -> new Complex(Math.sin(2 * Math.PI * x / WIDTH), 0));
        Field both = s.field(grid, (x, y) ->
                new Complex(Math.sin(Math.PI * x / WIDTH) + Math.sin(2 * Math.PI * x / WIDTH), 0));
        Field out = wide(s, grid, um(400), both);
        double lag = MediumForms.product(first, out, true).over(MediumForms.product(second, out, true)).phase();
        Setting.Error error = s.transforms(2, grid);
        findings.add(new Finding("beat length L_pi of the first two modes [um]", 800, 400 * Math.PI / lag,
                800 * 2 * error.bound() / (Math.PI / 2), error.reason()));
        return findings;
    }

    private static Finding image(Setting s, Grid grid, String name, Setting.Shape shape, Setting.Shape image, double z,
            double phase) {
        Complex factor = Complex.planeWave(z, WAVELENGTH, CORE, 0, 0).times(Complex.polar(1, phase));
        return s.compare(name, s.theory(grid, (x, y) -> image.at(x, y).times(factor)),
                wide(s, grid, z, s.field(grid, shape)), s.transforms(2, grid).plus(1e-12,
                "modes up to 70 lag by 2 pi m^2, in lengths of 16 digits"));
    }

    private static Field wide(Setting s, Grid grid, double z, Field in) {
        return s.propagate(new AngularSpectrum(grid, WAVELENGTH, CORE, z, Diffraction.PARAXIAL, false), in);
    }

    private interface Profile {
        double at(double x);
    }

    private static double bell(double x, double centre) {
        return Math.exp(-Math.pow((x - centre) / um(1), 2));
    }

    /** Inside from 0 to WIDTH as given, outside with the other sign. */
    private static Setting.Shape between(Profile inside) {
        return (x, y) -> new Complex(inside.at(x) - inside.at(-x), 0);
    }

    /**
     * A junction of two arms, alike but mirrored, shares the light of its stem equally. Backwards, an arm sends into
     * the stem what the stem sends into it.
     */
    private static List<Finding> splitter(Setting s) {
        Grid grid = new Grid(512, 1, um(0.25));
        int slices = 250;
        Element junction = MediumForms.slab(s, grid, slices, (slice, x, y) -> guide(grid, slice, x), um(2));
        Element backwards = MediumForms.slab(s, grid, slices, (slice, x, y) -> guide(grid, slices - 1 - slice, x),
                um(2));
        Field stem = s.field(grid, (x, y) -> new Complex(Math.exp(-Math.pow(x / um(3), 2)), 0));
        Field arm = s.field(grid, (x, y) -> new Complex(Math.exp(-Math.pow((x - um(8)) / um(3), 2)), 0));
        Field split = s.propagate(grid, WAVELENGTH, CLADDING, List.of(junction), stem);
        Field joined = s.propagate(grid, WAVELENGTH, CLADDING, List.of(backwards), arm);
        double right = 0;
        double left = 0;
        double asymmetry = 0;
        for (int x = 1; x < grid.nx() / 2; x++) {
            Complex one = new Complex(split.re(0, 0, grid.nx() / 2 + x), split.im(0, 0, grid.nx() / 2 + x));
            Complex other = new Complex(split.re(0, 0, grid.nx() / 2 - x), split.im(0, 0, grid.nx() / 2 - x));
            right += one.square();
            left += other.square();
            asymmetry += one.plus(other.times(-1)).square();
        }
        Complex there = MediumForms.product(arm, split, false);
        Complex back = MediumForms.product(stem, joined, false);
        Setting.Error error = s.transforms(2 * slices + 2, grid);
        return List.of(
                new Finding("part of the power in the right arm", 0.5, right / (right + left),
                        2 * error.bound(), error.reason()),
                new Finding("difference of the arms, relative L2", 0, Math.sqrt(asymmetry / right), 2 * error.bound(),
                        error.reason()),
                new Finding("stem to arm over arm to stem", 1, there.over(back).modulus(), 16 * error.bound(),
                        "16 x, as an arm takes a part of the field: " + error.reason()));
    }

    /** A guide of 4 µm that forks after 100 µm, with arms at ±8 µm from 400 µm on. */
    private static float guide(Grid grid, int slice, int x) {
        double fork = Math.clamp((2 * slice - 100) / 300.0, 0, 1);
        double centre = um(8) * fork * fork * (3 - 2 * fork);
        double position = grid.positionX(x);
        double distance = Math.min(Math.abs(position - centre), Math.abs(position + centre));
        return distance <= um(2) ? 0.01f : 0;
    }
}
