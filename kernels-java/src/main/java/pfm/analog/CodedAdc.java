package pfm.analog;

import pfm.field.InsufficientMemoryException;

/** An ADC that is made of parts with errors. */
public sealed interface CodedAdc extends DataConverter permits RampAdc, SarAdc, PipelineAdc {
    /** Its codes. */
    CodeRange range();

    /** The errors of its parts. */
    ConverterErrors errors();

    @Override
    default float lsb() {
        return range().bound() * 2 / range().codes();
    }

    @Override
    default float bound() {
        return range().bound();
    }

    @Override
    default int bits() {
        return range().bits();
    }

    @Override
    default boolean clips(double value) {
        return range().clips(value);
    }

    /** Room for a constant of every bit of every column. */
    static float[] constants(CodeRange range, int columns) {
        long count = (long) range.bits() * columns;
        try {
            return new float[Math.toIntExact(count)];
        } catch (ArithmeticException | OutOfMemoryError e) {
            throw new InsufficientMemoryException("constants of converters", count * Float.BYTES,
                    "the JVM's heap has no room for it", "use fewer bits, or start java with a larger -Xmx");
        }
    }
}
