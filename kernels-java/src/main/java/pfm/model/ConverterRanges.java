package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.Kernels;
import pfm.analog.ConverterRange;
import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.analog.MovingAverage;
import pfm.analog.RangeRule;
import pfm.analog.Tile;
import pfm.analog.UniformConverter;
import pfm.field.Matrix;
import pfm.quantity.Require;

/**
 * Bounds of converters that follow from weights and vectors: first that of the DAC, then that of the ADC.
 *
 * <p>{@link RangeRule.Calibrated}: the DAC is calibrated on {@code |x|/α} of sample vectors, the ADC on exact sums of
 * products of what the DAC makes of them, in each tile, without noise and before any vector is tried again. A part of
 * a vector with α = 0 counts as zeros. {@link RangeRule.Maximum}: of the ADC alone, {@link ConverterRange#maximum}.
 *
 * @param dac rule of the DAC; empty where its bound is given
 * @param adc rule of the ADC; empty where its bound is given
 */
public record ConverterRanges(Optional<RangeRule> dac, Optional<RangeRule> adc) {
    /** Both are given. */
    public static final ConverterRanges GIVEN = new ConverterRanges(Optional.empty(), Optional.empty());

    /** Checks that no DAC has the largest bound, which there is none. */
    public ConverterRanges {
        Require.given("rule of the DAC", dac);
        Require.given("rule of the ADC", adc);
        if (dac.isPresent() && dac.get() instanceof RangeRule.Maximum) {
            throw new IllegalArgumentException("dac.range must be fixed, calibrated or granular, was maximum, which is"
                    + " for an ADC");
        }
    }

    /** Whether a rule asks for sample vectors. */
    public boolean needSamples() {
        return dac.isPresent() || adc.isPresent() && adc.get() instanceof RangeRule.Calibrated;
    }

    /**
     * A tile with its bounds.
     *
     * @param samples {@code [count][inputs]}; empty where no rule asks for them
     * @param kernels that multiply samples; null where there are none
     */
    Tile fit(Tile tile, Matrix weights, Optional<Matrix> samples, Kernels kernels) {
        if (needSamples() && samples.isEmpty()) {
            throw new IllegalArgumentException("a range that is calibrated needs sample vectors; pfm multiply and"
                    + " CrossbarDevice.fitted take some, or choose fixed, maximum or granular");
        }
        Tile fitted = tile;
        if (dac.isPresent() && dac.get() instanceof RangeRule.Calibrated(double part)) {
            fitted = fitted.withInput(fitted.input().withBound(dacBound(fitted, samples.get(), part)));
        }
        if (adc.isPresent()) {
            float bound = switch (adc.get()) {
                case RangeRule.Maximum() -> (float) ConverterRange.maximum(weights, fitted.inputs(), reach(fitted));
                case RangeRule.Calibrated(double part) -> adcBound(fitted, weights, samples.get(), part, kernels);
            };
            fitted = fitted.withOutput(fitted.output().withBound(bound));
        }
        return fitted;
    }

    /** The largest magnitude that leaves the DAC. */
    private static double reach(Tile tile) {
        UniformConverter dac = tile.input().dac();
        if (Float.isFinite(dac.bound())) {
            return dac.bound();
        }
        if (tile.input().scaling() instanceof InputScaling.AbsMax) {
            return 1;
        }
        throw new IllegalArgumentException("dac.bound must be given where adc.range is maximum and inputScaling is not"
                + " absMax: else there is no largest input");
    }

    private static float dacBound(Tile tile, Matrix samples, double part) {
        try (Arena arena = Arena.ofShared()) {
            return bound(scaled(tile, samples, arena), part);
        }
    }

    private static float adcBound(Tile tile, Matrix weights, Matrix samples, double part, Kernels kernels) {
        UniformConverter dac = tile.input().dac();
        try (Arena arena = Arena.ofShared()) {
            List<Matrix> inputs = scaled(tile, samples, arena);
            List<Matrix> sums = new ArrayList<>();
            for (int t = 0, first = 0; t < inputs.size(); first += inputs.get(t++).columns()) {
                Matrix x = inputs.get(t);
                Matrix w = Matrix.zeros(weights.rows(), x.columns(), arena);
                fill(w, weights, first);
                for (int row = 0; row < x.rows(); row++) {
                    for (int j = 0; j < x.columns(); j++) {
                        x.set(row, j, dac.convert(x.get(row, j)));
                    }
                }
                Matrix y = Matrix.zeros(x.rows(), w.rows(), arena);
                kernels.crossbar(Crossbar.ideal(w)).multiply(x, y);
                sums.add(y);
            }
            return bound(sums, part);
        }
    }

    private static void fill(Matrix part, Matrix of, int first) {
        for (int i = 0; i < part.rows(); i++) {
            for (int j = 0; j < part.columns(); j++) {
                part.set(i, j, of.get(i, first + j));
            }
        }
    }

    /** x/α of each part of the inputs; 0 where α is. */
    private static List<Matrix> scaled(Tile tile, Matrix samples, Arena arena) {
        InputScaling scaling = tile.input().scaling();
        List<Matrix> parts = new ArrayList<>();
        for (int first = 0, count; first < samples.columns(); first += count) {
            count = Math.min(tile.inputs(), samples.columns() - first);
            Matrix part = Matrix.zeros(samples.rows(), count, arena);
            fill(part, samples, first);
            MovingAverage average = scaling instanceof InputScaling.AverageAbsMax averaged
                    ? new MovingAverage(averaged, 1) : null;
            for (int row = 0; row < part.rows(); row++) {
                double largest = scaling.alpha(samples, row, first, count);
                double alpha = average == null ? largest : average.next(0, (float) largest);
                for (int j = 0; j < count; j++) {
                    part.set(row, j, alpha < Float.MIN_NORMAL ? 0 : part.get(row, j) / alpha);
                }
            }
            parts.add(part);
        }
        return parts;
    }

    private static float bound(List<Matrix> values, double part) {
        int count = values.stream().mapToInt(m -> Math.multiplyExact(m.rows(), m.columns())).sum();
        double[] all = new double[count];
        int at = 0;
        for (Matrix m : values) {
            for (int row = 0; row < m.rows(); row++) {
                for (int j = 0; j < m.columns(); j++) {
                    all[at++] = m.get(row, j);
                }
            }
        }
        return (float) ConverterRange.calibrated(all, part);
    }
}
