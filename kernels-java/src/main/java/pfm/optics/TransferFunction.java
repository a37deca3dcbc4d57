package pfm.optics;

import pfm.field.Grid;

/**
 * The transfer function H of free propagation on the frequency bins of a grid. Every entry is computed in double with
 * its phase reduced modulo 2π before any rounding: in float the phase of a long path is noise.
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
        double cycles; // phase / 2π
        double modulus = 1;
        if (diffraction == Diffraction.PARAXIAL) {
            cycles = carrierCycles() + fresnelCycles(fx) + fresnelCycles(fy);
        } else {
            double k = index / wavelength;
            double square = (k - fx) * (k + fx) - fy * fy;
            cycles = square >= 0 ? distance * Math.sqrt(square) : 0;
            modulus = square >= 0 ? 1 : Math.exp(-2 * Math.PI * Math.abs(distance) * Math.sqrt(-square));
        }
        polar(modulus, cycles, out, 0);
    }

    /** The factor of H along x, carrier included, interleaved complex: {@code [2·nx]}. Only where {@link #separable()}. */
    public double[] alongX() {
        double[] h = new double[2 * grid.nx()];
        for (int k = 0; k < grid.nx(); k++) {
            double f = grid.frequencyX(k);
            boolean cut = bandLimited && Math.abs(f) > bandLimit(grid.nx() * grid.pitchX());
            polar(cut ? 0 : 1, carrierCycles() + fresnelCycles(f), h, 2 * k);
        }
        return h;
    }

    /** The factor of H along y, interleaved complex: {@code [2·ny]}. Only where {@link #separable()}. */
    public double[] alongY() {
        double[] h = new double[2 * grid.ny()];
        for (int k = 0; k < grid.ny(); k++) {
            double f = grid.frequencyY(k);
            boolean cut = bandLimited && Math.abs(f) > bandLimit(grid.ny() * grid.pitchY());
            polar(cut ? 0 : 1, fresnelCycles(f), h, 2 * k);
        }
        return h;
    }

    private double carrierCycles() {
        return distance * index / wavelength;
    }

    private double fresnelCycles(double frequency) {
        return -0.5 * (wavelength / index) * distance * frequency * frequency;
    }

    /** Highest frequency whose phase a window of {@code width} [m] samples: Matsushima and Shimobaba, eq. 13. */
    private double bandLimit(double width) {
        double slope = 2 * distance / width;
        return index / (wavelength * Math.sqrt(slope * slope + 1));
    }

    private static void polar(double modulus, double cycles, double[] out, int at) {
        double phase = 2 * Math.PI * (cycles - Math.rint(cycles));
        out[at] = modulus * Math.cos(phase);
        out[at + 1] = modulus * Math.sin(phase);
    }
}
