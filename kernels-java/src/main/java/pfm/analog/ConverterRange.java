package pfm.analog;

import java.util.Arrays;

import pfm.field.Matrix;
import pfm.quantity.Require;

/** Ways to choose the bound of a converter: {@link RangeRule}; or it is given. */
public final class ConverterRange {
    private ConverterRange() {
    }

    /**
     * The bound that a part of the magnitudes of sample values does not exceed, without interpolation: that of the
     * {@code ⌈part·count⌉}th smallest.
     *
     * @param samples values that the converter will meet, for example results of calibration vectors
     * @param part    in (0, 1], for example 0.9999
     * @return positive; the smallest float32 where all of these samples are 0
     */
    public static double calibrated(Matrix samples, double part) {
        double[] values = new double[Math.multiplyExact(samples.rows(), samples.columns())];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples.get(i / samples.columns(), i % samples.columns());
        }
        return calibrated(values, part);
    }

    /** As {@link #calibrated(Matrix, double)}. */
    public static double calibrated(double[] samples, double part) {
        Require.inRange("part of the values", Double.MIN_NORMAL, 1, "", part);
        double[] magnitudes = Arrays.stream(samples).map(Math::abs).sorted().toArray();
        int rank = (int) Math.ceil(part * magnitudes.length);
        return Math.max(Float.MIN_NORMAL, magnitudes[rank - 1]);
    }

    /**
     * The largest magnitude that a tile can give, {@code inputBound·max_i Σ_j |W_ij|} over the rows of all tiles.
     *
     * @param tileInputs most inputs of a tile
     * @param inputBound largest magnitude that leaves the DAC
     * @return positive; the smallest float32 where all weights are 0
     */
    public static double maximum(Matrix weights, int tileInputs, double inputBound) {
        double largest = 0;
        for (int i = 0; i < weights.rows(); i++) {
            double sum = 0;
            for (int j = 0; j < weights.columns(); j++) {
                sum = j % tileInputs == 0 ? 0 : sum;
                sum += Math.abs(weights.get(i, j));
                largest = Math.max(largest, sum);
            }
        }
        return Math.max(Float.MIN_NORMAL, largest * inputBound);
    }

    /**
     * The bound of {@link Converter#ofBits} whose codes are the smallest steps that a result can make, so that results
     * within the bound are converted without loss.
     *
     * @param step smallest difference of weights times smallest difference of inputs
     */
    public static double granular(int bits, double step) {
        Require.inRange("bits", 2, 24, bits);
        return step * ((1 << bits - 1) - 1);
    }
}
