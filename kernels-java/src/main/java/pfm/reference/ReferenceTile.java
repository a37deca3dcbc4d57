package pfm.reference;

import static pfm.reference.ReferenceCrossbar.round;

import pfm.analog.ArrayEffects;
import pfm.analog.ConverterColumns;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.analog.InputStage;
import pfm.analog.OutputSpread;
import pfm.analog.OutputStage;
import pfm.analog.TileColumns;
import pfm.analog.WeightNoise;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;

/** The tiles of a {@link ReferenceCrossbar} that share a part of the inputs, {@code firstInput … endInput − 1}. */
final class ReferenceTile {
    private final Crossbar spec;
    private final double[][] weights;
    private final int number;
    private final int firstInput;
    private final int endInput;
    private final OutputSpread spread;
    private final ConverterColumns adcs;
    /** What meets the weights. */
    private final double[] xi;
    /** What is before the ADC. */
    private final double[] y;

    ReferenceTile(Crossbar spec, double[][] weights, int number, int firstInput, int endInput) {
        this.spec = spec;
        this.weights = weights;
        this.number = number;
        this.firstInput = firstInput;
        this.endInput = endInput;
        this.spread = OutputSpread.of(spec, number);
        this.adcs = spec.adc().columns(TileColumns.of(spec, number));
        this.xi = new double[endInput - firstInput];
        this.y = new double[spec.outputs()];
    }

    int firstInput() {
        return firstInput;
    }

    int inputs() {
        return xi.length;
    }

    /**
     * Adds the results of outputs {@code from … to − 1}.
     *
     * @return rounds beyond the first
     */
    int add(Matrix x, int row, long vector, double alpha, int from, int to, Matrix result) {
        Precision p = x.precision();
        float beta = 1;
        int rounds = 0;
        while (clips(x, row, vector, alpha, beta, rounds, from, to) && spec.retries(beta)) {
            beta *= 2;
            rounds++;
        }
        for (int i = from; i < to; i++) {
            double converted = adcs.convert(y[i], i);
            double scaled = round(round(round(converted * alpha, p) * beta, p) * spec.outputScale(), p);
            result.set(row, i, result.get(row, i) + scaled);
        }
        return rounds;
    }

    /** Sets y; whether the ADC clips any. */
    private boolean clips(Matrix x, int row, long vector, double alpha, double beta, int round, int from, int to) {
        Precision p = x.precision();
        input(x, row, noise(NoiseStream.INPUT_NOISE, round, vector), alpha, beta);
        NoiseRow ofWeights = noise(NoiseStream.WEIGHT_NOISE, round, vector);
        NoiseRow ofOutputs = noise(NoiseStream.OUTPUT_NOISE, round, vector);
        OutputStage output = spec.tile().output();
        boolean clips = false;
        for (int i = from; i < to; i++) {
            double v = round(dropped(i, p), p);
            v = readOut(v, p);
            double deviation = deviation(i, p);
            if (deviation != 0) {
                v = round(v + deviation * ofWeights.normal(i), p);
            }
            v = curve(v, i, p);
            if (v < 0 && output.asymmetry() != 0) {
                v = round(v * round(1 - output.asymmetry(), p), p);
            }
            if (output.noise() != 0) {
                v = round(v + spread.noise()[i] * ofOutputs.normal(i), p);
            }
            y[i] = v;
            clips |= spec.adc().clips(v);
        }
        return clips;
    }

    private NoiseRow noise(NoiseStream stream, int round, long vector) {
        return new NoiseRow(spec.seed(), stream, round, number, vector);
    }

    private void input(Matrix x, int row, NoiseRow noise, double alpha, double beta) {
        Precision p = x.precision();
        Precision d = spec.dac().lsb() == 0 ? p : Precision.FLOAT32;
        InputStage input = spec.tile().input();
        double scale = round(round(1 / round(alpha, d), d) / beta, d);
        for (int j = 0; j < xi.length; j++) {
            double v = spec.dac().convert(round(scale * round(x.get(row, firstInput + j), d), d));
            if (input.noise() != 0) {
                v = round(v + input.noise() * noise.normal(j), p);
            }
            if (v < 0 && input.asymmetry() != 0) {
                v = round(v * round(1 - input.asymmetry(), p), p);
            }
            xi[j] = v;
        }
    }

    /** The sum of products of an output, less what the lines take. */
    private double dropped(int i, Precision p) {
        double sum = 0;
        double current = 0;
        double far = 0;
        for (int j = 0; j < xi.length; j++) {
            double w = weights[i][firstInput + j];
            sum += w * xi[j];
            current += Math.abs(w) * Math.abs(xi[j]);
            far += w * EffectiveWeights.drop(j, xi.length) * xi[j];
        }
        float strength = spec.tile().effects().irDrop();
        if (strength == 0) {
            return sum;
        }
        double a = round(round(xi.length / ArrayEffects.LINE, p) * round(current, p), p);
        double c = round(a * round(a * round(round(0.05, p) * a - round(0.2, p), p) + 0.5, p), p);
        return round(sum, p) - round(c * strength, p) * round(far, p);
    }

    private double readOut(double v, Precision p) {
        ArrayEffects effects = spec.tile().effects();
        if (effects.series() == 0 && effects.voltageOffset() == 0) {
            return v;
        }
        double loss = Math.min(round(effects.series() * Math.abs(v), p), effects.mostSeries());
        return round(round(v * round(1 - effects.voltageOffset(), p), p) / round(1 + loss, p), p);
    }

    private double deviation(int i, Precision p) {
        double sum = 0;
        float sigma = 0;
        switch (spec.tile().effects().weightNoise()) {
            case WeightNoise.None none -> { }
            case WeightNoise.Additive additive -> {
                sigma = additive.sigma();
                for (double v : xi) {
                    sum += v * v;
                }
            }
            case WeightNoise.PcmRead read -> {
                sigma = read.sigma();
                for (int j = 0; j < xi.length; j++) {
                    sum += Math.abs(weights[i][firstInput + j]) * xi[j] * xi[j];
                }
            }
        }
        return round(sigma * round(Math.sqrt(round(sum, p)), p), p);
    }

    private double curve(double v, int i, Precision p) {
        float factor = spec.tile().effects().curveFactor();
        if (factor == 1 && spec.tile().effects().curve() == 0) {
            return v;
        }
        double bend = round(1 + round(Math.abs(round(spread.curve()[i] * v, p)), p), p);
        return round(round(factor * v, p) / bend, p);
    }
}
