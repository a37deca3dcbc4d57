package pfm.analog;

/**
 * A DAC or ADC as a definition: value to code to value, in float32. NaN stays NaN, and ±∞ converts as the largest
 * values do.
 */
public sealed interface DataConverter permits Converter, Quantizer, CodedAdc {
    /** Whether a value is outside the range. NaN is not. */
    boolean clips(double value);

    /**
     * The converters of a row of columns, with the errors of each one drawn: they depend on the seed and the number of
     * the column alone.
     *
     * @param count of columns
     */
    Columns columns(int count);

    /** Converters made ready, one for each column. */
    @FunctionalInterface
    interface Columns {
        /** What a column's converter makes of a value. */
        float convert(float value, int column);
    }
}
