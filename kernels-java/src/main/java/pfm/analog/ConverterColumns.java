package pfm.analog;

/**
 * For backends: the converters of outputs with their constants, computed in double and rounded to float32 once. Each
 * operation of {@code convert} is one float32 operation, in the order written, so that every backend gives the same
 * code. Constants of a bit k or a stage n lie together: {@code [k][column]}.
 */
public sealed interface ConverterColumns {
    /** What a column's converter makes of a value. */
    float convert(float value, int column);

    /** What a column's converter makes of a value, narrowed to float32 where it rounds. */
    default double convert(double value, int column) {
        return convert((float) value, column);
    }

    /**
     * All columns are alike.
     *
     * @param converter of each
     */
    record Same(UniformConverter converter) implements ConverterColumns {
        @Override
        public float convert(float value, int column) {
            return converter.convert(value);
        }

        @Override
        public double convert(double value, int column) {
            return converter.convert(value);
        }
    }

    /**
     * A code is found bit by bit, from the highest down. {@code x = clip(v + offset, ±1.5 V)} has the place
     * {@code t = x·gain/(V − x·load)} between −1 and 1; w begins at −1; where {@code w + test_k < t}, bit k of the code
     * is set and {@code step_k} is added to w.
     *
     * @param range  codes
     * @param gain   factor of the value
     * @param load   what the value takes of V, as a part of it
     * @param offset of each column
     * @param test   {@code [bit][column]}
     * @param step   {@code [bit][column]}
     */
    record Successive(CodeRange range, float gain, float load, float[] offset, float[] test, float[] step)
            implements ConverterColumns {
        /** Beyond this multiple of V no level lies. */
        public static final float FARTHEST = 1.5f;

        @Override
        public float convert(float value, int column) {
            float most = FARTHEST * range.bound();
            float x = Math.clamp(value + offset[column], -most, most);
            float t = x * gain / (range.bound() - x * load);
            float w = -1;
            int code = 0;
            for (int k = range.bits() - 1; k >= 0; k--) {
                int at = k * offset.length + column;
                if (w + test[at] < t) {
                    w += step[at];
                    code |= 1 << k;
                }
            }
            return Float.isNaN(value) ? value : range.middle(code);
        }
    }

    /**
     * A code is added up stage by stage from v, clipped to ±V. Stage n of {@code bits − 1} adds 2^(bits−1−n) where v is
     * above {@code high_n}, nothing where it is not above {@code low_n}, else half of that, and hands on
     * {@code factor_n·v}, from which it subtracts {@code shift_n} above, and to which it adds it below. The last one
     * adds 1 where v is above its {@code high}.
     *
     * @param range  codes
     * @param low    {@code [stage][column]}
     * @param high   {@code [stage][column]}
     * @param factor {@code [stage][column]}
     * @param shift  {@code [stage][column]}
     */
    record Stages(CodeRange range, float[] low, float[] high, float[] factor, float[] shift)
            implements ConverterColumns {
        @Override
        public float convert(float value, int column) {
            int last = range.bits() - 1;
            int columns = low.length / range.bits();
            float v = Math.clamp(value, -range.bound(), range.bound());
            int code = 0;
            for (int n = 0; n < last; n++) {
                int at = n * columns + column;
                boolean above = v > high[at];
                boolean between = !above && v > low[at];
                int whole = 1 << last - n;
                code += above ? whole : between ? whole / 2 : 0;
                float amplified = factor[at] * v;
                v = above ? amplified - shift[at] : between ? amplified : amplified + shift[at];
            }
            code += v > high[last * columns + column] ? 1 : 0;
            return Float.isNaN(value) ? value : range.middle(code);
        }
    }
}
