package pfm.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import pfm.analog.CodeRange;
import pfm.analog.ConverterColumns;
import pfm.analog.ConverterErrors;
import pfm.analog.DataConverter;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.SarAdc;
import pfm.analog.TileColumns;
import pfm.noise.Philox;

/** Converters in registers give the same bits as {@link ConverterColumns}. */
class SimdColumnsTest {
    private static final int COLUMNS = 101;
    private static final List<ConverterErrors> ERRORS = List.of(ConverterErrors.NONE,
            new ConverterErrors(0.1, 0.1, 3, 1), new ConverterErrors(0.02, 0.01, 1000, 4),
            new ConverterErrors(0, 0, 1, 1));

    @Test
    void quantizersHaveTheBitsOfTheDefinition() {
        for (int bits : new int[] {1, 2, 7, 16, 23, 24}) {
            same(new Quantizer(bits, -1, 1), 1);
            same(new Quantizer(bits, -0.3f, 5), 5);
            same(new Quantizer(bits, 2, 1e6f), 1e6f);
        }
    }

    @Test
    void adcsHaveTheBitsOfTheDefinition() {
        for (ConverterErrors errors : ERRORS) {
            for (int bits : new int[] {1, 2, 6, 11, 16}) {
                for (float bound : new float[] {1, 0.3f, 1e-20f, 1e30f}) {
                    CodeRange range = new CodeRange(bits, bound);
                    same(new SarAdc(range, errors), bound);
                    same(new RampAdc(range, errors), bound);
                    same(new PipelineAdc(range, errors), bound);
                }
            }
        }
    }

    /** At every distance from the end of a row, from odd columns on. */
    private static void same(DataConverter converter, float bound) {
        ConverterColumns columns = converter.columns(new TileColumns(5, 1, COLUMNS, 30));
        SimdColumns simd = new SimdColumns(columns);
        for (int first = 0; first < COLUMNS; first += 7) {
            int count = COLUMNS - first;
            float[] values = new float[count + 3];
            float[] expected = new float[count + 3];
            for (int i = 0; i < count; i++) {
                values[i + 3] = value(first * 1000 + i, bound);
                expected[i + 3] = columns.convert(values[i + 3], first + i);
            }
            float[] before = values.clone();
            simd.convert(values, 3, first, count);
            assertArrayEquals(expected, values, () -> converter + " of " + Arrays.toString(before));
        }
    }

    /** Around the range, on levels, not finite. */
    private static float value(int i, float bound) {
        return switch (i % 19) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            case 2 -> Float.NEGATIVE_INFINITY;
            case 3 -> -0f;
            case 4 -> bound;
            case 5 -> -bound;
            case 6 -> bound * (i % 64 - 32) / 32;
            case 7 -> 1e5f * bound;
            default -> (float) (2.6 * Philox.uniform(1, 0, i) - 1.3) * bound;
        };
    }
}
