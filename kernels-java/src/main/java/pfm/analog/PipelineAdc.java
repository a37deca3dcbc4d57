package pfm.analog;

import pfm.quantity.Require;

/**
 * An ADC of {@code bits − 1} stages that each decide 1.5 bits, and a comparator for the last bit. Stage n compares its
 * input v with −V/4 and V/4 (each with the offset of a comparator added to the level), and adds 2^(bits−1−n) to the
 * code above both, half of that between them, nothing below (a value on a level counts as below it). It hands on
 * {@code ((1 + γ) v + c V γ)/(1 + 1/(A β))} with c = −1, 0 or 1 above, between and below, {@code γ = C₂/C₁} and
 * {@code β = C₁/(C₁ + C₂)}; without errors {@code 2v + c V}. The input of the first stage is clipped to ±V.
 *
 * <p>Factors and levels are rounded to float32 when planned, and each stage computes {@code a·v + c·b} in two float32
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

    /**
     * One converter, with a value for each stage.
     *
     * @param low       lower level
     * @param high      upper level; of the last stage the only one
     * @param amplified factor on the input
     * @param shift     what is added below both levels, and subtracted above
     */
    private record Stages(float[] low, float[] high, float[] amplified, float[] shift) {
    }

    @Override
    public Columns columns(int count) {
        Stages[] converters = new Stages[errors.converters(count)];
        for (int i = 0; i < converters.length; i++) {
            converters[i] = stages(i);
        }
        return (value, column) -> convert(value, converters[column / errors.sharedBy()]);
    }

    private Stages stages(int converter) {
        int bits = range.bits();
        double bound = range.bound();
        Stages s = new Stages(new float[bits], new float[bits], new float[bits], new float[bits]);
        for (int n = 0; n < bits; n++) {
            double quarter = n == bits - 1 ? 0 : bound / 4;
            s.high[n] = (float) (quarter + errors.offset(converter, 2 * n) * bound);
            s.low[n] = (float) (-quarter + errors.offset(converter, 2 * n + 1) * bound);
            double first = errors.capacitor(converter, 2 * n, 1);
            double second = errors.capacitor(converter, 2 * n + 1, 1);
            double loss = 1 + (first + second) / (errors.gain() * first);
            s.amplified[n] = (float) ((1 + second / first) / loss);
            s.shift[n] = (float) (bound * second / first / loss);
        }
        return s;
    }

    private float convert(float value, Stages s) {
        int bits = range.bits();
        float v = Math.clamp(value, -range.bound(), range.bound());
        int code = 0;
        for (int n = 0; n < bits - 1; n++) {
            boolean above = v > s.high[n];
            boolean below = !above && v <= s.low[n];
            int whole = 1 << bits - 1 - n;
            code += above ? whole : below ? 0 : whole / 2;
            float amplified = s.amplified[n] * v;
            v = above ? amplified - s.shift[n] : below ? amplified + s.shift[n] : amplified;
        }
        code += v > s.high[bits - 1] ? 1 : 0;
        return Float.isNaN(value) ? value : range.middle(code);
    }
}
