package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static pfm.quantity.Units.uS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.CrossbarProduct;
import pfm.analog.ArrayEffects;
import pfm.analog.Cell;
import pfm.analog.CellArray;
import pfm.analog.CodeRange;
import pfm.analog.Converter;
import pfm.analog.ConverterErrors;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.ExactCell;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.Mapping;
import pfm.analog.NormalSpread;
import pfm.analog.OutputStage;
import pfm.analog.Parasitics;
import pfm.analog.Pcm;
import pfm.analog.PcmPolynomial;
import pfm.analog.PipelineAdc;
import pfm.analog.Quantizer;
import pfm.analog.RampAdc;
import pfm.analog.ReRam;
import pfm.analog.SarAdc;
import pfm.analog.Tile;
import pfm.analog.TileColumns;
import pfm.analog.WeightNoise;
import pfm.analog.WeightScaling;
import pfm.field.Matrix;
import pfm.field.Precision;

/**
 * Analog products that are known beforehand, on every backend that is available and in every precision it has: what
 * other simulators print, and what follows from published polynomials.
 */
class AnalogValuesTest {
    private static final float[][] W = {{.5f, -.25f, .125f, .9f}, {-.7f, .3f, .05f, -.4f}, {.11f, .22f, -.33f, .44f}};
    private static final double[][] X =
        {{.3, -1.2, .77, .05}, {2.5, .1, -.6, 1.9}, {0, 0, 0, 0}, {.001, -.002, .0005, .003}};
    private static final double[][] SLICED = {{.3, -1, .77, .05}};
    private static final CodeRange SIX_BITS = new CodeRange(6, 2);
    private static final double[] MIDDLES = {.5208333, -.5208333, -.4513889};
    private static final double[][] TIES = {{.25, .75, -.25, -.75}};
    private static final Converter HALVES = new Converter(.5f, 8);
    private static final double RELATIVE = 1e-6;
    private static final int READS = 64;
    private static final int ROWS = 400;
    /** Draws behind what was published. */
    private static final double PUBLISHED = 200_000;
    private static final double DAY = 86_400;

    private final Map<String, Consumer<Everywhere>> cases = Map.ofEntries(
            Map.entry("the default tile of aihwkit", on -> on(on, aihwkit(on, 126, 510, 12), X, new double[][] {
                {.6211765, -.5647060, -.4517648}, {2.8235297, -2.4705884, 1.2941177}, {0, 0, 0},
                {.003811765, -.002541177, .000847059}})),
            Map.entry("8 bits in, 8 bits out, bound 10", on -> on(on, aihwkit(on, 254, 254, 10),
                    new double[][] {X[0]}, new double[][] {{.5669292, -.5669292, -.4724410}})),
            Map.entry("codes of the DAC", AnalogValuesTest::codesOfTheDac),
            Map.entry("code of the ADC", AnalogValuesTest::codeOfTheAdc),
            Map.entry("ties of the DAC", on -> on(on, onIdentity(on, Tile.IDEAL.withInput(
                    new InputStage(new InputScaling.None(), HALVES, 0, 0))), TIES, new double[][] {{0, 1, 0, -1}})),
            Map.entry("ties of the ADC", on -> on(on, onIdentity(on, Tile.IDEAL.withOutput(
                    new OutputStage(0, 0, 0, HALVES, false, 1))), TIES, new double[][] {{0, 1, 0, -1}})),
            Map.entry("a DAC of 4 bits", on -> on(on, new Crossbar(Matrix.of(W, on.arena()), Converter.ofBits(4, 1),
                    Converter.IDEAL, new InputScaling.None(), false, 1, 3, 4), SLICED,
                    new double[][] {{.4821429, -.4642857, -.4242857}})),
            Map.entry("an ADC of 6 bits with a code at 0", on -> onAdc(on, Converter.ofBits(6, 2),
                    .5734767, -.5017922, -.4301075)),
            Map.entry("a ramp of 6 bits", on -> onAdc(on, new RampAdc(SIX_BITS, ConverterErrors.NONE), MIDDLES)),
            Map.entry("successive approximation of 6 bits",
                    on -> onAdc(on, new SarAdc(SIX_BITS, ConverterErrors.NONE), MIDDLES)),
            Map.entry("a pipeline of 6 bits",
                    on -> onAdc(on, new PipelineAdc(SIX_BITS, ConverterErrors.NONE), MIDDLES)),
            Map.entry("errors of ADCs", AnalogValuesTest::errorsOfAdcs),
            Map.entry("voltage drop of 512 ones", AnalogValuesTest::voltageDrop),
            Map.entry("an array with line resistance", AnalogValuesTest::circuit),
            Map.entry("programming of phase-change memory", AnalogValuesTest::programming),
            Map.entry("drift of phase-change memory", AnalogValuesTest::drift),
            Map.entry("phase-change memory of language models", on -> spreads(on, PcmPolynomial.published(), 0,
                    new double[] {10, 52, 60, 180}, g -> g > 52.5
                            ? 2.110295720240385 + .2453487119885723 * g - .003054993405157235 * g * g
                                    + 1.2329755395573392e-05 * g * g * g
                            : 2.5797410660159494 + .22419685954327148 * g - .00371581208142707 * g * g
                                    + 2.939751381126213e-05 * g * g * g, 0)),
            Map.entry("resistive memory of Wan", on -> spreads(on, ReRam.published(), 0, new double[] {8, 20, 30, 40},
                    g -> .348 + 16.030 * g / 40 - 43.853 * Math.pow(g / 40, 2) + 45.393 * Math.pow(g / 40, 3)
                            - 16.815 * Math.pow(g / 40, 4), .348)),
            Map.entry("phase-change memory of Joshi", on -> spreads(on, NormalSpread.pcm(), 0,
                    new double[] {5, 12, 20, 25}, g -> -.00178767 * g * g + .07585724 * g + .28638599, .28638599)),
            Map.entry("resistive memory of Milo", on -> spreads(on, NormalSpread.rram(), 50,
                    new double[] {90, 130, 180, 225}, g -> -.009107 * g + 4.782321, 0)));

    @TestFactory
    Stream<DynamicTest> everyBackendGivesTheKnownValue() {
        return Everywhere.run(cases);
    }

    private static void on(Everywhere on, Crossbar spec, double[][] x, double[][] expected) {
        Matrix y = on.multiply(spec, on.matrix(x));
        for (int b = 0; b < expected.length; b++) {
            for (int i = 0; i < expected[b].length; i++) {
                double e = expected[b][i];
                // what was printed has seven digits; a code more would be off by a hundredth
                assertEquals(e, y.get(b, i), RELATIVE * Math.abs(e), on.where() + "[" + b + ", " + i + "]");
            }
        }
    }

    private static Crossbar aihwkit(Everywhere on, double inputSteps, double outputSteps, double bound) {
        Tile tile = Tile.IDEAL.withInput(
                new InputStage(new InputScaling.AbsMax(), Converter.ofResolution(1 / inputSteps, 1), 0, 0))
                .withOutput(new OutputStage(0, 0, 0, Converter.ofResolution(1 / outputSteps, bound), true, 1));
        return new Crossbar(Matrix.of(W, on.arena()), Optional.empty(), tile, 0);
    }

    /** CrossSim's conductances reach from 0.1 to 1, so its currents are 0.9 of the product. */
    private static void onAdc(Everywhere on, DataConverter adc, double... expected) {
        Matrix w = Matrix.zeros(3, 4, on.arena());
        for (int k = 0; k < 12; k++) {
            w.set(k / 4, k % 4, .9f * W[k / 4][k % 4]);
        }
        on(on, new Crossbar(w, Converter.IDEAL, adc, new InputScaling.None(), false, 1 / .9f, 3, 4), SLICED,
                new double[][] {expected});
    }

    /** Every backend has the codes of the definition, column by column, in tiles of 7 outputs and 2 parts of inputs. */
    private static void errorsOfAdcs(Everywhere on) {
        ConverterErrors errors = new ConverterErrors(.05, .03, 40, 2);
        CodeRange range = new CodeRange(8, 2);
        Matrix w = Matrix.zeros(37, 2, on.arena());
        for (int k = 0; k < 74; k++) {
            w.set(k / 2, k % 2, 1);
        }
        for (DataConverter adc : List.of(new SarAdc(range, errors), new RampAdc(range, errors),
                new PipelineAdc(range, errors), new Quantizer(8, -2, 1))) {
            Tile tile = Tile.IDEAL.withSize(7, 1).withOutput(new OutputStage(0, 0, 0, adc, false, 1));
            for (double[] x : new double[][] {{.3, -.7}, {-1.1, 1.9}, {.001, 2.5}, {1.23, -1.5}}) {
                Matrix y = on.multiply(new Crossbar(w, Optional.empty(), tile, 9), on.matrix(new double[][] {x}));
                for (int i = 0; i < 37; i++) {
                    float first = adc.columns(new TileColumns(9, 0, 37, 7)).convert((float) x[0], i);
                    float second = adc.columns(new TileColumns(9, 1, 37, 7)).convert((float) x[1], i);
                    assertEquals(first + second, y.get(0, i), 2e-7, on.where() + adc + " column " + i);
                }
            }
        }
    }

    private static Crossbar onIdentity(Everywhere on, Tile tile) {
        return new Crossbar(Everywhere.identity(4, on.arena()), Optional.empty(), tile, 0);
    }

    /** α = 1.2: behind the DAC are 16, −63, 40 and 3 of its steps, exactly. */
    private static void codesOfTheDac(Everywhere on) {
        InputStage input = Tile.aihwkitDefault().input();
        Matrix y = on.multiply(onIdentity(on, Tile.IDEAL.withInput(input)), on.matrix(new double[][] {X[0]}));
        int[] codes = {16, -63, 40, 3};
        for (int j = 0; j < 4; j++) {
            double steps = y.get(0, j) / 1.2 / input.dac().lsb();
            assertEquals(codes[j], (int) Math.rint(steps), on.where() + steps);
            assertEquals(codes[j], steps, RELATIVE * Math.abs(codes[j]), on.where());
        }
    }

    /** What reaches the ADC of output 0 is .499206; it becomes 11 of its steps, times α. */
    private static void codeOfTheAdc(Everywhere on) {
        Crossbar spec = aihwkit(on, 126, 510, 12);
        Matrix x = on.matrix(new double[][] {X[0]});
        Crossbar before = new Crossbar(spec.weights(), Optional.empty(), spec.tile().withOutput(OutputStage.IDEAL), 0);
        assertEquals(.499206, on.multiply(before, x).get(0, 0) / 1.2, 5e-7, on.where());
        double steps = on.multiply(spec, x).get(0, 0) / 1.2 / spec.adc().lsb();
        assertEquals(11, steps, 11 * RELATIVE, on.where());
    }

    private static void voltageDrop(Everywhere on) {
        Matrix w = Matrix.zeros(1, 512, on.arena());
        double[][] ones = new double[1][512];
        for (int j = 0; j < 512; j++) {
            w.set(0, j, .5);
            ones[0][j] = 1;
        }
        on(on, new Crossbar(w, Optional.empty(), Tile.IDEAL, 0), ones, new double[][] {{256}});
        ArrayEffects drop = new ArrayEffects(1, 0, 0, 0, new WeightNoise.None(), 1, 0, 0);
        on(on, new Crossbar(w, Optional.empty(), Tile.IDEAL.withEffects(drop), 0), ones, new double[][] {{238.1457}});
    }

    /** Conductances in units of the largest, .949 of R_min⁻¹: lines have as much less resistance in its units. */
    private static void circuit(Everywhere on) {
        Matrix g = Matrix.of(new float[][] {{.137f, .504f, .605f, .038f}, {.156f, .929f, .08f, .138f},
            {.949f, .626f, .375f, .516f}}, on.arena());
        double[][] volts = {{.663, .275, .138, .788}};
        on(on, circuit(g, 0), volts, new double[][] {{.342865, .478687, 1.259695}});
        on(on, circuit(g, 1e-2 * .949), volts, new double[][] {{.328722895, .452748067, 1.164954991}});
    }

    private static Crossbar circuit(Matrix g, double segment) {
        return new Crossbar(g, Optional.of(new CellArray(ExactCell.UNIT, Mapping.DIFFERENTIAL_PAIR, WeightScaling.TILE,
                Optional.empty(), Parasitics.of(segment), false)), Tile.IDEAL, 0);
    }

    private static void programming(Everywhere on) {
        double[] deviations = {.33971, .6101, .9534, 1.0555};
        double[] targets = {1, 5, 12.5, 25};
        Matrix read = readOut(on, new Pcm(0, uS(25), 20, 250e-9, 1, 0, 0, 0), 0, targets, 0);
        for (int t = 0; t < targets.length; t++) {
            draws(read, t, 25).requireVariance(deviations[t] * deviations[t] + spreadOfNone(.26348), 1 / PUBLISHED,
                    on.where() + targets[t] + " uS");
        }
    }

    /** Of pairs whose other cell is at 0, where nothing drifts. */
    private static void drift(Everywhere on) {
        double[] seconds = {1, 3600, DAY, 30 * DAY, 365 * DAY};
        double[] means = {24.942, 19.390, 16.624, 14.102, 12.503};
        for (int t = 0; t < seconds.length; t++) {
            Matrix read = readOut(on, new Pcm(0, uS(25), 20, 250e-9, 0, 1, 1, 1), 0, new double[] {25}, seconds[t]);
            Draws draws = draws(read, 0, 25);
            double published = 5 * Math.sqrt(draws.variance() / PUBLISHED);
            draws.requireMean(means[t], published + 5e-4, on.where() + seconds[t] + " s");
        }
    }

    private interface Spread {
        double at(double microsiemens);
    }

    /** @param ofNone σ of a cell that is meant to have no conductance, which is cut off below it */
    private static void spreads(Everywhere on, Cell cell, double least, double[] targets, Spread sigma,
            double ofNone) {
        Matrix read = readOut(on, cell, least, targets, 0);
        double most = targets[targets.length - 1];
        double other = least == 0 ? spreadOfNone(ofNone) : Math.pow(sigma.at(least), 2);
        for (int t = 0; t < targets.length; t++) {
            String what = on.where() + targets[t] + " uS";
            draws(read, t, most - least).requireMean(targets[t] - least - ofNone / Math.sqrt(2 * Math.PI), 0, what)
                    .requireVariance(Math.pow(sigma.at(targets[t]), 2) + other, 0, what);
        }
    }

    /** Variance of max(0, σN). */
    private static double spreadOfNone(double sigma) {
        return sigma * sigma * (0.5 - 0.5 / Math.PI);
    }

    /** Weights as pairs of cells hold them, some thousand for each target [µS]: the product with the identity. */
    private static Matrix readOut(Everywhere on, Cell cell, double least, double[] targets, double seconds) {
        Matrix w = Matrix.zeros(ROWS * targets.length, READS, on.arena());
        double most = targets[targets.length - 1];
        for (int i = 0; i < w.rows(); i++) {
            for (int j = 0; j < READS; j++) {
                w.set(i, j, (targets[i / ROWS] - least) / (most - least));
            }
        }
        CrossbarProduct plan = on.kernels().crossbar(
                new Crossbar(w, Optional.of(CellArray.pairs(cell)), Tile.IDEAL, 3));
        plan.moveTo(seconds);
        Matrix y = Matrix.zeros(READS, w.rows(), on.precision(), on.arena());
        plan.multiply(Everywhere.identity(READS, on.arena()).as(on.precision(), on.arena()), y);
        assertEquals(Precision.FLOAT32, w.precision());
        return y;
    }

    private static Draws draws(Matrix read, int target, double span) {
        return Draws.of(ROWS * READS, k -> span * read.get(k % READS, target * ROWS + k / READS));
    }
}
