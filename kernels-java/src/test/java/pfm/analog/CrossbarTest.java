package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;

import org.junit.jupiter.api.Test;

import pfm.energy.Activity;
import pfm.energy.Conversion;
import pfm.energy.EnergyModel;
import pfm.energy.Ledger;
import pfm.field.Matrix;

class CrossbarTest {
    private final Matrix weights = Matrix.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, Arena.ofAuto());

    @Test
    void theIdealCrossbarHasNoConverter() {
        Crossbar ideal = Crossbar.ideal(weights);
        assertTrue(ideal.isIdeal());
        assertEquals(2, ideal.outputs());
        assertEquals(3, ideal.inputs());
    }

    @Test
    void theLinearPartKeepsWeightsAndOutputScale() {
        Crossbar crossbar = new Crossbar(weights, Converter.ofBits(8, 1), Converter.ofBits(8, 10),
                new InputScaling.AbsMax(), true, 3, 1, 1);
        assertTrue(crossbar.linear().isIdeal());
        assertEquals(3, crossbar.linear().outputScale());
        assertEquals(weights, crossbar.linear().weights());
    }

    @Test
    void theFirstBetaBeyondALimitIsTheLast() {
        Crossbar coarse = of(new Converter(0.125f, 1), true);
        assertTrue(coarse.retries(2), "0.25/lsb = 2");
        assertEquals(false, coarse.retries(4));
        Crossbar smooth = of(Converter.IDEAL, true);
        assertTrue(smooth.retries(512));
        assertEquals(false, smooth.retries(1024));
        assertEquals(false, of(Converter.IDEAL, false).retries(1));
    }

    private Crossbar of(Converter dac, boolean iterativeBounds) {
        return new Crossbar(weights, dac, Converter.IDEAL, new InputScaling.None(), iterativeBounds, 1, 512, 512);
    }

    @Test
    void activityCountsTilesConvertersAndRepetitions() {
        Crossbar crossbar = new Crossbar(Matrix.zeros(5, 7, Arena.ofAuto()), Converter.ofBits(8, 1),
                Converter.ofResolution(510, 12), new InputScaling.AbsMax(), true, 1, 2, 4);
        assertEquals(new Activity(6, 60, 10 * 3 * 7, 8, 10 * 2 * 5, 9, 350, 350), crossbar.activity(10, 0));
        assertEquals(new Activity(6, 63, 221, 8, 105, 9, 368, 350), crossbar.activity(10, 3), "half a round more");
        assertEquals(new Activity(1, 1, 3, 0, 2, 0, 6, 6), Crossbar.ideal(weights).activity(1, 0));
    }

    /** Every column has a conversion, whether it shares a converter or not; bits are those of the kind. */
    @Test
    void conversionsOfEveryKindAreCountedWithTheirBits() {
        ConverterErrors shared = new ConverterErrors(0.01, 0, 100, 4);
        for (DataConverter adc : List.of(new SarAdc(new CodeRange(6, 2), shared),
                new RampAdc(new CodeRange(6, 2), ConverterErrors.NONE), new PipelineAdc(new CodeRange(6, 2), shared),
                new Quantizer(6, -1, 2), Converter.ofBits(6, 2))) {
            Crossbar crossbar = new Crossbar(Matrix.zeros(5, 7, Arena.ofAuto()), new Quantizer(3, -1, 1), adc,
                    new InputScaling.None(), true, 1, 2, 3);
            Activity activity = crossbar.activity(10, 3);
            assertEquals(new Activity(9, 93, 217, 3, 155, 6, 362, 350), activity, adc.toString());
            Ledger ledger = EnergyModel.published().get("survey-32nm").ledger(activity);
            assertEquals(155 * new Conversion.SurveyedAdc(32, 1e8).joules(6), ledger.parts().stream()
                    .filter(p -> p.name().equals("ADC")).findFirst().orElseThrow().joules(), 1e-20);
        }
    }

    @Test
    void wrongArgumentsAreNamedWithTheirRange() {
        Matrix bad = Matrix.of(new float[][] {{1, 2}, {3, Float.NaN}}, Arena.ofAuto());
        refused("weights must be finite everywhere, was NaN at [1, 1]", () -> Crossbar.ideal(bad));
        refused("weights must be given, was null", () -> Crossbar.ideal(null));
        InputScaling none = new InputScaling.None();
        Converter ideal = Converter.IDEAL;
        refused("dac must be given", () -> new Crossbar(weights, null, ideal, none, false, 1, 1, 1));
        refused("adc must be given", () -> new Crossbar(weights, ideal, null, none, false, 1, 1, 1));
        refused("input scaling must be given", () -> new Crossbar(weights, ideal, ideal, null, false, 1, 1, 1));
        refused("output scale must be a finite number, was NaN",
                () -> new Crossbar(weights, ideal, ideal, none, false, Float.NaN, 1, 1));
        refused("tile outputs must be in [1, 2147483647], was 0",
                () -> new Crossbar(weights, ideal, ideal, none, false, 1, 0, 1));
        refused("tile inputs must be in [1, 2147483647], was -1",
                () -> new Crossbar(weights, ideal, ideal, none, false, 1, 1, -1));
        refused("alpha must be in [1.1754943508222875E-38", () -> new InputScaling.Constant(0));
    }

    private static void refused(String message, Runnable body) {
        String got = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(got.startsWith(message), got);
    }
}
