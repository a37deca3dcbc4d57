package pfm.validation;

import static pfm.quantity.Units.mm;
import static pfm.quantity.Units.nm;
import static pfm.quantity.Units.um;

import java.util.ArrayList;
import java.util.List;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.validation.Setting.Error;

/** Closed forms of propagation through free space: gratings, plane waves, round trips. */
final class FreeSpaceForms {
    private static final double WAVELENGTH = um(0.5);
    /** Modulation of the gratings. */
    private static final double M = 0.7;
    /** Sizes of the Fourier transforms behind a round trip. */
    private static final int[][] SIZES =
            {{1, 1}, {2, 1}, {1, 3}, {4, 5}, {6, 7}, {8, 9}, {11, 13}, {16, 15}, {49, 17}, {64, 64},
        {97, 60}, {120, 105}, {256, 256}, {1, 1009}, {1024, 512}, {2048, 2048}};

    private FreeSpaceForms() {
    }

    static List<ClosedForm> all() {
        return List.of(
                new ClosedForm("cosine-grating", FreeSpaceForms::grating),
                new ClosedForm("talbot-self-image", FreeSpaceForms::talbot),
                new ClosedForm("talbot-length", FreeSpaceForms::talbotLengths),
                new ClosedForm("plane-waves", FreeSpaceForms::planeWaves),
                new ClosedForm("long-path", FreeSpaceForms::longPath),
                new ClosedForm("long-path-of-a-speckled-beam", FreeSpaceForms::speckles),
                new ClosedForm("evanescent-decay", FreeSpaceForms::evanescent),
                new ClosedForm("band-limit", FreeSpaceForms::bandLimit),
                new ClosedForm("there-and-back", FreeSpaceForms::thereAndBack),
                new ClosedForm("transform-round-trip", FreeSpaceForms::roundTrips));
    }

    /** u = e^{ikz} + m cos(2πx/p) e^{ik₁z}, k₁ = √(k² − (2π/p)²). */
    private static List<Finding> grating(Setting s) {
        double z = um(777);
        Grid grid = new Grid(256, 8, um(0.5));
        Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, z), s.field(grid, grating(um(8), 0)));
        return List.of(s.compare("field", s.theory(grid, grating(um(8), z)), out,
                s.transforms(2, grid)));
    }

    private static Setting.Shape grating(double period, double z) {
        Complex zeroth = Complex.planeWave(z, WAVELENGTH, 1, 0, 0);
        Complex first = Complex.planeWave(z, WAVELENGTH, 1, 1 / period, 0);
        return (x, y) -> zeroth.plus(first.times(M * Math.cos(2 * Math.PI * x / period)));
    }

    /** The grating comes back at λ/(1 − √(1 − λ²/p²)), in the paraxial model at 2p²/λ. */
    private static List<Finding> talbot(Setting s) {
        Grid grid = new Grid(256, 1, um(0.5));
        Setting.Shape start = grating(um(8), 0);
        List<Finding> findings = new ArrayList<>();
        for (Diffraction diffraction : Diffraction.values()) {
            double z = diffraction == Diffraction.EXACT ? talbotLength(um(8)) : 2 * um(8) * um(8) / WAVELENGTH;
            Complex carrier = Complex.planeWave(z, WAVELENGTH, 1, 0, 0);
            Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, z, diffraction, false),
                    s.field(grid, start));
            findings.add(s.compare("self-image, " + diffraction,
                    s.theory(grid, (x, y) -> start.at(x, y).times(carrier)), out, s.transforms(2, grid)));
        }
        return findings;
    }

    /** What a backend makes of it: the first order lags behind the zeroth by a turn. */
    private static Finding lag(Setting s, double period, double printed) {
        Grid grid = new Grid(240, 1, um(0.5));
        double z = um(200);
        Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, z), s.field(grid, grating(period, 0)));
        Complex zeroth = new Complex(0, 0);
        Complex first = new Complex(0, 0);
        for (int x = 0; x < grid.nx(); x++) {
            Complex u = new Complex(out.re(0, 0, x), out.im(0, 0, x));
            zeroth = zeroth.plus(u);
            first = first.plus(u.times(Math.cos(2 * Math.PI * grid.positionX(x) / period)));
        }
        double lag = zeroth.over(first).phase();
        double error = 4 * s.transforms(2, grid).bound();
        return new Finding("Talbot length by the lag of the orders, period " + Math.round(period * 1e6) + " um [um]",
                printed, 2 * Math.PI * z / (lag < 0 ? lag + 2 * Math.PI : lag) * 1e6,
                printed * error / Math.abs(lag) + 1e-5, "4 x the error of the field over the lag, and printed digits");
    }

    private static double talbotLength(double period) {
        double ratio = WAVELENGTH / period;
        return WAVELENGTH * (1 + Math.sqrt(1 - ratio * ratio)) / (ratio * ratio); // without cancellation
    }

    /** Period 20 µm: the exact model misses the self-image at the paraxial length by a known phase. */
    private static List<Finding> talbotLengths(Setting s) {
        double period = um(20);
        double paraxial = 2 * period * period / WAVELENGTH;
        Grid grid = new Grid(240, 1, um(0.5));
        Complex carrier = Complex.planeWave(paraxial, WAVELENGTH, 1, 0, 0);
        Setting.Shape start = grating(period, 0);
        Field image = s.theory(grid, (x, y) -> start.at(x, y).times(carrier));
        Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, paraxial), s.field(grid, start));
        double lag = 2 * Math.PI * (paraxial / talbotLength(period) - 1);
        double expected = 2 * Math.sin(lag / 2) * Math.sqrt(M * M / 2 / (1 + M * M / 2));
        double got = Discrepancy.relativeL2(Output.of("image", image), Output.of("out", out));
        Error error = s.transforms(2, grid);
        return List.of(
                new Finding("exact Talbot length [um]", 1599.74996, talbotLength(period) * 1e6, 5e-6, "printed digits"),
                lag(s, um(8), 255.749755), lag(s, period, 1599.74996),
                new Finding("distance from the self-image at the paraxial length", expected, got, error.bound(),
                        error.reason()));
    }

    /** One wave on each of several bins, axes that differ in size and pitch: who swaps them is found out. */
    private static List<Finding> planeWaves(Setting s) {
        double z = um(123);
        Grid grid = new Grid(40, 24, um(0.8), um(1.1));
        List<Finding> findings = new ArrayList<>();
        for (int[] bin : new int[][] {{0, 0}, {1, 0}, {0, 1}, {39, 0}, {7, 20}, {20, 12}, {13, 3}}) {
            PlaneWave wave = new PlaneWave(grid, bin[0], bin[1]);
            Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1.33, z), s.field(grid, wave));
            findings.add(s.compare("bin " + bin[0] + ", " + bin[1],
                    s.theory(grid, wave.times(wave.after(z, WAVELENGTH, 1.33))), out, s.transforms(2, grid)));
        }
        return findings;
    }

    /** A transfer function whose phase was rounded to float errs by 0.15 here. */
    private static List<Finding> longPath(Setting s) {
        double z = mm(300);
        Grid grid = Grid.square(128, um(8));
        int[][] bins = {{0, 0}, {5, 120}, {64, 64}, {99, 31}, {17, 3}};
        Field out = s.propagate(new AngularSpectrum(grid, nm(532), 1, z), s.field(grid, waves(grid, bins, 0)));
        return List.of(s.compare("five plane waves", s.theory(grid, waves(grid, bins, z)), out,
                s.transforms(2, grid)));
    }

    /** A Gaussian of random phases: each of its waves by itself, summed up again, in double. */
    private static List<Finding> speckles(Setting s) {
        double z = mm(300);
        Grid grid = Grid.square(32, um(8));
        Field in = s.noise(grid, 13);
        for (int y = 0; y < grid.ny(); y++) {
            for (int x = 0; x < grid.nx(); x++) {
                double r2 = Math.pow(grid.positionX(x), 2) + Math.pow(grid.positionY(y), 2);
                double u = Math.exp(-r2 / (um(60) * um(60))) / Math.hypot(in.re(0, y, x), in.im(0, y, x));
                in.set(0, y, x, u * in.re(0, y, x), u * in.im(0, y, x));
            }
        }
        Complex[][] spectrum = fourier(in, -1);
        for (int ky = 0; ky < grid.ny(); ky++) {
            for (int kx = 0; kx < grid.nx(); kx++) {
                spectrum[ky][kx] = spectrum[ky][kx].times(new PlaneWave(grid, kx, ky).after(z, nm(532), 1))
                        .times(1.0 / grid.samples());
            }
        }
        Field sum = Field.zeros(grid, 1, Precision.FLOAT64, s.arena());
        set(sum, spectrum);
        set(sum, fourier(sum, 1));
        Field out = s.propagate(new AngularSpectrum(grid, nm(532), 1, z), in);
        Error error = s.transforms(4, grid);
        return List.of(s.compare("field", sum, out, new Error(Math.min(1e-6, error.bound()),
                "at most 1e-6 where phases of 3.5e6 rad are made in double; " + error.reason())));
    }

    private static void set(Field field, Complex[][] values) {
        for (int y = 0; y < values.length; y++) {
            for (int x = 0; x < values[y].length; x++) {
                field.set(0, y, x, values[y][x].re(), values[y][x].im());
            }
        }
    }

    /** Σ u exp(sign·2πi (kx x/nx + ky y/ny)) as it is written, of a square field. */
    private static Complex[][] fourier(Field field, int sign) {
        int n = field.grid().nx();
        Complex[][] half = new Complex[n][n];
        Complex[][] whole = new Complex[n][n];
        for (int y = 0; y < n; y++) {
            for (int k = 0; k < n; k++) {
                half[y][k] = new Complex(0, 0);
                for (int x = 0; x < n; x++) {
                    half[y][k] = half[y][k].plus(new Complex(field.re(0, y, x), field.im(0, y, x))
                            .times(Complex.polar(1, sign * 2 * Math.PI * (k * x % n) / n)));
                }
            }
        }
        for (int q = 0; q < n; q++) {
            for (int k = 0; k < n; k++) {
                whole[q][k] = new Complex(0, 0);
                for (int y = 0; y < n; y++) {
                    whole[q][k] = whole[q][k].plus(half[y][k]
                            .times(Complex.polar(1, sign * 2 * Math.PI * (q * y % n) / n)));
                }
            }
        }
        return whole;
    }

    private static Setting.Shape waves(Grid grid, int[][] bins, double z) {
        List<Setting.Shape> waves = new ArrayList<>();
        for (int[] bin : bins) {
            PlaneWave wave = new PlaneWave(grid, bin[0], bin[1]);
            waves.add(wave.times(wave.after(z, nm(532), 1)));
        }
        return (x, y) -> waves.stream().map(w -> w.at(x, y)).reduce(Complex::plus).orElseThrow();
    }

    /** Above n/λ a wave decays as exp(−2π|z|√(f² − (n/λ)²)), forwards and backwards. */
    private static List<Finding> evanescent(Setting s) {
        Grid grid = new Grid(32, 4, nm(100));
        PlaneWave wave = new PlaneWave(grid, 9, 0);
        double f = wave.fx();
        double k = 1 / WAVELENGTH;
        List<Finding> findings = new ArrayList<>();
        for (double z : new double[] {nm(150), nm(-150)}) {
            double decay = Math.exp(-2 * Math.PI * Math.abs(z) * Math.sqrt((f - k) * (f + k)));
            Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, z), s.field(grid, wave));
            Error error = s.transforms(2, grid)
                    .times(1 / decay, "relative to what is left, other bins keep their rounding");
            findings.add(s.compare("z = " + Math.round(z * 1e9) + " nm",
                    s.theory(grid, wave.times(new Complex(decay, 0))), out, error));
        }
        return findings;
    }

    /** Bins below n/(λ√((2z/width)² + 1)) pass, the others are zero. */
    private static List<Finding> bandLimit(Setting s) {
        Grid grid = new Grid(64, 64, um(1));
        double z = um(400);
        double slope = 2 * z / um(64);
        double limit = 1 / (WAVELENGTH * Math.sqrt(slope * slope + 1));
        int last = (int) Math.floor(limit * um(64)); // the last bin that passes
        AngularSpectrum spec = new AngularSpectrum(grid, WAVELENGTH, 1, z, Diffraction.EXACT, true);
        Error error = s.transforms(2, grid);
        List<Finding> findings = new ArrayList<>();
        for (int bin : new int[] {last, last + 1, 64 - last, 64 - last - 1}) {
            double expected = bin == last || bin == 64 - last ? 1 : 0;
            double alongX = s.propagate(spec, s.field(grid, new PlaneWave(grid, bin, 0))).power(0) / grid.samples();
            double alongY = s.propagate(spec, s.field(grid, new PlaneWave(grid, 0, bin))).power(0) / grid.samples();
            findings.add(new Finding("power of bin " + bin + " along x", expected, alongX, 2 * error.bound(),
                    error.reason()));
            findings.add(new Finding("power of bin " + bin + " along y", expected, alongY, 2 * error.bound(),
                    error.reason()));
        }
        return findings;
    }

    /** Where every wave propagates, −z undoes z. */
    private static List<Finding> thereAndBack(Setting s) {
        Grid grid = new Grid(96, 80, um(1));
        List<Finding> findings = new ArrayList<>();
        for (Diffraction diffraction : Diffraction.values()) {
            Field start = s.noise(grid, 11);
            Field there = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1.5, um(90), diffraction, false), start);
            Field back = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1.5, um(-90), diffraction, false), there);
            Error error = s.transforms(4, grid);
            findings.add(s.compare("back again, " + diffraction, start, back, error));
            findings.add(new Finding("power, " + diffraction, 1, there.power(0) / start.power(0), 2 * error.bound(),
                    error.reason()));
        }
        return findings;
    }

    /** Over no distance the transform and its inverse are all that is left. */
    private static List<Finding> roundTrips(Setting s) {
        List<Finding> findings = new ArrayList<>();
        for (int[] size : SIZES) {
            Grid grid = new Grid(size[0], size[1], um(1));
            Field in = s.noise(grid, 12);
            Field out = s.propagate(new AngularSpectrum(grid, WAVELENGTH, 1, 0), in);
            String name = size[0] + "x" + size[1];
            Error error = s.transforms(2, grid);
            findings.add(s.compare(name, in, out, error));
            findings.add(new Finding(name + " power", 1, out.power(0) / in.power(0), 2 * error.bound(),
                    error.reason()));
        }
        return findings;
    }
}
