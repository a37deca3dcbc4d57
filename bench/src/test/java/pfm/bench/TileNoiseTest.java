package pfm.bench;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.analog.ArrayEffects;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.OutputStage;
import pfm.analog.Tile;
import pfm.analog.WeightNoise;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.Seeded;

/**
 * Mean and variance of every noise of a tile, alone, over 100 000 draws and more, against its formula: on every backend
 * that is available, in every precision it has.
 */
class TileNoiseTest {
    private static final int OUTPUTS = 50;
    private static final int INPUTS = 37;
    private static final int BATCH = 2100;
    private static final WeightNoise STILL = new WeightNoise.None();

    private final Map<String, Consumer<Everywhere>> cases = Map.ofEntries(
            Map.entry("input noise", TileNoiseTest::inputNoise),
            Map.entry("input noise after scaling and DAC", TileNoiseTest::inputNoiseAfterTheDac),
            Map.entry("input noise meets the asymmetry", TileNoiseTest::asymmetricInputNoise),
            Map.entry("input noise through weights", on -> normalised(on, input(0.3f), (w, x) -> {
                double sum = 0;
                for (double weight : w) {
                    sum += weight * weight;
                }
                return 0.3f * Math.sqrt(sum);
            }, 1)),
            Map.entry("additive weight noise", on -> normalised(on, array(new WeightNoise.Additive(0.07f)), (w, x) -> {
                double sum = 0;
                for (double v : x) {
                    sum += v * v;
                }
                return 0.07f * Math.sqrt(sum);
            }, 1)),
            Map.entry("read noise", on -> normalised(on, array(new WeightNoise.PcmRead(0.07f)), (w, x) -> {
                double sum = 0;
                for (int j = 0; j < w.length; j++) {
                    sum += Math.abs(w[j]) * x[j] * x[j];
                }
                return 0.07f * Math.sqrt(sum);
            }, 1)),
            Map.entry("output noise", on -> normalised(on, output(0, 0.4f, 0, 1), (w, x) -> 0.4f, 1)),
            Map.entry("output noise with a scale", on -> normalised(on, output(0, 0.4f, 0, -2.5f),
                    (w, x) -> 2.5 * 0.4f, -2.5)),
            Map.entry("output noise after the asymmetry", TileNoiseTest::outputNoiseAfterTheAsymmetry),
            Map.entry("output noise after the curve", TileNoiseTest::outputNoiseAfterTheCurve),
            Map.entry("output noise that differs from output to output", TileNoiseTest::outputSpread),
            Map.entry("curve that differs from output to output", TileNoiseTest::curveSpread),
            Map.entry("tiles add their noise", TileNoiseTest::tilesAdd),
            Map.entry("output noise before the ADC", TileNoiseTest::outputNoiseBeforeTheAdc));

    @TestFactory
    Stream<DynamicTest> noiseHasTheMomentsOfItsFormula() {
        return Everywhere.run(cases);
    }

    private static Tile input(float noise) {
        return Tile.IDEAL.withInput(new InputStage(new InputScaling.None(), Converter.IDEAL, noise, 0));
    }

    private static Tile array(WeightNoise noise) {
        return Tile.IDEAL.withEffects(new ArrayEffects(0, 0, 0, 0, noise, 1, 0, 0));
    }

    private static Tile output(float asymmetry, float noise, float spread, float scale) {
        return Tile.IDEAL.withOutput(new OutputStage(asymmetry, noise, spread, Converter.IDEAL, false, scale));
    }

    private interface Deviation {
        double of(double[] weights, double[] inputs);
    }

    /** Results less the product, over the deviation that each should have. */
    private static void normalised(Everywhere on, Tile tile, Deviation deviation, double scale) {
        Matrix w = Seeded.matrix(OUTPUTS, INPUTS, -1, 1, Precision.FLOAT32, 1, on.arena());
        Matrix x = Seeded.matrix(BATCH, INPUTS, -1, 1, on.precision(), 2, on.arena());
        Matrix y = on.multiply(new Crossbar(w, Optional.empty(), tile, 5), x);
        Draws.of(OUTPUTS * BATCH, k -> {
            double[] weights = row(w, k % OUTPUTS);
            double[] inputs = row(x, k / OUTPUTS);
            double product = 0;
            for (int j = 0; j < INPUTS; j++) {
                product += weights[j] * inputs[j];
            }
            return (y.get(k / OUTPUTS, k % OUTPUTS) - scale * product) / deviation.of(weights, inputs);
        }).requireMean(0, 1e-6, on.where()).requireVariance(1, 0, on.where());
    }

    private static double[] row(Matrix m, int row) {
        double[] values = new double[m.columns()];
        for (int j = 0; j < values.length; j++) {
            values[j] = m.get(row, j);
        }
        return values;
    }

    /** As many equal inputs, each of which is an output. */
    private static Draws through(Everywhere on, Tile tile, double value) {
        int n = 64;
        int batch = Math.ceilDiv(Draws.ENOUGH, n);
        Matrix x = Matrix.zeros(batch, n, on.precision(), on.arena());
        for (int b = 0; b < batch; b++) {
            for (int j = 0; j < n; j++) {
                x.set(b, j, value);
            }
        }
        Matrix y = on.multiply(new Crossbar(Everywhere.identity(n, on.arena()), Optional.empty(), tile, 6), x);
        return Draws.of(batch * n, k -> y.get(k / n, k % n));
    }

    private static void inputNoise(Everywhere on) {
        through(on, input(0.25f), -0.5).requireMean(-0.5, 0, on.where()).requireVariance(0.0625, 0, on.where());
    }

    /** Of vectors of 3, whose α is 3: noise is that of the DAC's output, so here three times as large. */
    private static void inputNoiseAfterTheDac(Everywhere on) {
        InputStage input = new InputStage(new InputScaling.AbsMax(), new Converter(0.25f, 0.75f), 0.1f, 0);
        through(on, Tile.IDEAL.withInput(input), 3).requireMean(2.25, 0, on.where())
                .requireVariance(Math.pow(3 * 0.1f, 2), 0, on.where());
    }

    /** Of nothing, half of what noise makes is negative, which a = .5 makes half as large. */
    private static void asymmetricInputNoise(Everywhere on) {
        Tile tile = Tile.IDEAL.withInput(new InputStage(new InputScaling.None(), Converter.IDEAL, 2, 0.5f));
        double mean = 0.5 * 2 / Math.sqrt(2 * Math.PI);
        through(on, tile, 0).requireMean(mean, 0, on.where())
                .requireVariance(4 * (1 + 0.25) / 2 - mean * mean, 0, on.where());
    }

    private static void outputNoiseAfterTheAsymmetry(Everywhere on) {
        through(on, output(0.5f, 0.25f, 0, 1), -1).requireMean(-0.5, 0, on.where())
                .requireVariance(0.0625, 0, on.where());
        through(on, output(0.5f, 0.25f, 0, 1), 0).requireMean(0, 0, on.where()) // what noise makes negative stays
                .requireVariance(0.0625, 0, on.where());
    }

    private static void outputNoiseAfterTheCurve(Everywhere on) {
        Tile tile = output(0, 0.25f, 0, 1).withEffects(new ArrayEffects(0, 0, 0, 0, STILL, 3, 0.5f, 0));
        through(on, tile, 2).requireMean(3 * 2 / (1 + 0.5 * 2), 1e-6, on.where())
                .requireVariance(0.0625, 0, on.where());
        Tile read = Tile.IDEAL.withEffects(new ArrayEffects(0, 0, 0, 0, new WeightNoise.Additive(1e-4f), 3, 0, 0));
        // 64 inputs of 2 make 16, and what noise is there is before the curve's factor
        through(on, read, 2).requireMean(6, 1e-6, on.where()).requireVariance(Math.pow(3 * 16 * 1e-4, 2), 0,
                on.where());
    }

    /** {@code E (1 + sN)² = 1 + s²}, and each output has a deviation of its own that remains. */
    private static void outputSpread(Everywhere on) {
        Matrix y = column(on, output(0, 0.5f, 0.4f, 1), 0, 1);
        Draws.of(Draws.ENOUGH, i -> y.get(0, i)).requireMean(0, 0, on.where())
                .requireVariance(0.25 * (1 + Math.pow(0.4f, 2)), 0, on.where());
        Matrix twice = column(on, output(0, 0.5f, 0.4f, 1), 0, 2);
        double s = Math.pow(0.4f, 2);
        // E (1 + sN)⁴; if each vector met another deviation it would be (1 + s²)²
        Draws.of(Draws.ENOUGH, i -> Math.pow(twice.get(0, i) * twice.get(1, i), 2))
                .requireMean(0.0625 * (1 + 6 * s + 3 * s * s), 0, on.where() + "the same for all vectors");
    }

    /** From {@code y = x/(1 + |n x|)} at x = 1 follows |n| of each output, here far from 0. */
    private static void curveSpread(Everywhere on) {
        Tile tile = Tile.IDEAL.withEffects(new ArrayEffects(0, 0, 0, 0, STILL, 1, 2, 0.1f));
        Matrix y = column(on, tile, 1, 1);
        Draws.of(Draws.ENOUGH, i -> 1 / y.get(0, i) - 1).requireMean(2, 1e-6, on.where())
                .requireVariance(Math.pow(2 * 0.1f, 2), 0, on.where());
    }

    /** One input and weights of 1. */
    private static Matrix column(Everywhere on, Tile tile, double value, int batch) {
        Matrix ones = Matrix.zeros(Draws.ENOUGH, 1, on.arena());
        for (int i = 0; i < Draws.ENOUGH; i++) {
            ones.set(i, 0, 1);
        }
        Matrix x = Matrix.zeros(batch, 1, on.precision(), on.arena());
        for (int b = 0; b < batch; b++) {
            x.set(b, 0, value);
        }
        return on.multiply(new Crossbar(ones, Optional.empty(), tile, 8), x);
    }

    /** Four tiles of 16 inputs for each output: their noises are independent, so that variances add. */
    private static void tilesAdd(Everywhere on) {
        through(on, output(0, 0.25f, 0, 1).withSize(32, 16), 1).requireMean(1, 0, on.where())
                .requireVariance(4 * 0.0625, 0, on.where());
    }

    /** Codes of a wide ADC: noise and the rounding of codes, lsb²/12, which is independent of it. */
    private static void outputNoiseBeforeTheAdc(Everywhere on) {
        Tile tile = Tile.IDEAL.withOutput(new OutputStage(0, 0.25f, 0, new Converter(0.125f, 64), false, 1));
        through(on, tile, 0.3).requireMean(0.3, 0, on.where()).requireVariance(0.0625 + 0.125 * 0.125 / 12, 0,
                on.where());
    }
}
