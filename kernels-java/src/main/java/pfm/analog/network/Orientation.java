package pfm.analog.network;

import pfm.field.Matrix;

/**
 * How a network is turned so that its sources are at the first cells and its grounds behind the last ones.
 * Reciprocity lets inputs and outputs change places: the currents from sources into grounds are the same when each
 * source becomes a ground and each ground a source, so the matrix of that network is the transpose.
 */
final class Orientation {
    private final ResistiveNetwork network;
    private final boolean exchanged;
    private final boolean outputsReversed;
    private final boolean inputsReversed;

    Orientation(ResistiveNetwork network, boolean exchanged) {
        this.network = network;
        this.exchanged = exchanged;
        // Where lines change places, sources become grounds and so stand at the wrong end.
        this.outputsReversed = exchanged != (network.sources() == LineEnd.LAST);
        this.inputsReversed = exchanged != (network.grounds() == LineEnd.FIRST);
    }

    double inputSegment() {
        return exchanged ? network.outputSegment() : network.inputSegment();
    }

    double outputSegment() {
        return exchanged ? network.inputSegment() : network.outputSegment();
    }

    /** The conductances as turned, a row for each output line. */
    double[][] conductances() {
        int outputs = network.outputs();
        int inputs = network.inputs();
        double[][] turned = exchanged ? new double[inputs][outputs] : new double[outputs][inputs];
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                int a = output(i);
                int b = input(j);
                turned[exchanged ? b : a][exchanged ? a : b] = network.conductances().get(i, j);
            }
        }
        return turned;
    }

    /** Turns a matrix back. */
    void restore(double[][] turned, Matrix result) {
        for (int i = 0; i < result.rows(); i++) {
            for (int j = 0; j < result.columns(); j++) {
                int a = output(i);
                int b = input(j);
                result.set(i, j, turned[exchanged ? b : a][exchanged ? a : b]);
            }
        }
    }

    /** A vector over the inputs as turned, where lines keep their places. */
    double[] inputs(double[] values) {
        double[] turned = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            turned[input(j)] = values[j];
        }
        return turned;
    }

    /** Turns a vector over the outputs back, where lines keep their places. */
    double[] outputs(double[] turned) {
        double[] values = new double[turned.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = turned[output(i)];
        }
        return values;
    }

    private int output(int i) {
        return outputsReversed ? network.outputs() - 1 - i : i;
    }

    private int input(int j) {
        return inputsReversed ? network.inputs() - 1 - j : j;
    }
}
