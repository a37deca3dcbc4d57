package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.analog.ArrayEffects;
import pfm.analog.Converter;
import pfm.analog.ConverterColumns;
import pfm.analog.Crossbar;
import pfm.analog.DataConverter;
import pfm.analog.EffectiveWeights;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.OutputSpread;
import pfm.analog.OutputStage;
import pfm.analog.TileColumns;
import pfm.analog.WeightNoise;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;

/** A crossbar as its documentation reads, in float64, step by step: a mutant does one of the steps wrong. */
class PlainCrossbar extends CrossbarProduct {
    private final Crossbar spec;
    private double[][] weights;
    /** Moving averages, NaN before they begin. */
    private final double[] averages;
    /** Of each part of the inputs. */
    private final Map<Integer, OutputSpread> spreads = new HashMap<>();
    private final Map<Integer, ConverterColumns> adcs = new HashMap<>();

    PlainCrossbar(Crossbar spec) {
        this(spec, new EffectiveWeights(spec, Arena.ofAuto()));
    }

    private PlainCrossbar(Crossbar spec, EffectiveWeights effective) {
        super(spec, effective, Arena.global().scope(), Set.of(Precision.values()));
        this.spec = spec;
        this.weights = Rows.of(effective.matrix());
        this.averages = new double[spec.inputTiles()];
        Arrays.fill(averages, Double.NaN);
    }

    @Override
    protected void load(Matrix effective) {
        weights = Rows.of(effective);
    }

    @Override
    protected void runSeek() {
        Arrays.fill(averages, Double.NaN);
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        Rows.adjoint(weights, spec.outputScale(), y, x);
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        double[][] in = Rows.of(x);
        double[][] out = new double[y.rows()][y.columns()];
        for (int tile = 0; tile < spec.inputTiles(); tile++) {
            int first = tile * spec.tileInputs();
            int end = (int) Math.min(spec.inputs(), (long) first + spec.tileInputs());
            Pass[] passes = new Pass[in.length];
            for (int b = 0; b < in.length; b++) {
                double[] part = Arrays.copyOfRange(in[b], first, end);
                passes[b] = new Pass(part, alpha(part, in[b], tile), tile, firstVector() + b, b, 0, 0);
            }
            for (int from = 0; from < spec.outputs(); from = end(from)) {
                add(passes, from, out);
            }
        }
        for (int k = 0; k < in.length * spec.outputs(); k++) {
            y.set(k / spec.outputs(), k % spec.outputs(), out[k / spec.outputs()][k % spec.outputs()]);
        }
    }

    private int end(int from) {
        return (int) Math.min(spec.outputs(), (long) from + spec.tileOutputs());
    }

    private void add(Pass[] passes, int from, double[][] out) {
        int[] rounds = new int[passes.length];
        for (Pass p : passes) {
            while (passes(p) && clips(p.through(from, rounds[p.row()])) && again(Math.pow(2, rounds[p.row()]))) {
                rounds[p.row()]++;
            }
        }
        settle(rounds);
        for (Pass p : passes) {
            if (passes(p)) {
                Pass last = p.through(from, rounds[p.row()]);
                double[] y = analog(last);
                for (int i = 0; i < y.length; i++) {
                    out[p.row()][from + i] += digital(adc(y[i], p.tile(), from + i), last);
                }
            }
        }
    }

    /** Whether a vector is sent at all. */
    boolean passes(Pass p) {
        return p.alpha() >= Float.MIN_NORMAL;
    }

    /** α of a part of a vector. */
    double alpha(double[] part, double[] whole, int tile) {
        return switch (spec.inputScaling()) {
            case InputScaling.None() -> 1;
            case InputScaling.Constant(float alpha) -> alpha;
            case InputScaling.AbsMax() -> Arrays.stream(part).map(Math::abs).max().orElseThrow();
            case InputScaling.Max() -> Arrays.stream(part).max().orElseThrow();
            case InputScaling.AverageAbsMax(float decay) -> {
                double largest = Arrays.stream(part).map(Math::abs).max().orElseThrow();
                averages[tile] = Double.isNaN(averages[tile]) ? largest
                        : averages[tile] + decay * (largest - averages[tile]);
                yield averages[tile];
            }
        };
    }

    /** The nearest whole number. */
    double whole(double steps) {
        return Math.rint(steps);
    }

    /** What the ADC of an output makes of a value. */
    double adc(double v, int tile, int output) {
        return spec.adc() instanceof Converter c ? convert(v, c)
                : adcs.computeIfAbsent(tile, t -> spec.adc().columns(TileColumns.of(spec, t))).convert(v, output);
    }

    double convert(double v, Converter c) {
        return clip(quantise(v, c), c);
    }

    double quantise(double v, Converter c) {
        return c.lsb() == 0 ? v : (float) whole((float) v / c.lsb()) * c.lsb();
    }

    double clip(double v, Converter c) {
        return Math.clamp(v, -(double) c.bound(), (double) c.bound());
    }

    private double[] analog(Pass p) {
        double[] xi = input(p);
        double[] y = new double[end(p.from()) - p.from()];
        int first = p.tile() * spec.tileInputs();
        Arrays.setAll(y, i -> output(p, Arrays.copyOfRange(weights[p.from() + i], first, first + xi.length), xi,
                p.from() + i));
        return y;
    }

    /** What meets the weights. */
    double[] input(Pass p) {
        InputStage stage = spec.tile().input();
        double[] xi = new double[p.x().length];
        for (int j = 0; j < xi.length; j++) {
            double scaled = stage.dac().lsb() == 0 ? p.x()[j] / (p.alpha() * p.beta())
                    : 1 / (float) p.alpha() / (float) p.beta() * (float) p.x()[j];
            xi[j] = noisy(stage.dac() instanceof Converter c ? convert(scaled, c) : stage.dac().convert(scaled),
                    drawn(stage.noise(), NoiseStream.INPUT_NOISE, p, inputSample(p, j)), stage.asymmetry());
        }
        return xi;
    }

    double noisy(double v, double noise, double asymmetry) {
        return asymmetric(v + noise, asymmetry);
    }

    static double asymmetric(double v, double asymmetry) {
        return v < 0 ? v * (1 - asymmetry) : v;
    }

    int inputSample(Pass p, int j) {
        return j;
    }

    int outputSample(Pass p, int i) {
        return i;
    }

    NoiseRow noise(NoiseStream stream, Pass p) {
        return new NoiseRow(spec.seed(), stream, p.round(), p.tile(), p.number());
    }

    OutputSpread spread(int tile) {
        return OutputSpread.of(spec, tile);
    }

    /** What reaches the ADC of an output. */
    double output(Pass p, double[] w, double[] xi, int i) {
        OutputStage stage = spec.tile().output();
        double fluctuation = drawn(deviation(w, xi), NoiseStream.WEIGHT_NOISE, p, outputSample(p, i));
        OutputSpread spread = spreads.computeIfAbsent(p.tile(), this::spread);
        return after(readOut(dropped(w, xi), fluctuation, spread.curve()[i]), stage.asymmetry(),
                drawn(spread.noise()[i], NoiseStream.OUTPUT_NOISE, p, outputSample(p, i)));
    }

    private double drawn(double deviation, NoiseStream stream, Pass p, int sample) {
        return deviation == 0 ? 0 : deviation * noise(stream, p).normal(sample);
    }

    double dropped(double[] w, double[] xi) {
        double sum = 0;
        double current = 0;
        double far = 0;
        for (int j = 0, n = xi.length; j < n; j++) {
            sum += w[j] * xi[j];
            current += current(w[j], xi[j]);
            far += w[j] * xi[j] * position(j, n);
        }
        return sum - spec.tile().effects().irDrop() * drop(xi.length / ArrayEffects.LINE * current) * far;
    }

    double current(double w, double v) {
        return Math.abs(w) * Math.abs(v);
    }

    double position(int j, int n) {
        return 1 - Math.pow(1 - (double) j / n, 2);
    }

    double drop(double a) {
        return a * (a * (0.05 * a - 0.2) + 0.5);
    }

    /** What read-out, fluctuation of weights and the curve make of a sum, in this order. */
    double readOut(double v, double fluctuation, double bend) {
        return curve(series(v) + fluctuation, bend);
    }

    double series(double v) {
        ArrayEffects e = spec.tile().effects();
        return v * (1 - e.voltageOffset()) / (1 + Math.min(e.series() * Math.abs(v), e.mostSeries()));
    }

    double deviation(double[] w, double[] xi) {
        double sigma = switch (spec.tile().effects().weightNoise()) {
            case WeightNoise.None() -> 0;
            case WeightNoise.Additive(float additive) -> additive;
            case WeightNoise.PcmRead(float read) -> read;
        };
        double sum = 0;
        for (int j = 0; j < xi.length && sigma != 0; j++) {
            sum += fluctuation(w[j], xi[j]);
        }
        return sigma * Math.sqrt(sum);
    }

    /** What an input adds to the variance of an output. */
    double fluctuation(double w, double v) {
        return (spec.tile().effects().readsSquares() ? Math.abs(w) : 1) * v * v;
    }

    double curve(double v, double bend) {
        return spec.tile().effects().curveFactor() * v / (1 + Math.abs(bend * v));
    }

    double after(double v, double asymmetry, double noise) {
        return asymmetric(v, asymmetry) + noise;
    }

    private boolean clips(Pass p) {
        return Arrays.stream(analog(p)).anyMatch(v -> clips(v, spec.adc()));
    }

    boolean clips(double v, DataConverter adc) {
        return adc instanceof Converter c ? Math.abs(quantise(v, c)) > c.bound() : adc.clips(v);
    }

    /** Whether a vector that was clipped is tried again. */
    boolean again(double beta) {
        return spec.iterativeBounds() && beta <= 1000 && (spec.dac().lsb() == 0 || beta <= 0.25 / spec.dac().lsb());
    }

    /** The last rounds of the vectors of a batch. */
    void settle(int[] rounds) {
        // each has its own
    }

    double digital(double code, Pass p) {
        return code * p.alpha() * p.beta() * spec.outputScale();
    }
}
