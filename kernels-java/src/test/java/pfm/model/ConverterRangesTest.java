package pfm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Backends;
import pfm.Kernels;
import pfm.analog.CodeRange;
import pfm.analog.Converter;
import pfm.analog.ConverterErrors;
import pfm.analog.DataConverter;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.SarAdc;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

class ConverterRangesTest {
    private final Arena arena = Arena.ofShared();
    private final Kernels kernels = Backends.named("reference").open();
    private final Matrix weights = Seeded.matrix(5, 7, -1, 1, Precision.FLOAT32, 1, arena);
    private final Matrix samples = Seeded.matrix(20, 7, -2, 2, Precision.FLOAT32, 2, arena);

    @AfterEach
    void close() {
        kernels.close();
        arena.close();
    }

    private static CrossbarDevice device(String json) throws IOException {
        return CrossbarDevice.parse(json, "device");
    }

    private static DataConverter adc(String json) throws IOException {
        return device("{\"adc\": " + json + "}").tile().output().adc();
    }

    @Test
    void everyKindArrives() throws IOException {
        ConverterErrors errors = new ConverterErrors(0.01, 0.002, 1000, 8);
        String of = "\"bits\": 6, \"bound\": 2, \"errors\": {\"capacitor\": 0.01, \"comparator\": 0.002, "
                + "\"gain\": 1000, \"sharedBy\": 8}}";
        CodeRange range = new CodeRange(6, 2);
        assertEquals(new SarAdc(range, errors), adc("{\"kind\": \"sar\", " + of));
        assertEquals(new RampAdc(range, errors), adc("{\"kind\": \"ramp\", " + of));
        assertEquals(new PipelineAdc(range, errors), adc("{\"kind\": \"pipeline\", " + of));
        assertEquals(new SarAdc(range, ConverterErrors.NONE), adc("{\"kind\": \"sar\", \"bits\": 6, \"bound\": 2}"));
        assertEquals(new Quantizer(5, -2, 2), adc("{\"kind\": \"quantizer\", \"bits\": 5, \"bound\": 2}"));
        assertEquals(new Quantizer(5, -1, 3), adc("{\"kind\": \"quantizer\", \"bits\": 5, \"min\": -1, \"max\": 3}"));
        assertEquals(Converter.ofBits(5, 2), adc("{\"kind\": \"signMagnitude\", \"bits\": 5, \"bound\": 2}"));
        assertEquals(new Quantizer(5, -1, 1), device("{\"dac\": {\"kind\": \"quantizer\", \"bits\": 5, \"bound\": 1}}")
                .tile().input().dac());
    }

    @Test
    void fixedAndGranularRangesAreKnownAtOnce() throws IOException {
        assertEquals(Converter.ofBits(5, 2), adc("{\"bits\": 5, \"range\": {\"kind\": \"fixed\", \"bound\": 2}}"));
        String granular = "\"bits\": 5, \"range\": {\"kind\": \"granular\", \"step\": 0.3}}";
        Converter plain = (Converter) adc("{" + granular);
        for (int i = -15; i <= 15; i++) {
            assertEquals(i * 0.3f, plain.convert(i * 0.3f));
        }
        assertEquals(5, plain.bits());
        assertEquals(0.3f, adc("{\"kind\": \"sar\", " + granular).lsb());
        Quantizer quantizer = (Quantizer) adc("{\"kind\": \"quantizer\", " + granular);
        assertEquals(0, quantizer.min());
        assertEquals(31 * 0.3f, quantizer.max());
        assertEquals(ConverterRanges.GIVEN, device("{\"adc\": {" + granular + "}").ranges());
    }

    /** Of all sums that reach the ADCs, tile by tile, by the definitions. */
    private List<Double> sums(int tileInputs, Converter dac) {
        List<Double> sums = new ArrayList<>();
        for (int row = 0; row < samples.rows(); row++) {
            for (int first = 0; first < 7; first += tileInputs) {
                int end = Math.min(7, first + tileInputs);
                double alpha = 0;
                for (int j = first; j < end; j++) {
                    alpha = Math.max(alpha, Math.abs(samples.get(row, j)));
                }
                for (int i = 0; i < 5; i++) {
                    double sum = 0;
                    for (int j = first; j < end; j++) {
                        sum += weights.get(i, j) * dac.convert((float) (samples.get(row, j) / alpha));
                    }
                    sums.add(Math.abs(sum));
                }
            }
        }
        Collections.sort(sums);
        return sums;
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "0.9, 7", "0.5, 3"})
    void anAdcIsCalibratedOnSumsOfTiles(double part, int tileInputs) throws IOException {
        CrossbarDevice open = device("""
                {"dac": {"bits": 6, "bound": 1}, "inputScaling": "absMax", "tile": {"inputs": %d}, "seed": 3,
                 "adc": {"kind": "sar", "bits": 7, "range": {"kind": "calibrated", "part": %s},
                         "errors": {"gain": 50}}}""".formatted(tileInputs, part));
        assertTrue(open.ranges().needSamples());
        CrossbarDevice fitted = open.fitted(weights, samples, kernels);
        List<Double> sums = sums(tileInputs, Converter.ofBits(6, 1));
        double expected = sums.get((int) Math.ceil(part * sums.size()) - 1);
        SarAdc adc = (SarAdc) fitted.tile().output().adc();
        assertEquals(expected, adc.bound(), 1e-6 * expected);
        assertEquals(new SarAdc(new CodeRange(7, adc.bound()), new ConverterErrors(0, 0, 50, 1)), adc);
        assertEquals(ConverterRanges.GIVEN, fitted.ranges());
        assertEquals(3, fitted.seed());
    }

    @Test
    void aDacIsCalibratedOnScaledInputsBeforeTheAdc() throws IOException {
        CrossbarDevice fitted = device("""
                {"dac": {"bits": 6, "range": {"kind": "calibrated", "part": 0.75}}, "inputScaling": 2,
                 "adc": {"bits": 7, "range": {"kind": "maximum"}}}""").fitted(weights, samples, kernels);
        List<Double> inputs = new ArrayList<>();
        for (int k = 0; k < 140; k++) {
            inputs.add(Math.abs(samples.get(k / 7, k % 7)) / 2);
        }
        Collections.sort(inputs);
        double bound = inputs.get(104);
        assertEquals(bound, fitted.tile().input().dac().bound(), 1e-6 * bound);
        assertEquals(largestRow() * bound, fitted.tile().output().adc().bound(), 1e-5 * bound);
        assertEquals(6, fitted.tile().input().dac().bits());
    }

    private double largestRow() {
        double largest = 0;
        for (int i = 0; i < 5; i++) {
            double sum = 0;
            for (int j = 0; j < 7; j++) {
                sum += Math.abs(weights.get(i, j));
            }
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    @Test
    void theLargestRangeNeedsWeightsAlone() throws IOException {
        String adc = "\"adc\": {\"kind\": \"quantizer\", \"bits\": 7, \"range\": {\"kind\": \"maximum\"}}}";
        DataConverter scaled = device("{\"inputScaling\": \"absMax\", " + adc).of(weights).adc();
        assertEquals(largestRow(), scaled.bound(), 1e-6);
        assertFalse(device("{" + adc).ranges().needSamples());
        refused("dac.bound must be given where adc.range is maximum", () -> device("{" + adc).of(weights));
    }

    @Test
    void whatCannotBeChosenIsRefused() throws IOException {
        CrossbarDevice open = device("{\"adc\": {\"bits\": 7, \"range\": {\"kind\": \"calibrated\"}}}");
        refused("a range that is calibrated needs sample vectors", () -> open.of(weights));
        Matrix narrow = Seeded.matrix(2, 6, -1, 1, Precision.FLOAT32, 1, arena);
        refused("columns of samples must be 7", () -> open.fitted(weights, narrow, kernels));
        refused("adc.range must be fixed or granular where inputSlicing is given",
                () -> device("{\"inputSlicing\": {}, \"adc\": {\"bits\": 7, \"range\": {\"kind\": \"maximum\"}}}"));
        refused("dac.range must be fixed, calibrated or granular, was maximum",
                () -> device("{\"dac\": {\"bits\": 7, \"range\": {\"kind\": \"maximum\"}}}"));
    }

    /** What may be refused. */
    @FunctionalInterface
    private interface Body {
        Object run() throws IOException;
    }

    private static void refused(String message, Body body) {
        String said = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(said.contains(message), said);
    }
}
