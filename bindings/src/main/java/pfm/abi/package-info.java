/**
 * The kernels for programs that are not Java: a table of C functions, as {@code pfm.h} declares them, made of upcalls.
 */
package pfm.abi;
