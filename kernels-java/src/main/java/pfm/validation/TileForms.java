package pfm.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

/** Closed forms of the imperfections of a tile: mean and variance of each noise, and where rules end. */
final class TileForms {
    private static final int OUTPUTS = 40;
    private static final int INPUTS = 30;
    private static final int BATCH = 500;
    /** Of a statistic over independent draws; the seed is fixed, so that a right backend passes always. */
    private static final double SIGMAS = 4.5;
    private static final InputScaling UNSCALED = new InputScaling.None();
    private static final Converter NONE = Converter.IDEAL;

    private TileForms() {
    }

    static List<ClosedForm> all() {
        return List.of(new ClosedForm("growth-of-bounds", TileForms::growth),
                new ClosedForm("vectors-of-nothing", TileForms::nothing),
                new ClosedForm("voltage-drop-of-aihwkit", TileForms::voltageDrop),
                new ClosedForm("noises-of-a-tile", TileForms::noises));
    }

    /** A weight far beyond the ADC's bound of 1: the result is the last β, the first above 1000 or above 0.25/lsb. */
    private static List<Finding> growth(Setting s) {
        return List.of(last(s, NONE, 1e6f, 1024), last(s, new Converter(0.125f, 1), 100, 4));
    }

    private static Finding last(Setting s, Converter dac, float weight, double expected) {
        Tile tile = Tile.IDEAL.withInput(new InputStage(UNSCALED, dac, 0, 0))
                .withOutput(new OutputStage(0, 0, 0, new Converter(0, 1), true, 1));
        Matrix y = multiply(s, Matrix.of(new float[][] {{weight}}, s.arena()), tile, ones(1, s));
        return new Finding("last beta for a step of " + dac.lsb(), expected, y.get(0, 0), 0, "exact");
    }

    private static Matrix ones(int count, Setting s) {
        Matrix ones = Matrix.zeros(1, count, s.precision(), s.arena());
        for (int j = 0; j < count; j++) {
            ones.set(0, j, 1);
        }
        return ones;
    }

    /** A vector of zeros has α = 0 and is not sent: there is no noise in its result, and in the next one there is. */
    private static List<Finding> nothing(Setting s) {
        Tile tile = Tile.IDEAL.withInput(new InputStage(new InputScaling.AbsMax(), NONE, 0.5f, 0))
                .withOutput(new OutputStage(0, 0.5f, 0, NONE, false, 1));
        Matrix w = Seeded.matrix(3, 4, -1, 1, Precision.FLOAT32, 1, s.arena());
        Matrix x = Matrix.zeros(2, 4, s.precision(), s.arena());
        x.set(1, 0, 1e-3);
        Matrix y = multiply(s, w, tile, x);
        double largest = 0;
        double silent = 0;
        for (int i = 0; i < 3; i++) {
            largest = Math.max(largest, Math.abs(y.get(0, i)));
            silent += y.get(1, i) == w.get(i, 0) * x.get(1, 0) ? 1 : 0;
        }
        return List.of(new Finding("largest result of a vector of zeros", 0, largest, 0, "exact"),
                new Finding("results without noise of the vector after it", 0, silent, 0, "exact"));
    }

    /** Source: a tile of aihwkit 1.1 with its voltage drop, run on 512 ones and weights of one half. */
    private static List<Finding> voltageDrop(Setting s) {
        Matrix w = Matrix.zeros(1, 512, s.arena());
        for (int j = 0; j < 512; j++) {
            w.set(0, j, 0.5);
        }
        Tile tile = Tile.IDEAL.withEffects(new ArrayEffects(1, 0, 0, 0, new WeightNoise.None(), 1, 0, 0));
        return List.of(new Finding("sum of 512 halves", 238.1457, multiply(s, w, tile, ones(512, s)).get(0, 0), 1.5e-4,
                "half of the last digit that is printed, and a few roundings of float32"));
    }

    /** What deviates from the product W x, over the deviation by formula. */
    private static List<Finding> noises(Setting s) {
        Matrix w = Seeded.matrix(OUTPUTS, INPUTS, -1, 1, Precision.FLOAT32, 1, s.arena());
        Matrix x = Seeded.matrix(BATCH, INPUTS, -1, 1, s.precision(), 2, s.arena());
        double noise = 0.25;
        List<Finding> findings = new ArrayList<>();
        statistics(findings, "input noise", s, w, x,
                Tile.IDEAL.withInput(new InputStage(UNSCALED, NONE, (float) noise, 0)),
                (b, i) -> noise * Math.sqrt(sum(j -> Math.pow(w.get(i, j), 2))));
        statistics(findings, "weight noise", s, w, x, array(new WeightNoise.Additive((float) noise)),
                (b, i) -> noise * Math.sqrt(sum(j -> Math.pow(x.get(b, j), 2))));
        statistics(findings, "read noise", s, w, x, array(new WeightNoise.PcmRead((float) noise)),
                (b, i) -> noise * Math.sqrt(sum(j -> Math.abs(w.get(i, j)) * Math.pow(x.get(b, j), 2))));
        statistics(findings, "output noise", s, w, x,
                Tile.IDEAL.withOutput(new OutputStage(0, (float) noise, 0, NONE, false, 1)), (b, i) -> noise);
        return findings;
    }

    private static Tile array(WeightNoise noise) {
        return Tile.IDEAL.withEffects(new ArrayEffects(0, 0, 0, 0, noise, 1, 0, 0));
    }

    private interface Term {
        double at(int input);
    }

    private interface Deviation {
        double at(int vector, int output);
    }

    private static double sum(Term term) {
        double sum = 0;
        for (int j = 0; j < INPUTS; j++) {
            sum += term.at(j);
        }
        return sum;
    }

    private static void statistics(List<Finding> findings, String what, Setting s, Matrix w, Matrix x, Tile tile,
            Deviation deviation) {
        Matrix y = multiply(s, w, tile, x);
        double mean = 0;
        double square = 0;
        for (int b = 0; b < BATCH; b++) {
            for (int i = 0; i < OUTPUTS; i++) {
                int vector = b;
                int output = i;
                double product = sum(j -> w.get(output, j) * x.get(vector, j));
                double r = (y.get(b, i) - product) / deviation.at(b, i);
                mean += r;
                square += r * r;
            }
        }
        double count = (double) BATCH * OUTPUTS;
        // what comes in at an input is common to all outputs: as many independent draws as inputs, not outputs
        double independent = what.startsWith("input") ? (double) BATCH * INPUTS / 2 : count;
        findings.add(new Finding(what + ", mean in deviations", 0, mean / count, SIGMAS / Math.sqrt(independent),
                SIGMAS + " deviations of a mean of independent draws"));
        findings.add(new Finding(what + ", variance over that of theory", 1, square / count,
                SIGMAS * Math.sqrt(2 / independent), SIGMAS + " deviations of a variance of independent draws"));
    }

    private static Matrix multiply(Setting s, Matrix w, Tile tile, Matrix x) {
        Matrix y = Matrix.zeros(x.rows(), w.rows(), s.precision(), s.arena());
        s.kernels().crossbar(new Crossbar(w, Optional.empty(), tile, 7)).multiply(x, y);
        return y;
    }
}
