package pfm.optics;

import pfm.energy.Cost;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * Propagation through a homogeneous medium: {@code u ← F⁻¹[F[u]·H]}. Space is periodic; pad the field where wrap-around
 * matters, or band-limit.
 *
 * <p>Source: Goodman, Introduction to Fourier Optics, eq. 3-74; band limit: Matsushima and Shimobaba, Opt. Express 17,
 * 19662 (2009), eq. 13 and 20.
 *
 * @param grid        plane of the field
 * @param wavelength  λ in vacuum [m]
 * @param index       n of the medium
 * @param distance    z [m]; negative goes back. Evanescent waves decay with |z| in both directions
 * @param diffraction transfer function
 * @param bandLimited cuts the frequencies whose phase the grid cannot sample at this distance
 */
public record AngularSpectrum(
        Grid grid, double wavelength, double index, double distance, Diffraction diffraction, boolean bandLimited) {
    /** Checks magnitudes. */
    public AngularSpectrum {
        Require.given("grid", grid);
        Require.given("diffraction", diffraction);
        Wave.check(wavelength, index);
        Wave.distance("distance", distance);
    }

    /** Exact propagation without band limit. */
    public AngularSpectrum(Grid grid, double wavelength, double index, double distance) {
        this(grid, wavelength, index, distance, Diffraction.EXACT, false);
    }

    /** The transfer function H of this propagation. */
    public TransferFunction transferFunction() {
        return new TransferFunction(grid, wavelength, index, distance, diffraction, bandLimited);
    }

    /** The work of propagating a batch: two transforms and a product with H per plane. */
    public Cost cost(int batch, Precision precision) {
        return cost(grid, batch, precision);
    }

    /** The work on any grid, which depends on nothing else. */
    public static Cost cost(Grid grid, int batch, Precision precision) {
        double n = grid.samples();
        return new Cost(2 * Cost.transformFlops(grid.samples()) + 6 * n, 4 * precision.bytes() * n, n, 0).times(batch);
    }
}
