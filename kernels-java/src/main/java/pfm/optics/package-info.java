/**
 * Specifications of the wave kernels and the tables that follow from them, computed once in double. Conventions of
 * every kernel: a wave that travels forward has the phase {@code exp(+i k z)}; transforms are those of NumPy's
 * {@code fft2} and {@code ifft2}, unshifted; space is periodic over the grid unless a frame absorbs.
 */
package pfm.optics;
