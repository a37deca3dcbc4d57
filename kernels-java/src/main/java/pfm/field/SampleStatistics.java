package pfm.field;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the values of a medium look like as a whole.
 *
 * @param lowest    smallest value
 * @param highest   largest value
 * @param mean      mean value
 * @param deviation root mean square deviation from the mean
 */
public record SampleStatistics(double lowest, double highest, double mean, double deviation) {
    private static final int BLOCK = 1 << 15;
    /** Histograms that run side by side, so that equal neighbours do not wait for each other. */
    private static final int LANES = 4;
    private static final int LEVELS = 256;

    /**
     * Reads all values, block by block: a file behind them may be larger than the memory.
     *
     * @throws IllegalArgumentException if one is NaN or infinite; the message names the first
     * @throws MediumLostException      if the file behind them was cut short
     */
    public static SampleStatistics of(Samples samples) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate((long) BLOCK * samples.format().bytes(), OffHeap.ALIGNMENT);
            return samples.format() == Samples.Format.LEVELS8 ? ofLevels(samples, memory) : ofValues(samples, memory);
        }
    }

    private static SampleStatistics ofLevels(Samples samples, MemorySegment memory) {
        long[] counts = new long[LANES * LEVELS];
        byte[] block = new byte[BLOCK];
        for (long first = 0; first < samples.count(); first += BLOCK) {
            int count = (int) Math.min(BLOCK, samples.count() - first);
            samples.stage(first, count, memory);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, block, 0, count);
            int i = 0;
            for (; i <= count - LANES; i += LANES) {
                counts[block[i] & 0xFF]++;
                counts[LEVELS + (block[i + 1] & 0xFF)]++;
                counts[2 * LEVELS + (block[i + 2] & 0xFF)]++;
                counts[3 * LEVELS + (block[i + 3] & 0xFF)]++;
            }
            for (; i < count; i++) {
                counts[block[i] & 0xFF]++;
            }
        }
        double lowest = Double.NaN;
        double highest = Double.NaN;
        double sum = 0;
        double squares = 0;
        for (int level = 0; level < LEVELS; level++) {
            double count = 0;
            for (int lane = 0; lane < LANES; lane++) {
                count += counts[lane * LEVELS + level];
            }
            if (count > 0) {
                highest = samples.min() + level * samples.step();
                lowest = Double.isNaN(lowest) ? highest : lowest;
            }
            sum += count * level;
            squares += count * level * level;
        }
        double mean = sum / samples.count();
        double deviation = Math.sqrt(Math.max(0, squares / samples.count() - mean * mean));
        return new SampleStatistics(lowest, highest, samples.min() + mean * samples.step(),
                deviation * Math.abs(samples.step()));
    }

    private static SampleStatistics ofValues(Samples samples, MemorySegment memory) {
        double[] block = new double[BLOCK];
        double[] sums = new double[2];
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        double origin = Double.NaN; // contrasts are small differences on a common level
        for (long first = 0; first < samples.count(); first += BLOCK) {
            int count = (int) Math.min(BLOCK, samples.count() - first);
            samples.stage(first, count, memory);
            expand(samples, memory, count, block);
            origin = first == 0 ? block[0] : origin;
            for (int i = 0; i < count; i++) {
                double value = block[i];
                if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                    throw new IllegalArgumentException("values of " + samples.source()
                            + " must be finite everywhere, was " + value + " at entry " + (first + i));
                }
                lowest = value < lowest ? value : lowest;
                highest = value > highest ? value : highest;
            }
            accumulate(block, count, origin, sums);
        }
        double shift = sums[0] / samples.count();
        double square = sums[1] / samples.count();
        return new SampleStatistics(lowest, highest, origin + shift, Math.sqrt(Math.max(0, square - shift * shift)));
    }

    private static void expand(Samples samples, MemorySegment memory, int count, double[] block) {
        if (samples.format() == Samples.Format.FLOAT64) {
            MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, 0, block, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            block[i] = memory.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
    }

    /**
     * Adds the sum of {@code value − origin} and that of its square; in pairs, so that no addition waits for the last.
     */
    private static void accumulate(double[] block, int count, double origin, double[] sums) {
        double sum0 = 0;
        double sum1 = 0;
        double squares0 = 0;
        double squares1 = 0;
        for (int i = 0; i < count - 1; i += 2) {
            double even = block[i] - origin;
            double odd = block[i + 1] - origin;
            sum0 += even;
            sum1 += odd;
            squares0 += even * even;
            squares1 += odd * odd;
        }
        if (count % 2 == 1) {
            sum0 += block[count - 1] - origin;
            squares0 += (block[count - 1] - origin) * (block[count - 1] - origin);
        }
        sums[0] += sum0 + sum1;
        sums[1] += squares0 + squares1;
    }
}
