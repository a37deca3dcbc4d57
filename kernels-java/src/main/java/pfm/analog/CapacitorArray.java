package pfm.analog;

/**
 * The DAC inside a converter: capacitors {@code C_k = 2^k + σ_C 2^(k/2) N}, k below the bits, against one of 2^bits.
 * A code c with bits c_k switches {@code S = Σ c_k C_k} on, which has the place {@code w = 2 S/C_bits − 1} and gives
 * the level {@code V w/(1 + 1/(A β))}, {@code β = C_bits/(C_bits + S)}; without errors {@code V(2c/2^bits − 1)}.
 *
 * <p>A value v is above a level where {@code w < v(1 + 3/(2A))/(V − v/(2A))}: so values are brought to places once, and
 * capacitors are added to them.
 *
 * <p>Source: Spear et al., "The impact of analog-to-digital converter architecture and variability on analog neural
 * network accuracy", IEEE JXCDC 9, 176 (2023).
 */
final class CapacitorArray {
    private CapacitorArray() {
    }

    /** What each bit adds to a place. */
    static double[] steps(CodeRange range, ConverterErrors errors, long seed, long converter) {
        int bits = range.bits();
        double[] steps = new double[bits];
        double all = errors.capacitor(seed, converter, bits, 1 << bits);
        for (int k = 0; k < bits; k++) {
            steps[k] = 2 * errors.capacitor(seed, converter, k, 1 << k) / all;
        }
        return steps;
    }

    /**
     * Converters of columns that find their codes bit by bit.
     *
     * @param steps  of the capacitors of a column
     * @param rising whether levels rise with the code: a bit that adds less than all lower ones together adds these
     *               before it is tested
     */
    static ConverterColumns.Successive columns(CodeRange range, ConverterErrors errors, TileColumns columns,
            Steps steps, boolean rising) {
        int count = columns.outputs();
        float[] offset = new float[count];
        float[] step = CodedAdc.constants(range, count);
        float[] test = rising ? CodedAdc.constants(range, count) : step;
        for (int i = 0; i < count; i++) {
            offset[i] = (float) (errors.offset(columns.seed(), columns.converter(i, errors.sharedBy()), 0)
                    * range.bound());
            double[] own = steps.of(i);
            double lower = 0;
            for (int k = 0; k < own.length; k++) {
                step[k * count + i] = (float) own[k];
                test[k * count + i] = (float) (rising ? Math.max(own[k], lower) : own[k]);
                lower += own[k];
            }
        }
        double load = 1 / (2 * errors.gain());
        return new ConverterColumns.Successive(range, (float) (1 + 3 * load), (float) load, offset, test, step);
    }

    /** What each bit of a column adds. */
    @FunctionalInterface
    interface Steps {
        double[] of(int column);
    }
}
