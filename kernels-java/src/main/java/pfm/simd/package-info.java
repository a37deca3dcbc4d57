/**
 * What backends share that compute on the CPU in the JDK's Vector API: registers, the exponential, workers, noise,
 * and converters of crossbars.
 * {@link pfm.simd.SimdAvailability} is safe to touch without module jdk.incubator.vector; every other class needs it.
 */
package pfm.simd;
