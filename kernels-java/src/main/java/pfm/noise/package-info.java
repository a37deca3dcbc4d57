/** Counter-based random numbers: the same noise on every backend, thread count and batch split. */
package pfm.noise;
