package pfm.analog;

import pfm.quantity.Require;

/**
 * An ADC by successive approximation: from the highest bit down, a bit of the code stays where the value, with the
 * offset of the comparator, is above the level that the capacitors give for the code with it. It returns the middle of
 * the code's interval, {@code V(2 code − (2^bits − 1))/2^bits}: 2^bits values, none of them 0. A value on a level
 * belongs to the code below. The float32 operations: {@link ConverterColumns.Successive}.
 *
 * <p>Levels and errors: {@link CapacitorArray}; each converter has its own. Source: Spear et al., IEEE JXCDC 9, 176
 * (2023), as in CrossSim.
 *
 * @param range  its codes
 * @param errors of its parts
 */
public record SarAdc(CodeRange range, ConverterErrors errors) implements CodedAdc {
    /** Checks that both are given. */
    public SarAdc {
        Require.given("range", range);
        Require.given("errors", errors);
    }

    @Override
    public SarAdc withBound(float bound) {
        return new SarAdc(new CodeRange(range.bits(), bound), errors);
    }

    @Override
    public ConverterColumns columns(TileColumns columns) {
        return CapacitorArray.columns(range, errors, columns, i -> CapacitorArray.steps(
                range, errors, columns.seed(), columns.converter(i, errors.sharedBy())), false);
    }
}
