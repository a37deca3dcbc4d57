/**
 * The SIMD backend: kernels in the JDK's Vector API over off-heap memory, float32. {@link pfm.vector.VectorBackend} is
 * safe to touch without module jdk.incubator.vector; every other class needs it.
 */
package pfm.vector;
