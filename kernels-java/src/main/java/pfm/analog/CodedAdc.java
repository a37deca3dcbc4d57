package pfm.analog;

/** An ADC that is made of parts with errors. */
public sealed interface CodedAdc extends DataConverter permits RampAdc, SarAdc, PipelineAdc {
    /** Its codes. */
    CodeRange range();

    /** The errors of its parts. */
    ConverterErrors errors();

    @Override
    default boolean clips(double value) {
        return range().clips(value);
    }
}
