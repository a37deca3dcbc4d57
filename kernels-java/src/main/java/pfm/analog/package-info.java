/** Specifications of the analog matrix-vector kernels. */
package pfm.analog;
