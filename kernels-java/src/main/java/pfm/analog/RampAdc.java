package pfm.analog;

import pfm.quantity.Require;

/**
 * An ADC that counts while a ramp rises, until the ramp first reaches the value with the offset of the column's
 * comparator. All columns of a tile share the ramp, whose levels come from one {@link CapacitorArray}; each converter
 * has its own comparator. It returns the middle of the code's interval, {@code V(2 code − (2^bits − 1))/2^bits}, and a
 * value on a level belongs to the code below, as with {@link SarAdc}.
 *
 * <p>Where the ramp falls back, since a capacitor is smaller than all lower ones together, it has been as high as these
 * before: the value must be above the higher of both for the code to have this bit. So the code is found bit by bit, by
 * the float32 operations of {@link ConverterColumns.Successive}.
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
    public RampAdc withBound(float bound) {
        return new RampAdc(new CodeRange(range.bits(), bound), errors);
    }

    @Override
    public ConverterColumns columns(TileColumns columns) {
        double[][] ramps = new double[Math.ceilDiv(columns.outputs(), columns.tileOutputs())][];
        for (int tile = 0; tile < ramps.length; tile++) {
            ramps[tile] = CapacitorArray.steps(
                    range, errors, columns.seed(), columns.tile(tile * columns.tileOutputs()));
        }
        return CapacitorArray.columns(range, errors, columns, i -> ramps[i / columns.tileOutputs()], true);
    }
}
