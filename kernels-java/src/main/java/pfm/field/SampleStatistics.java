package pfm.field;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the values of a medium look like as a whole.
 *
 * @param lowest    smallest value
 * @param highest   largest value
 * @param mean      mean value
 * @param deviation root mean square deviation from the mean
 */
public record SampleStatistics(double lowest, double highest, double mean, double deviation) {
    private static final int BLOCK = 1 << 16;

    /**
     * Reads all values, block by block.
     *
     * @throws IllegalArgumentException if one is NaN or infinite; the message names the first
     * @throws MediumLostException      if the file behind them was cut short
     */
    public static SampleStatistics of(Samples samples) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        try (Arena arena = Arena.ofShared()) {
            int size = (int) Math.min(BLOCK, samples.count());
            MemorySegment memory = arena.allocate((long) size * samples.format().bytes(), OffHeap.ALIGNMENT);
            Samples block = samples.over(memory, size);
            samples.stage(0, 1, memory);
            double origin = block.get(0); // contrasts are small differences on a common level
            for (long first = 0; first < samples.count(); first += size) {
                int count = (int) Math.min(size, samples.count() - first);
                samples.stage(first, count, memory);
                double blockSum = 0;
                for (int i = 0; i < count; i++) {
                    double value = block.get(i);
                    if (!Double.isFinite(value)) {
                        throw new IllegalArgumentException("values of " + samples.source()
                                + " must be finite everywhere, was " + value + " at entry " + (first + i));
                    }
                    lowest = Math.min(lowest, value);
                    highest = Math.max(highest, value);
                    blockSum += value - origin;
                    squares += (value - origin) * (value - origin);
                }
                sum += blockSum;
            }
            double shift = sum / samples.count();
            return new SampleStatistics(lowest, highest, origin + shift,
                    Math.sqrt(Math.max(0, squares / samples.count() - shift * shift)));
        }
    }
}
