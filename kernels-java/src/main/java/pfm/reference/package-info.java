/**
 * The oracle: every kernel in float64, as its formula is printed, one thread. It shares the specifications with the
 * other backends and nothing of their arithmetic, its Fourier transform included.
 */
package pfm.reference;
