package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import pfm.Kernels;
import pfm.field.Matrix;
import pfm.quantity.Require;

/** Ranges of the ADCs of a {@link Perceptron}, calibrated on images: what its crossbars give for inputs in [−1, 1]. */
public final class AnalogRanges {
    private static final int BATCH = 256;

    private AnalogRanges() {
    }

    /**
     * For each layer the value that {@code part} of its outputs do not exceed, where the largest input of each vector
     * is brought to 1.
     *
     * @param part in (0, 1]; 1 for the largest output
     */
    public static List<Double> calibrate(Perceptron network, LabelledImages images, double part, Kernels kernels) {
        Require.inRange("part of the outputs within the range", 1e-3, 1, "", part);
        int layers = network.layers().size();
        List<float[]> outputs = new ArrayList<>();
        network.layers().forEach(layer -> outputs.add(new float[images.count() * layer.outputs()]));
        int[] order = IntStream.range(0, images.count()).toArray();
        try (Arena arena = Arena.ofShared()) {
            PerceptronPlan plan = new PerceptronPlan(
                    network, Collections.nCopies(layers, CrossbarDevice.IDEAL), BATCH, kernels, arena);
            for (int from = 0; from < images.count(); from += BATCH) {
                int first = from;
                PixelRows.fill(images, order, first, plan.inputs());
                plan.forward((l, x, y) -> {
                    int rows = Math.min(BATCH, images.count() - first);
                    for (int row = 0; row < rows; row++) {
                        collect(x, y, row, outputs.get(l), (first + row) * y.columns());
                    }
                });
            }
        }
        return outputs.stream().map(found -> quantile(found, part)).toList();
    }

    private static void collect(Matrix x, Matrix y, int row, float[] found, int at) {
        double largest = 0;
        for (int i = 0; i < x.columns(); i++) {
            largest = Math.max(largest, Math.abs(x.get(row, i)));
        }
        for (int o = 0; o < y.columns(); o++) {
            found[at + o] = largest == 0 ? 0 : (float) (Math.abs(y.get(row, o)) / largest);
        }
    }

    private static double quantile(float[] values, double part) {
        Arrays.sort(values);
        double found = values[(int) Math.ceil(part * values.length) - 1];
        return Math.max(found, Float.MIN_NORMAL);
    }
}
