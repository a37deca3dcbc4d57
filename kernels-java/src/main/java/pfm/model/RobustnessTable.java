package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import pfm.Kernels;
import pfm.analog.Converter;
import pfm.analog.InputScaling;
import pfm.quantity.Require;

/**
 * How well a {@link Perceptron} reads images where its crossbars have few ADC bits and its weights are disturbed.
 *
 * @param noises deviations of the weights, as parts of the largest weight
 * @param bits   bits of the ADC
 * @param means  part of the images that are recognised, {@code [noise][bits]}, mean over the draws
 * @param spread its deviation over the draws
 */
public record RobustnessTable(List<Double> noises, List<Integer> bits, double[][] means, double[][] spread) {
    private static final int DAC_BITS = 8;

    /**
     * Measures.
     *
     * @param ranges   of the ADC of each layer, see {@link AnalogRanges}
     * @param draws    programmings for each deviation that is not 0
     * @param progress told after each of the {@code noises × bits} entries how many are done
     */
    public static RobustnessTable of(Perceptron network, List<Double> ranges, LabelledImages images,
            List<Double> noises, List<Integer> bits, int draws, long seed, Kernels kernels, IntConsumer progress) {
        Require.inRange("draws", 1, 10_000, draws);
        double[][] means = new double[noises.size()][bits.size()];
        double[][] spread = new double[noises.size()][bits.size()];
        try (Arena arena = Arena.ofShared()) {
            for (int b = 0; b < bits.size(); b++) {
                PerceptronInference inference =
                        new PerceptronInference(network, devices(ranges, bits.get(b)), kernels, arena);
                for (int n = 0; n < noises.size(); n++) {
                    double[] found = new double[noises.get(n) == 0 ? 1 : draws];
                    for (int d = 0; d < found.length; d++) {
                        found[d] = inference.accuracy(images, noises.get(n), seed, d);
                    }
                    means[n][b] = mean(found);
                    spread[n][b] = deviation(found, means[n][b]);
                    progress.accept(b * noises.size() + n + 1);
                }
            }
        }
        return new RobustnessTable(List.copyOf(noises), List.copyOf(bits), means, spread);
    }

    /** A DAC of 8 bits for inputs brought to [−1, 1], and an ADC of this range, for each layer. */
    public static List<CrossbarDevice> devices(List<Double> ranges, int adcBits) {
        List<CrossbarDevice> devices = new ArrayList<>();
        for (double range : ranges) {
            devices.add(new CrossbarDevice(Converter.ofBits(DAC_BITS, 1), Converter.ofBits(adcBits, range),
                    new InputScaling.AbsMax(), false, 1, Integer.MAX_VALUE, Integer.MAX_VALUE));
        }
        return devices;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values, double mean) {
        double sum = 0;
        for (double v : values) {
            sum += (v - mean) * (v - mean);
        }
        return values.length == 1 ? 0 : Math.sqrt(sum / (values.length - 1));
    }
}
