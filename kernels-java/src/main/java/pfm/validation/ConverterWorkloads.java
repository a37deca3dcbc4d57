package pfm.validation;

import static pfm.validation.CrossbarWorkloads.ALPHA;
import static pfm.validation.CrossbarWorkloads.DAC;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.analog.ArrayEffects;
import pfm.analog.CodeRange;
import pfm.analog.ConverterErrors;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.OutputStage;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.SarAdc;
import pfm.analog.Tile;
import pfm.analog.UniformConverter;
import pfm.field.Precision;
import pfm.validation.Tolerance.Codes;

/** Workloads of crossbars whose converters are of other kinds than sign and magnitude, without errors and with. */
final class ConverterWorkloads {
    private static final long SEED = 13;
    private static final CodeRange RANGE = new CodeRange(8, 8);
    private static final ConverterErrors NONE = ConverterErrors.NONE;
    /** Of capacitors that weigh so much that the highest bit is off by a quarter of a code. */
    private static final ConverterErrors ERRORS = new ConverterErrors(0.02, 0.01, 500, 3);
    /** Of stages, whose errors weigh as much as the code that they decide. */
    private static final ConverterErrors SMALL = new ConverterErrors(0.001, 0.01, 5000, 1);

    private ConverterWorkloads() {
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        kind(all, "sar", DAC, new SarAdc(RANGE, NONE), 1);
        kind(all, "sar-errors", DAC, new SarAdc(RANGE, ERRORS), 2);
        kind(all, "ramp", DAC, new RampAdc(RANGE, NONE), 1);
        kind(all, "ramp-errors", DAC, new RampAdc(RANGE, ERRORS), 2);
        kind(all, "pipeline", DAC, new PipelineAdc(RANGE, NONE), 1);
        kind(all, "pipeline-errors", DAC, new PipelineAdc(RANGE, SMALL), 2);
        kind(all, "quantizer", DAC, new Quantizer(7, -6, 5), 1);
        kind(all, "quantizer-dac", new Quantizer(6, -1, 0.9f), new Quantizer(8, -8, 8), 1);
        all.add(of("sar-errors", 512, 512, 64, tile(DAC, new SarAdc(RANGE, ERRORS), true, 512, 512), 2));
        return all;
    }

    /**
     * In tiles around registers, with vectors tried again and without.
     *
     * @param jump codes that a step of the converter skips at most: 2 where a level is off by less than a code
     */
    private static void kind(List<Workload> all, String name, UniformConverter dac, DataConverter adc, int jump) {
        all.add(of(name, 33, 65, 5, tile(dac, adc, true, 20, 40), jump));
        all.add(of(name, 70, 301, 17, tile(dac, adc, true, 70, 301), jump));
        all.add(of(name + "-clipped", 70, 301, 3, tile(dac, adc, false, 64, 100), jump));
    }

    private static Tile tile(UniformConverter dac, DataConverter adc, boolean retries, int outputs, int inputs) {
        return new Tile(outputs, inputs, new InputStage(new InputScaling.AbsMax(), dac, 0, 0), ArrayEffects.IDEAL,
                new OutputStage(0, 0, 0, adc, retries, 1));
    }

    private static Workload of(String name, int outputs, int inputs, int batch, Tile tile, int jump) {
        DataConverter adc = tile.output().adc();
        int longest = Math.min(tile.inputs(), inputs);
        int tiles = Math.ceilDiv(inputs, longest);
        // as for converters that round alone: either side of a level
        double perTile = 4 * Precision.FLOAT32.unitRoundoff() * longest / 4 / adc.lsb();
        double share = Math.max(tiles * perTile, 2.0 / ((double) outputs * batch));
        double beta = tile.output().iterativeBounds() ? CrossbarWorkloads.growth(adc, longest) : 1;
        return CrossbarWorkloads.of(name, outputs, inputs, batch, Direction.FORWARD,
                w -> new Crossbar(w, Optional.empty(), tile, SEED),
                new Codes(ALPHA * beta * jump * adc.lsb(), tiles, share));
    }
}
