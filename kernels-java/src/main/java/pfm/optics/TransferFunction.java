package pfm.optics;

import pfm.field.Grid;

/**
 * The transfer function H of free propagation on the frequency bins of a grid. Every entry is computed in double with
 * its phase reduced modulo 2π before it is rounded to double: in float the phase of a long path is noise.
 *
 * <p>H is even in both axes, {@code H[ky][kx] = H[ny − ky][kx] = H[ky][nx − kx]}, so that a table needs the bins
 * {@code 0 … n/2} alone. Where {@link #separable()}, {@code H[ky][kx] = entry(kx, 0)·entry(0, ky)/entry(0, 0)}, which
 * {@link #alongX} and {@link #alongY} give as two vectors.
 *
 * @param grid        plane whose bins are meant
 * @param wavelength  λ in vacuum [m]
 * @param index       n of the medium
 * @param distance    z [m]
 * @param diffraction formula
 * @param bandLimited whether bins above the band limit are zero
 */
public record TransferFunction(
        Grid grid, double wavelength, double index, double distance, Diffraction diffraction, boolean bandLimited) {

    /** Whether H is a product of a function of fx and a function of fy. */
    public boolean separable() {
        return diffraction == Diffraction.PARAXIAL;
    }

    /** Writes H at bin (kx, ky) to {@code out[0]} (real) and {@code out[1]} (imaginary). */
    public void entry(int kx, int ky, double[] out) {
        double fx = grid.frequencyX(kx);
        double fy = grid.frequencyY(ky);
        if (bandLimited && (Math.abs(fx) > bandLimit(grid.nx() * grid.pitchX())
                || Math.abs(fy) > bandLimit(grid.ny() * grid.pitchY()))) {
            out[0] = 0;
            out[1] = 0;
            return;
        }
        if (diffraction == Diffraction.PARAXIAL) {
            polar(1, carrierTurns() + fresnelTurns(fx) + fresnelTurns(fy), out, 0);
            return;
        }
        Twofold square = wavenumber().square().minus(Twofold.product(fx, fx)).minus(Twofold.product(fy, fy));
        if (square.high() >= 0) {
            polar(1, square.root().times(distance).fraction(), out, 0);
        } else {
            polar(Math.exp(-2 * Math.PI * Math.abs(distance) * Math.sqrt(-square.high())), 0, out, 0);
        }
    }

    /**
     * The factor of H along x, carrier included, interleaved complex: {@code [2·nx]}. Only where {@link #separable()}.
     */
    public double[] alongX() {
        double[] h = new double[2 * grid.nx()];
        for (int k = 0; k < grid.nx(); k++) {
            double f = grid.frequencyX(k);
            boolean cut = bandLimited && Math.abs(f) > bandLimit(grid.nx() * grid.pitchX());
            polar(cut ? 0 : 1, carrierTurns() + fresnelTurns(f), h, 2 * k);
        }
        return h;
    }

    /** The factor of H along y, interleaved complex: {@code [2·ny]}. Only where {@link #separable()}. */
    public double[] alongY() {
        double[] h = new double[2 * grid.ny()];
        for (int k = 0; k < grid.ny(); k++) {
            double f = grid.frequencyY(k);
            boolean cut = bandLimited && Math.abs(f) > bandLimit(grid.ny() * grid.pitchY());
            polar(cut ? 0 : 1, fresnelTurns(f), h, 2 * k);
        }
        return h;
    }

    /** n/λ [1/m]. */
    private Twofold wavenumber() {
        return Twofold.quotient(index, wavelength);
    }

    /** Phase of k z in turns, less whole ones. */
    private double carrierTurns() {
        return wavenumber().times(distance).fraction();
    }

    /** Phase of −π λ z f²/n in turns, less whole ones. */
    private double fresnelTurns(double frequency) {
        return Twofold.product(frequency, frequency).times(-0.5 * distance).over(wavenumber()).fraction();
    }

    /**
     * Highest frequency whose phase a window of {@code width} [m] samples: Matsushima and Shimobaba, eq. 13. Over no
     * distance there is no phase, and no limit.
     */
    private double bandLimit(double width) {
        if (distance == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double slope = 2 * distance / width;
        return index / (wavelength * Math.sqrt(slope * slope + 1));
    }

    private static void polar(double modulus, double turns, double[] out, int at) {
        double phase = 2 * Math.PI * (turns - Math.rint(turns));
        out[at] = modulus * Math.cos(phase);
        out[at + 1] = modulus * Math.sin(phase);
    }
}
