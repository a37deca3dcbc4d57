package pfm.analog;

import pfm.quantity.Require;

/**
 * An ADC by successive approximation: from the highest bit down, a bit of the code stays where the value, with the
 * offset of the comparator, is above the level that the capacitors give for the code with it. It returns the middle of
 * the code's interval, {@code V(2 code − (2^bits − 1))/2^bits}: 2^bits values, none of them 0. A value on a level
 * belongs to the code below. Levels are float32.
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
    public Columns columns(int count) {
        int converters = errors.converters(count);
        long all = (long) converters << range.bits();
        float[] levels =
                new float[(int) Require.inRange("levels of all converters", 1, Integer.MAX_VALUE - 8, all)];
        for (int i = 0; i < converters; i++) {
            double[] own = CapacitorArray.levels(range, errors, i);
            double offset = errors.offset(i, 0) * range.bound();
            for (int code = 0; code < own.length; code++) {
                levels[(i << range.bits()) + code] = (float) (own[code] - offset);
            }
        }
        return (value, column) -> range.search(value, levels, column / errors.sharedBy() << range.bits());
    }
}
