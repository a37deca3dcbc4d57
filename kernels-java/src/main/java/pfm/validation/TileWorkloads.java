package pfm.validation;

import static pfm.validation.CrossbarWorkloads.ALPHA;
import static pfm.validation.CrossbarWorkloads.DAC;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.analog.ArrayEffects;
import pfm.analog.CellArray;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.FixedResistor;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.OutputStage;
import pfm.analog.Tile;
import pfm.analog.WeightNoise;
import pfm.field.Precision;
import pfm.validation.Tolerance.Codes;
import pfm.validation.Tolerance.ReadOuts;

/** Workloads of crossbars with imperfections: each alone, then the presets. */
final class TileWorkloads {
    private static final long SEED = 11;
    /** Operations of a tile after its sums, at most. */
    static final int OPERATIONS = 12;
    private static final Converter NONE = Converter.IDEAL;
    private static final InputScaling UNSCALED = new InputScaling.None();
    private static final WeightNoise STILL = new WeightNoise.None();

    private TileWorkloads() {
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        input(all, "input-noise", new InputStage(UNSCALED, DAC, 0.1f, 0));
        input(all, "input-asymmetry", new InputStage(UNSCALED, NONE, 0, 0.2f));
        input(all, "moving-average", new InputStage(new InputScaling.AverageAbsMax(0.25f), DAC, 0, 0));
        effects(all, "ir-drop", new ArrayEffects(40, 0, 0, 0, STILL, 1, 0, 0));
        effects(all, "series-resistance", new ArrayEffects(0, 0.05f, 0.3f, 0.1f, STILL, 1, 0, 0));
        effects(all, "weight-noise", new ArrayEffects(0, 0, 0, 0, new WeightNoise.Additive(0.1f), 1, 0, 0));
        effects(all, "read-noise", new ArrayEffects(0, 0, 0, 0, new WeightNoise.PcmRead(0.1f), 1, 0, 0));
        effects(all, "curve", new ArrayEffects(0, 0, 0, 0, STILL, 1.2f, 0.02f, 0.3f));
        output(all, "output-noise", new OutputStage(0, 0.5f, 0, NONE, false, 1));
        output(all, "spread-output-noise", new OutputStage(0, 0.5f, 0.4f, NONE, false, 1));
        output(all, "output-asymmetry", new OutputStage(0.3f, 0, 0, NONE, false, -2));
        everything(all);
        all.add(preset("aihwkit-noisy", 130, 700, 17, Tile.aihwkitDefault()));
        all.add(preset("aihwkit-noisy", 1024, 1024, 64, Tile.aihwkitDefault().withSize(1024, 1024)));
        all.add(preset("realistic", 130, 700, 17, Tile.realistic()));
        all.add(preset("realistic", 1024, 1024, 64, Tile.realistic().withSize(1024, 1024)));
        all.add(cells());
        return all;
    }

    private static void input(List<Workload> all, String name, InputStage stage) {
        sums(all, name, Tile.IDEAL.withInput(stage));
    }

    private static void effects(List<Workload> all, String name, ArrayEffects effects) {
        sums(all, name, Tile.IDEAL.withEffects(effects));
    }

    private static void output(List<Workload> all, String name, OutputStage stage) {
        sums(all, name, Tile.IDEAL.withOutput(stage));
    }

    /** Without an ADC, as one tile and as several, at sizes around registers and groups of draws. */
    private static void sums(List<Workload> all, String name, Tile tile) {
        all.add(of(name, 33, 65, 5, tile, new ReadOuts(65, OPERATIONS)));
        all.add(of(name, 70, 301, 3, tile.withSize(64, 100), new ReadOuts(301, 4 * OPERATIONS)));
    }

    /** All at once, with iterative bounds that take several rounds. */
    private static void everything(List<Workload> all) {
        Converter adc = Converter.ofBits(8, 4);
        Tile tile = new Tile(40, 100, new InputStage(new InputScaling.AbsMax(), DAC, 0.02f, 0.05f),
                new ArrayEffects(20, 0.01f, 0.2f, 0.02f, new WeightNoise.PcmRead(0.02f), 1.1f, 0.01f, 0.2f),
                new OutputStage(0.1f, 0.05f, 0.2f, adc, true, 0.5f));
        all.add(of("everything", 70, 301, 17, tile, codes(70, 301, 17, tile)));
    }

    private static Workload preset(String name, int outputs, int inputs, int batch, Tile tile) {
        return of(name, outputs, inputs, batch, tile, codes(outputs, inputs, batch, tile));
    }

    /** Fixed resistors of 5 % in offset columns: what cells do to weights is the same for every backend. */
    private static Workload cells() {
        return CrossbarWorkloads.of("fixed-resistors", 33, 65, 5, Direction.FORWARD, w -> new Crossbar(w,
                Optional.of(CellArray.pairs(new FixedResistor(1e-6, 1e-4, 0.05))), Tile.IDEAL, SEED),
                new ReadOuts(65, OPERATIONS));
    }

    /** A tolerance for a tile with an ADC, at most where sums are as large as random ones. */
    static Codes codes(int outputs, int inputs, int batch, Tile tile) {
        DataConverter adc = tile.output().adc();
        int longest = Math.min(tile.inputs(), inputs);
        int tiles = Math.ceilDiv(inputs, longest);
        // as for converters alone, and a rounding of the result for each operation after the sum, on either side
        double size = Math.max(longest / 4.0, adc.bound());
        double perTile = (4 + OPERATIONS) * Precision.FLOAT32.unitRoundoff() * size / adc.lsb();
        double share = Math.max(tiles * perTile, 2.0 / ((double) outputs * batch));
        double alpha = tile.input().scaling() instanceof InputScaling.AbsMax ? ALPHA : 1;
        double beta = tile.output().iterativeBounds() ? CrossbarWorkloads.growth(adc, longest) : 1;
        return new Codes(alpha * beta * adc.lsb() * tile.output().scale(), tiles, share);
    }

    private static Workload of(String name, int outputs, int inputs, int batch, Tile tile, Tolerance tolerance) {
        return CrossbarWorkloads.of(name, outputs, inputs, batch, Direction.FORWARD,
                w -> new Crossbar(w, Optional.empty(), tile, SEED), tolerance);
    }
}
