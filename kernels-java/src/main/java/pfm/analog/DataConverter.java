package pfm.analog;

/**
 * A DAC or ADC as a definition: value to code to value, in float32. NaN stays NaN, and ±∞ converts as the largest
 * values do.
 */
public sealed interface DataConverter permits UniformConverter, CodedAdc {
    /** Width of a code, in units of the value converted; 0 where it does not round. */
    float lsb();

    /** Largest magnitude in its range. */
    float bound();

    /** The least bits that have a code for every value that leaves the converter; 0 where it does not round. */
    int bits();

    /**
     * Whether a value is clipped, which is what iterative bounds ask. {@link Converter}: whether its magnitude exceeds
     * the bound once it is rounded; all others: whether it is outside the range before anything is done to it, without
     * what a comparator adds. NaN is not.
     */
    boolean clips(double value);

    /** A converter of as many bits, with the same errors, whose range is ±bound. */
    DataConverter withBound(float bound);

    /** Whether this converter changes nothing. */
    default boolean isIdeal() {
        return false;
    }

    /** The converters of outputs, with the errors of each one drawn. */
    ConverterColumns columns(TileColumns columns);
}
