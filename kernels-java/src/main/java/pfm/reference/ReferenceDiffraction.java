package pfm.reference;

import pfm.field.Grid;
import pfm.optics.TransferFunction;

/** Diffraction of one plane: {@code u ← F⁻¹[F[u]·H]}, or with conj(H) for the adjoint. */
final class ReferenceDiffraction {
    private final ReferenceFft alongX;
    private final ReferenceFft alongY;

    ReferenceDiffraction(Grid grid) {
        this.alongX = new ReferenceFft(grid.nx());
        this.alongY = new ReferenceFft(grid.ny());
    }

    /** H on every bin of its grid. */
    static Plane table(TransferFunction transferFunction) {
        Plane h = new Plane(transferFunction.grid());
        double[] entry = new double[2];
        for (int ky = 0; ky < h.ny; ky++) {
            for (int kx = 0; kx < h.nx; kx++) {
                transferFunction.entry(kx, ky, entry);
                h.re[ky * h.nx + kx] = entry[0];
                h.im[ky * h.nx + kx] = entry[1];
            }
        }
        return h;
    }

    /** {@code u ← F⁻¹[F[u]·h]}. */
    void forward(Plane u, Plane h) {
        diffract(u, h, 1);
    }

    /** {@code u ← F⁻¹[F[u]·conj(h)]}, the adjoint of {@link #forward}. */
    void adjoint(Plane u, Plane h) {
        diffract(u, h, -1);
    }

    private void diffract(Plane u, Plane h, int sign) {
        transform(u, u.re, u.im);
        double scale = 1.0 / u.re.length;
        for (int i = 0; i < u.re.length; i++) {
            u.multiply(i, scale * h.re[i], scale * sign * h.im[i]);
        }
        transform(u, u.im, u.re);
    }

    private void transform(Plane u, double[] re, double[] im) {
        for (int y = 0; y < u.ny; y++) {
            alongX.transform(re, im, y * u.nx, 1);
        }
        for (int x = 0; x < u.nx; x++) {
            alongY.transform(re, im, x, u.nx);
        }
    }
}
