/**
 * How a fast Fourier transform is composed: data, designed once in double, that every backend executes in its own way.
 */
package pfm.fft;
