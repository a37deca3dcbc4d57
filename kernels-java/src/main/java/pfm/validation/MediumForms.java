package pfm.validation;

import static pfm.quantity.Units.um;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.validation.Setting.Error;

/** Closed forms of propagation through media: slabs, screens, reciprocity, power. */
final class MediumForms {
    private static final double WAVELENGTH = um(0.5);
    private static final double K0 = 2 * Math.PI / WAVELENGTH;

    private MediumForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("plane-waves-through-slab", MediumForms::slab),
                new ClosedForm("screens", MediumForms::screens),
                new ClosedForm("symmetries", MediumForms::symmetries),
                new ClosedForm("power", MediumForms::power));
    }

    /** Slices of constant δn + iκ multiply every plane wave by exp(i k0 (δn + iκ) L), and slices add up. */
    private static List<Finding> slab(Setting s) {
        Grid grid = new Grid(32, 24, um(1));
        int slices = 16;
        double dz = um(1.5);
        float contrast = 0.0123f;
        float extinction = 0.002f;
        Samples flat = constant(s, grid.samples() * slices, contrast);
        List<Finding> findings = new ArrayList<>();
        for (boolean lossy : new boolean[] {false, true}) {
            Optional<Samples> loss = lossy
                    ? Optional.of(constant(s, grid.samples() * slices, extinction)) : Optional.empty();
            Element slab = new Element.Slab(new Volume(grid.nx(), grid.ny(), slices, flat, loss), dz);
            Complex medium = Complex.polar(lossy ? Math.exp(-K0 * extinction * slices * dz) : 1,
                    K0 * contrast * slices * dz);
            for (int[] bin : new int[][] {{0, 0}, {5, 21}}) {
                PlaneWave wave = new PlaneWave(grid, bin[0], bin[1]);
                Complex factor = medium.times(wave.after(slices * dz, WAVELENGTH, 1.45));
                Field out = s.propagate(grid, WAVELENGTH, 1.45, List.of(slab), s.field(grid, wave));
                findings.add(s.compare((lossy ? "lossy" : "lossless") + ", bin " + bin[0] + ", " + bin[1],
                        s.theory(grid, wave.times(factor)), out,
                        s.transforms(2 * slices + 2, grid)));
            }
        }
        return findings;
    }

    /** Without gaps only the screens are left: u·w(x)·w(y)·exp(iφ − a). */
    private static List<Finding> screens(Setting s) {
        Grid grid = new Grid(20, 12, um(1));
        AbsorbingFrame frame = new AbsorbingFrame(4, 1.5, 2);
        Samples phase = Seeded.samples(grid.samples(), -6, 6, 21, s.arena());
        Samples loss = Seeded.samples(grid.samples(), 0, 2, 22, s.arena());
        loss.set(17, Double.POSITIVE_INFINITY);
        Field in = s.noise(grid, 23);
        Field out = s.propagate(new SplitStep(grid, WAVELENGTH, 1, List.of(new Element.Mask(phase, Optional.of(loss))),
                Diffraction.EXACT, false, frame), in);
        Field expected = Field.zeros(grid, 1, Precision.FLOAT64, s.arena());
        for (int y = 0; y < grid.ny(); y++) {
            for (int x = 0; x < grid.nx(); x++) {
                int i = y * grid.nx() + x;
                double window = edge(x, grid.nx()) * edge(y, grid.ny());
                Complex u = new Complex(in.re(0, y, x), in.im(0, y, x))
                        .times(Complex.polar(window * Math.exp(-loss.get(i)), phase.get(i)));
                expected.set(0, y, x, u.re(), u.im());
            }
        }
        return List.of(s.compare("field behind", expected, out, s.transforms(4, grid)));
    }

    /** exp(−1.5 ((4 − d)/4)²) at d < 4 samples from an edge. */
    private static double edge(int i, int n) {
        double depth = Math.max(0, 4 - Math.min(i, n - 1 - i)) / 4.0;
        return Math.exp(-1.5 * depth * depth);
    }

    /** Reversing the order of the elements transposes the map; a lossless one is unitary where all waves propagate. */
    private static List<Finding> symmetries(Setting s) {
        Grid grid = Grid.square(128, um(1));
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            elements.add(new Element.Gap(um(3 + i)));
            elements.add(new Element.Mask(Seeded.samples(grid.samples(), 0, 6.28, 31 + i, s.arena())));
        }
        elements.add(new Element.Gap(um(2)));
        List<Element> reversed = new ArrayList<>(elements);
        Collections.reverse(reversed);
        SplitStep a = new SplitStep(grid, WAVELENGTH, 1.45, elements);
        SplitStep transposed = new SplitStep(grid, WAVELENGTH, 1.45, reversed);

        Field u = s.noise(grid, 51);
        Field v = s.noise(grid, 52);
        Field forward = s.propagate(a, u);
        double norm = Math.sqrt(u.power(0) * v.power(0));
        Error error = s.transforms(2 * 17, grid);
        Complex there = product(v, forward, false);
        Complex back = product(u, s.propagate(transposed, v), false);
        Complex right = product(s.adjoint(a, v), u, true);
        Complex left = product(v, forward, true);
        Error both = error.times(2, "both sides round");
        return List.of(
                new Finding("reciprocity |v·Au − u·Aᵀv| / ‖u‖‖v‖", 0, minus(there, back) / norm, both.bound(),
                both.reason()),
                new Finding("adjoint |⟨v, Au⟩ − ⟨A*v, u⟩| / ‖u‖‖v‖", 0, minus(left, right) / norm, both.bound(),
                both.reason()), s.compare("unitarity A*Au = u", u, s.adjoint(a, forward), both));
    }

    private static double minus(Complex a, Complex b) {
        return a.plus(b.times(-1)).modulus();
    }

    /** Σ a b, or Σ conj(a) b. */
    static Complex product(Field a, Field b, boolean conjugate) {
        Complex sum = new Complex(0, 0);
        for (int y = 0; y < a.grid().ny(); y++) {
            for (int x = 0; x < a.grid().nx(); x++) {
                Complex left = new Complex(a.re(0, y, x), a.im(0, y, x));
                sum = sum.plus((conjugate ? left.conjugate() : left).times(new Complex(b.re(0, y, x), b.im(0, y, x))));
            }
        }
        return sum;
    }

    /** Lossless slices keep the power where all waves propagate: over a few of them, and over very many. */
    private static List<Finding> power(Setting s) {
        List<Finding> findings = new ArrayList<>();
        for (Diffraction diffraction : Diffraction.values()) {
            findings.add(power(s, Grid.square(128, um(1)), 64, diffraction));
            findings.add(power(s, Grid.square(64, um(1)), 1000, diffraction));
        }
        return findings;
    }

    private static Finding power(Setting s, Grid grid, int slices, Diffraction diffraction) {
        Element slab = new Element.Slab(new Volume(grid.nx(), grid.ny(), slices,
                Seeded.levels(slices * grid.samples(), 0, 0.02 / 255, 61, s.arena())), um(1));
        SplitStep spec = new SplitStep(
                grid, WAVELENGTH, 1.45, List.of(slab), diffraction, false, AbsorbingFrame.NONE);
        Field in = s.noise(grid, 62);
        double ratio = s.propagate(spec, in).power(0) / in.power(0);
        int transforms = 2 * spec.steps().size();
        return new Finding("power behind " + slices + " slices over power before, "
                + diffraction.name().toLowerCase(Locale.ROOT), 1, ratio,
                1.3 * transforms * s.precision().unitRoundoff() + 1e-13,
                transforms + " transforms may lose 1.3 u each, one way, and 1e-13 for the sums of the powers");
    }

    /** A value of a voxel. */
    interface Voxel {
        float at(int slice, int x, int y);
    }

    /** A value of a sample. */
    interface Sample {
        double at(int x, int y);
    }

    static Element slab(Setting s, Grid grid, int slices, Voxel voxel, double dz) {
        Samples contrast = Samples.zeros(Precision.FLOAT32, grid.samples() * slices, s.arena());
        long i = 0;
        for (int slice = 0; slice < slices; slice++) {
            for (int y = 0; y < grid.ny(); y++) {
                for (int x = 0; x < grid.nx(); x++) {
                    contrast.set(i++, voxel.at(slice, x, y));
                }
            }
        }
        return new Element.Slab(new Volume(grid.nx(), grid.ny(), slices, contrast), dz);
    }

    static Element mask(Setting s, Grid grid, Sample sample) {
        Samples phase = Samples.zeros(Precision.FLOAT32, grid.samples(), s.arena());
        for (int y = 0; y < grid.ny(); y++) {
            for (int x = 0; x < grid.nx(); x++) {
                phase.set((long) y * grid.nx() + x, sample.at(x, y));
            }
        }
        return new Element.Mask(phase);
    }

    static List<Element> repeat(int times, Element first, Element second) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            elements.add(first);
            elements.add(second);
        }
        return elements;
    }

    private static Samples constant(Setting s, long count, float value) {
        Samples samples = Samples.zeros(Precision.FLOAT32, count, s.arena());
        for (long i = 0; i < count; i++) {
            samples.set(i, value);
        }
        return samples;
    }
}
