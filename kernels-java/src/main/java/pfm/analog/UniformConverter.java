package pfm.analog;

/** A converter without parts that have errors, the same in every column: a DAC, or an ADC. */
public sealed interface UniformConverter extends DataConverter permits Converter, Quantizer {
    /** What becomes of a value. */
    float convert(float value);

    /** What becomes of a value, which is narrowed to float32 where the converter rounds. */
    double convert(double value);

    @Override
    UniformConverter withBound(float bound);

    @Override
    default ConverterColumns columns(TileColumns columns) {
        return new ConverterColumns.Same(this);
    }
}
