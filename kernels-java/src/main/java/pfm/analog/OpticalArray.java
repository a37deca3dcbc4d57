package pfm.analog;

import java.lang.foreign.Arena;
import java.util.Arrays;

import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;

/**
 * For backends: an {@link OpticalProduct} cut in two. The product itself, of what light passes, is the backend's; what
 * comes before and after is computed here, the same for all.
 */
public final class OpticalArray {
    /** Counts beyond are exact to their shot noise in every precision. */
    private static final double MOST_PHOTONS = 1e15;

    private final OpticalProduct spec;
    private final Matrix passing;
    private double span;
    private double least;

    /** What light passes lies in {@code arena}, in the precision of the backend. */
    public OpticalArray(OpticalProduct spec, Precision precision, Arena arena) {
        this.spec = spec;
        this.passing = Matrix.zeros(spec.outputs(), spec.inputs(), precision, arena);
        reload();
    }

    /** The product that remains to be computed, of the weights {@code T = (W − least)/span}. */
    public Crossbar product() {
        return Crossbar.ideal(passing);
    }

    /** Takes over weights that were changed in place; those of {@link #product} have changed then, too. */
    public void reload() {
        span = 1;
        least = 0;
        if (spec.detection() instanceof Detection.ShotNoise) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < spec.outputs(); i++) {
                for (int j = 0; j < spec.inputs(); j++) {
                    low = Math.min(low, spec.weights().get(i, j));
                    high = Math.max(high, spec.weights().get(i, j));
                }
            }
            least = low;
            span = high > low ? high - low : 1;
        }
        for (int i = 0; i < spec.outputs(); i++) {
            for (int j = 0; j < spec.inputs(); j++) {
                passing.set(i, j, (spec.weights().get(i, j) - least) / span);
            }
        }
    }

    /**
     * Detects rows {@code from … to − 1} of a batch.
     *
     * @param x      the vectors
     * @param y      their products with {@link #product}, which become results
     * @param vector number of row 0
     */
    public void detect(Matrix x, Matrix y, long vector, int from, int to) {
        for (int row = from; row < to; row++) {
            switch (spec.detection()) {
                case Detection.ShotNoise shot -> count(shot.photons(), x, y, row, vector + row);
                case Detection.SinglePhoton single -> click(single.shots(), y, row, vector + row);
                case Detection.Photodiode diode -> measure(diode, y, row, vector + row);
            }
        }
    }

    /** What results were multiplied by: {@code max W − min W} where photons are counted, else 1. */
    public double span() {
        return span;
    }

    /** What was taken off the weights: {@code min W} where photons are counted, else 0. */
    public double least() {
        return least;
    }

    /** The sum of the intensities in a row; NaN where one of them is none. */
    public double light(Matrix x, int row) {
        double sum = 0;
        for (int j = 0; j < spec.inputs(); j++) {
            double v = x.get(row, j);
            sum += v >= 0 && v < Double.POSITIVE_INFINITY ? v : Double.NaN;
        }
        return sum;
    }

    private NoiseRow noise(NoiseStream stream, int round, long vector) {
        return new NoiseRow(spec.seed(), stream, round, 0, vector);
    }

    private void count(double photons, Matrix x, Matrix y, int row, long vector) {
        NoiseRow noise = noise(NoiseStream.SHOT, 0, vector);
        double sum = light(x, row);
        double counted = photons * spec.inputs();
        for (int i = 0; i < spec.outputs(); i++) {
            double result = sum;
            if (sum > 0) {
                double mean = Math.min(MOST_PHOTONS, counted * Math.max(0, y.get(row, i)) / sum);
                result = sum * (span * noise.poisson(i, mean) / counted + least);
            }
            y.set(row, i, result);
        }
    }

    private void click(int shots, Matrix y, int row, long vector) {
        NoiseRow[] noise = new NoiseRow[shots];
        Arrays.setAll(noise, shot -> noise(NoiseStream.BERNOULLI, shot, vector));
        for (int i = 0; i < spec.outputs(); i++) {
            double z = y.get(row, i);
            float chance = (float) -Math.expm1(-z * z);
            int clicks = 0;
            for (NoiseRow shot : noise) {
                clicks += shot.bernoulli(i, chance) ? 1 : 0;
            }
            y.set(row, i, Double.isNaN(z) ? z : Math.copySign((double) clicks / shots, z));
        }
    }

    private void measure(Detection.Photodiode diode, Matrix y, int row, long vector) {
        NoiseRow noise = noise(NoiseStream.DETECTOR, 0, vector);
        for (int i = 0; i < spec.outputs(); i++) {
            double z = y.get(row, i);
            y.set(row, i, z + diode.deviation(Math.abs(z)) * noise.normal(i));
        }
    }

    /**
     * Makes {@code Wᵀ y} of what {@link #product} gave for it.
     *
     * @param x {@code Tᵀ y}, becomes the result
     */
    public void finishAdjoint(Matrix y, Matrix x) {
        if (span == 1 && least == 0) {
            return;
        }
        for (int row = 0; row < x.rows(); row++) {
            double sum = 0;
            for (int i = 0; i < spec.outputs(); i++) {
                sum += y.get(row, i);
            }
            for (int j = 0; j < spec.inputs(); j++) {
                x.set(row, j, span * x.get(row, j) + least * sum);
            }
        }
    }
}
