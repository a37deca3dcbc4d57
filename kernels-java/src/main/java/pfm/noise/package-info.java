/**
 * Counter-based random numbers: the same noise on every backend, thread count and batch split. Normal numbers, events
 * and counts of events are arithmetic on the words of {@link pfm.noise.Philox} at the place where they are used:
 * {@link pfm.noise.NoiseRow} for each sample, {@link pfm.noise.NoiseCell} for each part of a device.
 */
package pfm.noise;
