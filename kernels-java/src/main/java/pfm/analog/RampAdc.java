package pfm.analog;

import pfm.quantity.Require;

/**
 * An ADC that counts while a ramp rises, until the ramp reaches the value with the offset of the column's comparator.
 * All columns share the ramp, whose levels come from one {@link CapacitorArray}; each converter has its own comparator.
 * It returns the middle of the code's interval, {@code V(2 code − (2^bits − 1))/2^bits}, and a value on a level belongs
 * to the code below, as with {@link SarAdc}. The level and the value with its offset are float32.
 *
 * <p>Source: Spear et al., IEEE JXCDC 9, 176 (2023), as in CrossSim.
 *
 * @param range  its codes
 * @param errors of its parts
 */
public record RampAdc(CodeRange range, ConverterErrors errors) implements CodedAdc {
    /** Checks that both are given. */
    public RampAdc {
        Require.given("range", range);
        Require.given("errors", errors);
    }

    @Override
    public Columns columns(int count) {
        double[] ramp = CapacitorArray.levels(range, errors, 0);
        float[] highest = new float[ramp.length]; // what the ramp has reached: counting stops where it first does
        double reached = Double.NEGATIVE_INFINITY;
        for (int code = 1; code < ramp.length; code++) {
            reached = Math.max(reached, ramp[code]);
            highest[code] = (float) reached;
        }
        float[] offsets = new float[errors.converters(count)];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = (float) (errors.offset(i, 0) * range.bound());
        }
        return (value, column) -> range.search(value + offsets[column / errors.sharedBy()], highest, 0);
    }
}
