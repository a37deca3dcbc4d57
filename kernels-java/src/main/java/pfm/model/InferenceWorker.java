package pfm.model;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import pfm.Kernels;
import pfm.MatVec;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.optics.SplitStep;

/** The plans and fields that one running call of an {@link Inference} needs. */
final class InferenceWorker {
    private final Network network;
    private final int screens;
    private final Propagator optics;
    private final List<MatVec> products = new ArrayList<>();
    private final List<Matrix> vectors = new ArrayList<>(); // of the signals, then of the outputs of every product
    private final Field entering;
    private final Field leaving;
    private final float[] amplitude;
    private final double[] power;
    private final double[] signal;

    InferenceWorker(Network network, Kernels kernels, Precision precision, int batch, Arena arena) {
        this.network = network;
        SplitStep spec = network.splitStep(arena);
        screens = spec.screens();
        optics = kernels.splitStep(spec);
        entering = Field.zeros(network.grid(), batch, precision, arena);
        leaving = Field.zeros(network.grid(), batch, precision, arena);
        amplitude = new float[network.encoding().modes()];
        power = new double[network.detectors().regions().size()];
        signal = new double[network.detectors().signals()];
        vectors.add(Matrix.zeros(batch, signal.length, precision, arena));
        for (Layer.Electronic layer : network.electronic()) {
            products.add(kernels.crossbar(layer.crossbar()));
            vectors.add(Matrix.zeros(batch, layer.crossbar().outputs(), precision, arena));
        }
    }

    int screens() {
        return screens;
    }

    /** Reads images {@code first … first + count − 1}; the fields outside the encoded image stay dark. */
    void run(LabelledImages images, int first, int count, Readings readings) {
        Encoding encoding = network.encoding();
        for (int item = 0; item < count; item++) {
            encoding.amplitudes(images, first + item, amplitude);
            readings.incident(first + item, encoding.power(amplitude));
            encoding.place(entering, item, amplitude);
        }
        optics.propagate(entering.items(0, count), leaving.items(0, count));
        Layer.Detectors detectors = network.detectors();
        for (int item = 0; item < count; item++) {
            readings.detect(first + item, detectors, leaving, item);
            readings.powers(first + item, power);
            detectors.readout().signals(power, signal);
            for (int k = 0; k < signal.length; k++) {
                vectors.getFirst().set(item, k, detectors.gain() * signal[k]);
            }
        }
        score(first, count, readings);
    }

    private void score(int first, int count, Readings readings) {
        Matrix rows = rows(vectors.getFirst(), count);
        for (int layer = 0; layer < products.size(); layer++) {
            Matrix outputs = rows(vectors.get(layer + 1), count);
            products.get(layer).multiply(rows, outputs);
            if (network.electronic().get(layer).rectified()) {
                rectify(outputs);
            }
            rows = outputs;
        }
        for (int item = 0; item < count; item++) {
            for (int k = 0; k < rows.columns(); k++) {
                readings.score(first + item, k, rows.get(item, k));
            }
        }
    }

    private static void rectify(Matrix m) {
        for (int r = 0; r < m.rows(); r++) {
            for (int c = 0; c < m.columns(); c++) {
                m.set(r, c, Math.max(m.get(r, c), 0));
            }
        }
    }

    private static Matrix rows(Matrix whole, int count) {
        return Matrix.of(count, whole.columns(), whole.precision(), whole.values());
    }
}
