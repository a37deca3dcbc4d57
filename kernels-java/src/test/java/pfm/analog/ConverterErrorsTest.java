package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.analog.DataConverterTest.SEED;
import static pfm.analog.DataConverterTest.all;
import static pfm.analog.DataConverterTest.columns;
import static pfm.analog.DataConverterTest.errors;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What errors of its parts make of a converter, and which columns have which. */
class ConverterErrorsTest {
    private static final int COLUMNS = 20_000;

    @Test
    void finiteGainBringsLevelsNearer() {
        ConverterColumns sar = columns(new SarAdc(new CodeRange(3, 8), errors(0, 0, 100, 1)), 1);
        ConverterColumns ramp = columns(new RampAdc(new CodeRange(3, 8), errors(0, 0, 100, 1)), 1);
        for (int code = 1; code < 8; code++) {
            double level = (2 * code - 8) / (1 + (8 + code) / 800.0); // β = 8/(8 + code)
            assertEquals(level, threshold(sar, 0, code, 3, 8), 1e-5);
            assertEquals(level, threshold(ramp, 0, code, 3, 8), 1e-5);
        }
        ConverterColumns pipeline = columns(new PipelineAdc(new CodeRange(3, 1), errors(0, 0, 10, 1)), 1);
        assertEquals(0.8, threshold(pipeline, 0, 7, 3, 1), 1e-6, "1/2 + 1/4·(1 + 2/10)");
        assertEquals(0.5, threshold(pipeline, 0, 6, 3, 1), 1e-6, "nothing to amplify");
    }

    /** The value above which the code is at least this one. */
    private static double threshold(ConverterColumns columns, int column, int code, int bits, float bound) {
        float low = -bound;
        float high = bound;
        float below = new CodeRange(bits, bound).middle(code - 1);
        for (int i = 0; i < 40; i++) {
            float middle = (low + high) / 2;
            if (columns.convert(middle, column) > below) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static double deviation(ConverterColumns columns, int code, int bits) {
        double sum = 0;
        double squares = 0;
        for (int column = 0; column < COLUMNS; column++) {
            double t = threshold(columns, column, code, bits, 1);
            sum += t;
            squares += t * t;
        }
        return Math.sqrt(squares / COLUMNS - sum / COLUMNS * sum / COLUMNS);
    }

    @Test
    void mismatchSpreadsTheLevelsOfEachColumn() {
        // V·2 C_2/C_3: of variance (2/8)²σ²(4 + 8/4), and terms of the order of σ² beside it
        double expected = 0.25 * 0.01 * Math.sqrt(6);
        double got = deviation(columns(new SarAdc(new CodeRange(3, 1), errors(0.01, 0, 1e9, 1)), COLUMNS), 4, 3);
        assertEquals(expected, got, expected * (5 / Math.sqrt(2.0 * COLUMNS) + 0.001));
    }

    @Test
    void offsetsOfComparatorsSpreadAsSaid() {
        for (DataConverter adc : all(1, 1, errors(0, 0.02, 1e9, 1))) {
            double got = deviation(columns(adc, COLUMNS), 1, 1);
            assertEquals(0.02, got, 0.02 * 5 / Math.sqrt(2.0 * COLUMNS), adc.toString());
        }
    }

    @Test
    void capacitorsOfAPipelineChangeItsCodes() {
        ConverterColumns columns = columns(new PipelineAdc(new CodeRange(10, 1), errors(0.05, 0, 1e9, 1)), 100);
        ConverterColumns exact = columns(new PipelineAdc(new CodeRange(10, 1), ConverterErrors.NONE), 1);
        long changed = IntStream.range(0, 100)
                .filter(i -> columns.convert(0.7f, i) != exact.convert(0.7f, 0)).count();
        assertTrue(changed > 90, () -> changed + " of 100");
    }

    /** Of all codes of a converter: V(2 S/C − 1)/(1 + (1 + S/C)/A) where the capacitors of a code sum up to S. */
    private static double[] levels(CodedAdc adc, int converter) {
        double[] steps = CapacitorArray.steps(adc.range(), adc.errors(), SEED, converter);
        double[] levels = new double[adc.range().codes()];
        for (int code = 0; code < levels.length; code++) {
            double on = 0;
            for (int k = 0; k < steps.length; k++) {
                on += (code >> k & 1) * steps[k] / 2;
            }
            levels[code] = adc.bound() * (2 * on - 1) / (1 + (1 + on) / adc.errors().gain());
        }
        return levels;
    }

    /** Values of the range that are no neighbours of a level. */
    private static float[] between(double[] levels, float bound) {
        float[] values = new float[400];
        int count = 0;
        for (int i = -200; i < 200; i++) {
            float value = (i + 0.37f) / 200 * bound;
            values[count] = value;
            count += Arrays.stream(levels).noneMatch(l -> Math.abs(l - value) < 1e-6 * bound) ? 1 : 0;
        }
        return Arrays.copyOf(values, count);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 20, Double.POSITIVE_INFINITY})
    void aRampThatFallsBackStopsWhereItFirstReachesTheValue(double gain) {
        int falls = 0;
        for (int converter = 0; converter < 50; converter++) {
            RampAdc adc = new RampAdc(new CodeRange(9, 2), errors(0.1, 0, gain, 1));
            double[] levels = levels(adc, converter);
            ConverterColumns columns = adc.columns(new TileColumns(SEED, converter, 1, 1));
            for (float value : between(levels, 2)) {
                int code = 0;
                while (code < 511 && levels[code + 1] < value) {
                    code++;
                }
                assertEquals(adc.range().middle(code), columns.convert(value, 0));
            }
            falls += IntStream.range(1, 512).anyMatch(c -> levels[c] < levels[c - 1]) ? 1 : 0;
        }
        assertTrue(falls > 10, falls + " ramps fall back");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 20, Double.POSITIVE_INFINITY})
    void successiveApproximationComparesWithTheLevelsOfItsCapacitors(double gain) {
        SarAdc adc = new SarAdc(new CodeRange(9, 2), errors(0.1, 0, gain, 1));
        ConverterColumns columns = columns(adc, 50);
        for (int converter = 0; converter < 50; converter++) {
            double[] levels = levels(adc, converter);
            for (float value : between(levels, 2)) {
                int code = 0;
                for (int bit = 256; bit > 0; bit >>= 1) {
                    code = value > levels[code | bit] ? code | bit : code;
                }
                assertEquals(adc.range().middle(code), columns.convert(value, converter));
            }
        }
    }

    @Test
    void columnsShareConvertersAndSeedsRepeat() {
        SarAdc adc = new SarAdc(new CodeRange(8, 1), errors(0.05, 0.05, 100, 4));
        ConverterColumns columns = columns(adc, 10);
        assertEquals(threshold(columns, 0, 100, 8, 1), threshold(columns, 3, 100, 8, 1));
        assertTrue(threshold(columns, 3, 100, 8, 1) != threshold(columns, 4, 100, 8, 1));
        assertEquals(threshold(columns, 9, 100, 8, 1), threshold(columns(adc, 30), 9, 100, 8, 1));
    }

    @Test
    void everyTileHasConvertersOfItsOwn() {
        CodeRange range = new CodeRange(8, 1);
        for (DataConverter adc : all(8, 1, errors(0.05, 0.05, 100, 3))) {
            double[][] at = new double[2][10];
            for (int part = 0; part < 2; part++) {
                ConverterColumns columns = adc.columns(new TileColumns(SEED, part, 10, 4));
                for (int i = 0; i < 10; i++) {
                    at[part][i] = threshold(columns, i, 100, range.bits(), range.bound());
                }
            }
            for (int i = 1; i < 10; i++) {
                boolean shared = List.of(1, 2, 5, 6, 9).contains(i);
                assertEquals(shared, at[0][i] == at[0][i - 1], adc + " column " + i);
                assertTrue(at[0][i] != at[1][i], adc + " column " + i + " at other inputs");
            }
        }
    }

    @Test
    void columnsOfATileShareARamp() {
        RampAdc adc = new RampAdc(new CodeRange(8, 1), errors(0.05, 0, 100, 1));
        ConverterColumns columns = adc.columns(new TileColumns(SEED, 0, 8, 4));
        assertEquals(threshold(columns, 0, 100, 8, 1), threshold(columns, 3, 100, 8, 1));
        assertTrue(threshold(columns, 3, 100, 8, 1) != threshold(columns, 4, 100, 8, 1));
    }
}
