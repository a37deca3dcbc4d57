package pfm.analog;

import pfm.quantity.Require;

/**
 * An ADC of {@code bits − 1} stages that each decide 1.5 bits, and a comparator for the last bit. Stage n compares its
 * input v with −V/4 and V/4 (each with the offset of a comparator added to the level), and adds 2^(bits−1−n) to the
 * code above both, half of that between them, nothing below (a value on a level counts as below it). It hands on
 * {@code ((1 + γ) v + c V γ)/(1 + 1/(A β))} with c = −1, 0 or 1 above, between and below, {@code γ = C₂/C₁} and
 * {@code β = C₁/(C₁ + C₂)}; without errors {@code 2v + c V}. The input of the first stage is clipped to ±V.
 *
 * <p>Factors and levels are rounded to float32 when planned: {@link ConverterColumns.Stages} has the float32
 * operations. It returns the middle of the code's interval, {@code V(2 code − (2^bits − 1))/2^bits}.
 *
 * <p>Source: Spear et al., IEEE JXCDC 9, 176 (2023), as in CrossSim.
 *
 * @param range  its codes
 * @param errors of its parts
 */
public record PipelineAdc(CodeRange range, ConverterErrors errors) implements CodedAdc {
    /** Checks that both are given. */
    public PipelineAdc {
        Require.given("range", range);
        Require.given("errors", errors);
    }

    @Override
    public PipelineAdc withBound(float bound) {
        return new PipelineAdc(new CodeRange(range.bits(), bound), errors);
    }

    @Override
    public ConverterColumns columns(TileColumns columns) {
        int count = columns.outputs();
        ConverterColumns.Stages s = new ConverterColumns.Stages(range, CodedAdc.constants(range, count),
                CodedAdc.constants(range, count), CodedAdc.constants(range, count), CodedAdc.constants(range, count));
        for (int i = 0; i < count; i++) {
            long converter = columns.converter(i, errors.sharedBy());
            for (int n = 0; n < range.bits(); n++) {
                stage(s, n, n * count + i, columns.seed(), converter);
            }
        }
        return s;
    }

    private void stage(ConverterColumns.Stages s, int n, int at, long seed, long converter) {
        double bound = range.bound();
        double quarter = n == range.bits() - 1 ? 0 : bound / 4;
        s.high()[at] = (float) (quarter + errors.offset(seed, converter, 2 * n) * bound);
        s.low()[at] = (float) (-quarter + errors.offset(seed, converter, 2 * n + 1) * bound);
        double first = errors.capacitor(seed, converter, 2 * n, 1);
        double second = errors.capacitor(seed, converter, 2 * n + 1, 1);
        double loss = 1 + (first + second) / (errors.gain() * first);
        s.factor()[at] = (float) ((1 + second / first) / loss);
        s.shift()[at] = (float) (bound * second / first / loss);
    }
}
