/**
 * The interface of the library: {@link pfm.Backends} finds ways to compute, {@link pfm.Kernels} plans every kernel on
 * one of them, plans run on fields and matrices of the caller.
 */
package pfm;
