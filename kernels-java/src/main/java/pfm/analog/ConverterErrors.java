package pfm.analog;

import pfm.noise.NoiseCell;
import pfm.noise.NoiseStream;
import pfm.quantity.Require;

/**
 * How the converters of a crossbar differ from ideal ones: drawn once for each, with the seed of the crossbar.
 *
 * @param capacitor  standard deviation of a capacitor of unit size, relative; one of size C has {@code √C} times that
 *                   in units of the unit
 * @param comparator standard deviation of what a comparator adds to its input, as a part of the bound
 * @param gain       open-loop gain of the amplifier, at least 1; may be infinite
 * @param sharedBy   columns of a tile that share a converter with its errors, at least 1
 */
public record ConverterErrors(double capacitor, double comparator, double gain, int sharedBy) {
    /** No errors. */
    public static final ConverterErrors NONE = new ConverterErrors(0, 0, Double.POSITIVE_INFINITY, 1);

    /** Checks ranges. */
    public ConverterErrors {
        Require.inRange("spread of capacitors", 0, 0.1, "of the unit", capacitor);
        Require.inRange("spread of comparators", 0, 1, "of the bound", comparator);
        if (!(gain >= 1)) {
            throw new IllegalArgumentException("gain must be at least 1, was " + gain);
        }
        Require.inRange("columns that share a converter", 1, Integer.MAX_VALUE, sharedBy);
    }

    /**
     * A capacitor of a converter, in units.
     *
     * @param seed      of everything random
     * @param converter its number
     * @param index     of the capacitor in it, below 64
     * @param size      meant, in units
     */
    double capacitor(long seed, long converter, int index, double size) {
        return capacitor == 0 ? size : size + capacitor * Math.sqrt(size)
                * new NoiseCell(seed, NoiseStream.CAPACITOR, converter * 64 + index).normal();
    }

    /** What comparator {@code index}, below 64, adds to its input, as a part of the bound. */
    double offset(long seed, long converter, int index) {
        return comparator == 0 ? 0
                : comparator * new NoiseCell(seed, NoiseStream.COMPARATOR, converter * 64 + index).normal();
    }
}
