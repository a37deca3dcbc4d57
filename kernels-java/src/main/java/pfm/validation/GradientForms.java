package pfm.validation;

import static pfm.quantity.Units.um;

import java.util.List;

import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;

/**
 * Closed forms of gradients, for the loss {@code L = Re⟨w, A u⟩}, whose cotangent is w: derivatives that can be
 * written down, and differences.
 */
final class GradientForms {
    private static final double WAVELENGTH = um(0.5);
    private static final double INDEX = 1.45;

    private GradientForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("gradient-of-a-mask", GradientForms::mask),
                new ClosedForm("gradient-of-a-slab", GradientForms::slab),
                new ClosedForm("gradient-by-differences", GradientForms::differences));
    }

    /** A mask alone: ∂L/∂φ = −Im(conj(w) e^{iφ} u) at every sample. */
    private static List<Finding> mask(Setting s) {
        Grid grid = new Grid(48, 30, um(1));
        Samples phase = Seeded.samples(grid.samples(), -3, 3, 71, s.arena());
        Field u = s.noise(grid, 72);
        Field w = s.noise(grid, 73);
        MediumGradient gradient = gradient(s, new SplitStep(grid, WAVELENGTH, INDEX,
                List.of(new Element.Mask(phase))), u, w);
        Samples expected = Samples.zeros(Precision.FLOAT64, grid.samples(), s.arena());
        for (int i = 0; i < grid.samples(); i++) {
            int x = i % grid.nx();
            int y = i / grid.nx();
            expected.set(i, -new Complex(w.re(0, y, x), -w.im(0, y, x))
                    .times(new Complex(u.re(0, y, x), u.im(0, y, x))).times(Complex.polar(1, phase.get(i))).im());
        }
        return List.of(compare(s, "dL/dphi of every sample", expected, gradient.phase(0).orElseThrow(),
                s.transforms(4, grid)));
    }

    /**
     * A uniform slab and one plane wave: every voxel pulls alike, ∂L/∂δn = −k0 dz Im(conj(c) e^{iθ}), θ being
     * the phase of the wave behind the slab and c the factor of the cotangent.
     */
    private static List<Finding> slab(Setting s) {
        Grid grid = new Grid(32, 24, um(1));
        int slices = 8;
        double dz = um(1.5);
        float contrast = 0.0123f;
        PlaneWave wave = new PlaneWave(grid, 3, 21);
        Element slab = MediumForms.slab(s, grid, slices, (slice, x, y) -> contrast, dz);
        Complex cotangent = new Complex(0.6, -0.8);
        double k0 = 2 * Math.PI / WAVELENGTH;
        Complex behind = wave.after(slices * dz, WAVELENGTH, INDEX)
                .times(Complex.polar(1, k0 * contrast * slices * dz));
        MediumGradient gradient = gradient(s, new SplitStep(grid, WAVELENGTH, INDEX, List.of(slab)),
                s.field(grid, wave), s.field(grid, wave.times(cotangent)));
        Samples expected = Samples.zeros(Precision.FLOAT64, grid.samples() * slices, s.arena());
        for (long i = 0; i < expected.count(); i++) {
            expected.set(i, -k0 * dz * cotangent.conjugate().times(behind).im());
        }
        return List.of(compare(s, "dL/d(delta n) of every voxel", expected, gradient.phase(0).orElseThrow(),
                s.transforms(4 * (slices + 1), grid)));
    }

    /**
     * Through a random medium, the derivative along a random direction d against {@code L(δn + hd) − L(δn − hd)},
     * in three steps h whose errors of second and fourth order cancel (Richardson).
     */
    private static List<Finding> differences(Setting s) {
        Grid grid = new Grid(40, 36, um(1));
        int slices = 6;
        double h = 1.0 / 512;
        Samples contrast = Seeded.samples(grid.samples() * slices, -0.01, 0.01, 81, s.arena());
        Samples direction = Seeded.samples(contrast.count(), -1, 1, 82, s.arena());
        for (long i = 0; i < contrast.count(); i++) { // multiples of powers of two: no step is rounded
            contrast.set(i, Math.rint(contrast.get(i) * (1 << 20)) / (1 << 20));
            direction.set(i, Math.signum(direction.get(i)));
        }
        Field u = s.noise(grid, 83);
        MediumPropagator plan = s.kernels().splitStep(through(grid, slices, contrast));
        Field w = s.like(u);
        plan.propagate(u, w); // a cotangent along the output, turned by a quarter: the loss changes with the medium
        for (int y = 0; y < grid.ny(); y++) {
            for (int x = 0; x < grid.nx(); x++) {
                double re = w.re(0, y, x);
                w.set(0, y, x, -w.im(0, y, x) * (x % 3 - 0.5), re * (x % 3 - 0.5));
            }
        }
        MediumGradient gradient = gradient(s, plan.spec(), u, w);
        double derivative = 0;
        double length = 0;
        for (long i = 0; i < contrast.count(); i++) {
            double pull = gradient.phase(0).orElseThrow().get(i);
            derivative += pull * direction.get(i);
            length += pull * pull;
        }
        double[] slopes = new double[3];
        for (int k = 0; k < 3; k++) {
            double step = h / (1 << k);
            slopes[k] = (loss(s, grid, slices, contrast, direction, step, u, w)
                    - loss(s, grid, slices, contrast, direction, -step, u, w)) / (2 * step);
        }
        double fourth = (4 * slopes[1] - slopes[0]) / 3;
        double sixth = (16 * (4 * slopes[2] - slopes[1]) / 3 - fourth) / 15;
        double scale = Math.sqrt(length);
        double noise = 4 * s.transforms(2 * (slices + 1), grid).bound() * Math.sqrt(u.power(0) * w.power(0))
                / Math.sqrt(grid.samples()) / (h / 4);
        return List.of(new Finding("derivative along a random direction, in units of its expected length",
                sixth / scale, derivative / scale, 1e-7 + noise / scale,
                "sixth order of a step of 1/512, and rounding of the losses"));
    }

    private static SplitStep through(Grid grid, int slices, Samples contrast) {
        return new SplitStep(grid, WAVELENGTH, INDEX,
                List.of(new Element.Slab(new Volume(grid.nx(), grid.ny(), slices, contrast), um(1))));
    }

    private static double loss(Setting s, Grid grid, int slices, Samples contrast, Samples direction, double step,
            Field u, Field w) {
        Samples moved = Samples.zeros(Precision.FLOAT32, contrast.count(), s.arena());
        for (long i = 0; i < contrast.count(); i++) {
            moved.set(i, contrast.get(i) + step * direction.get(i));
        }
        return MediumForms.product(w, s.propagate(through(grid, slices, moved), u), true).re();
    }

    private static MediumGradient gradient(Setting s, SplitStep spec, Field u, Field cotangent) {
        MediumGradient gradient = MediumGradient.zeros(spec, s.precision(), s.arena());
        s.kernels().splitStep(spec).gradient(u, cotangent, s.like(u), gradient);
        return gradient;
    }

    private static Finding compare(Setting s, String quantity, Samples expected, Samples got, Setting.Error error) {
        double distance = Discrepancy.relativeL2(Output.of("theory", expected), Output.of(quantity, got));
        return new Finding(quantity + ", relative L2 from theory", 0, distance, error.bound(), error.reason());
    }
}
