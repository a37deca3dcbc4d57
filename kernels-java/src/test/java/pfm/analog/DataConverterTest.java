package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.field.Matrix;

class DataConverterTest {
    private static final float[][] W = {{.5f, -.25f, .125f, .9f}, {-.7f, .3f, .05f, -.4f}, {.11f, .22f, -.33f, .44f}};
    private static final float[] X = {.3f, -1, .77f, .05f};
    static final long SEED = 3;

    /** One tile. */
    static ConverterColumns columns(DataConverter converter, int count) {
        return converter.columns(new TileColumns(SEED, 0, count, Integer.MAX_VALUE));
    }

    static ConverterErrors errors(double capacitor, double comparator, double gain, int sharedBy) {
        return new ConverterErrors(capacitor, comparator, gain, sharedBy);
    }

    private static List<DataConverter> ideal(int bits, float bound) {
        return all(bits, bound, ConverterErrors.NONE);
    }

    static List<DataConverter> all(int bits, float bound, ConverterErrors errors) {
        CodeRange range = new CodeRange(bits, bound);
        return List.of(new SarAdc(range, errors), new RampAdc(range, errors), new PipelineAdc(range, errors));
    }

    private static float[] product(float... x) {
        float[] y = new float[W.length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] += W[i][j] * x[j];
            }
        }
        return y;
    }

    @Test
    void aDacOfFourBitsGivesWhatCrossSimGives() {
        Converter dac = Converter.ofBits(4, 1);
        float[] x = new float[4];
        for (int j = 0; j < 4; j++) {
            x[j] = dac.convert(X[j]);
        }
        assertNear(product(x), .4821429, -.4642857, -.4242857);
    }

    @Test
    void adcsOfSixBitsGiveWhatCrossSimGives() {
        assertNear(throughAdc(Converter.ofBits(6, 2)), .5734767, -.5017922, -.4301075);
        for (DataConverter adc : ideal(6, 2)) {
            assertNear(throughAdc(adc), .5208333, -.5208333, -.4513889);
        }
    }

    /** CrossSim's conductances reach from 0.1 to 1, so its currents are 0.9 of the product. */
    private static float[] throughAdc(DataConverter adc) {
        ConverterColumns columns = columns(adc, 3);
        float[] y = product(X);
        for (int i = 0; i < 3; i++) {
            y[i] = columns.convert(.9f * y[i], i) / .9f;
        }
        return y;
    }

    private static void assertNear(float[] got, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], got[i], 1e-6 * Math.abs(expected[i]) + 5e-8, Arrays.toString(got));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 11})
    void idealAdcsOfAllKindsGiveTheMiddleOfTheInterval(int bits) {
        for (DataConverter adc : ideal(bits, 1)) {
            ConverterColumns columns = columns(adc, 2);
            int codes = 1 << bits;
            for (int quarter = 0; quarter <= 4 * codes; quarter++) {
                float value = -1 + quarter * 0.5f / codes;
                int code = Math.clamp(Math.ceilDiv(quarter, 4) - 1, 0, codes - 1); // on a level: the code below
                float middle = -1 + (2 * code + 1) / (float) codes;
                assertEquals(middle, columns.convert(value, 1), adc + " of " + value);
            }
        }
    }

    @Test
    void rangesEndAtTheirBounds() {
        for (DataConverter adc : ideal(4, 2)) {
            ConverterColumns columns = columns(adc, 1);
            assertEquals(1.875f, columns.convert(Float.POSITIVE_INFINITY, 0));
            assertEquals(-1.875f, columns.convert(Float.NEGATIVE_INFINITY, 0));
            assertTrue(Float.isNaN(columns.convert(Float.NaN, 0)));
            assertTrue(adc.clips(2.01) && adc.clips(-2.01));
            assertFalse(adc.clips(2) || adc.clips(-2) || adc.clips(Double.NaN));
        }
    }

    @Test
    void aQuantizerHasBothItsEndsAsLevels() {
        Quantizer q = new Quantizer(2, -1, 5);
        ConverterColumns columns = columns(q, 1);
        float[] levels = {-1, 1, 3, 5};
        float[][] values = {{-7, -1, -.1f, 0}, {.1f, 1, 1.9f}, {2, 3, 3.9f, 4}, {4.1f, 5, 6}}; // ties to even
        for (int code = 0; code < 4; code++) {
            for (float v : values[code]) {
                assertEquals(levels[code], columns.convert(v, 0), "of " + v);
            }
        }
        assertTrue(q.clips(5.1) && q.clips(-1.1));
        assertFalse(q.clips(5) || q.clips(-1) || q.clips(Double.NaN));
        assertTrue(Float.isNaN(q.convert(Float.NaN)));
    }

    @Test
    void aCodeIsAsWideAsSaid() {
        assertEquals(0.5f, new SarAdc(new CodeRange(4, 4), ConverterErrors.NONE).lsb());
        assertEquals(2, new Quantizer(2, -1, 5).lsb());
        assertEquals(5, new Quantizer(2, -1, 5).bound());
        assertEquals(List.of(4, 2, 8), List.of(new RampAdc(new CodeRange(4, 4), ConverterErrors.NONE).bits(),
                new Quantizer(2, -1, 5).bits(), Converter.ofBits(8, 1).bits()));
    }

    @Test
    void rangesFromDataWeightsAndSteps() {
        Matrix samples = Matrix.of(new float[][] {{1, -9, 3, 2, -4}, {5, 6, -7, 8, 0}}, Arena.ofAuto());
        assertEquals(9, ConverterRange.calibrated(samples, 1));
        assertEquals(7, ConverterRange.calibrated(samples, 0.8));
        assertEquals(7, ConverterRange.calibrated(samples, 0.75));
        Matrix weights = Matrix.of(W, Arena.ofAuto());
        assertEquals(2 * (.5f + .25f + .125f + .9f), ConverterRange.maximum(weights, 9, 2), 1e-6);
        assertEquals(.125f + .9f, ConverterRange.maximum(weights, 2, 1), 1e-6);
        Converter granular = Converter.ofBits(5, ConverterRange.granular(5, 0.25));
        for (int i = -15; i <= 15; i++) {
            assertEquals(i * 0.25f, granular.convert(i * 0.25f));
        }
    }

    @Test
    void badValuesAreRefused() {
        assertAll(
                () -> refuses("bits must be in [1, 16]", () -> new SarAdc(new CodeRange(17, 1), ConverterErrors.NONE)),
                () -> refuses("bound must be in", () -> new RampAdc(new CodeRange(6, 0), ConverterErrors.NONE)),
                () -> refuses("errors must be given", () -> new PipelineAdc(new CodeRange(6, 1), null)),
                () -> refuses("max must be in", () -> new Quantizer(6, 1, 1)),
                () -> refuses("gain must be at least 1", () -> errors(0, 0, 0.5, 1)),
                () -> refuses("spread of capacitors must be in [0.0, 0.1]", () -> errors(0.2, 0, 10, 1)));
    }

    private static void refuses(String message, Executable made) {
        String said = assertThrows(IllegalArgumentException.class, made).getMessage();
        assertTrue(said.contains(message), said);
    }
}
