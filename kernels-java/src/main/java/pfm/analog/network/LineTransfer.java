package pfm.analog.network;

/** Effective matrices of networks in which only one kind of line has resistance: every line stands for itself. */
final class LineTransfer {
    private LineTransfer() {
    }

    /** Output lines have resistance {@code segment}; every cell sees the source voltage. */
    static double[][] loadedOutputs(double[][] conductances, double segment) {
        int inputs = conductances[0].length;
        double[][] effective = new double[conductances.length][inputs];
        Chain chain = new Chain(inputs);
        for (int i = 0; i < effective.length; i++) {
            chain.shunts(conductances[i], segment);
            chain.transfer(conductances[i], effective[i]);
        }
        return effective;
    }

    /** Input lines have resistance {@code segment}; every cell ends in ground. */
    static double[][] loadedInputs(double[][] conductances, double segment) {
        int outputs = conductances.length;
        int inputs = conductances[0].length;
        double[][] effective = new double[outputs][inputs];
        double[] line = new double[outputs];
        double[] currents = new double[outputs];
        Chain chain = new Chain(outputs);
        for (int j = 0; j < inputs; j++) {
            for (int i = 0; i < outputs; i++) {
                line[i] = conductances[outputs - 1 - i][j];
            }
            chain.shunts(line, segment);
            chain.transfer(line, currents);
            for (int i = 0; i < outputs; i++) {
                effective[outputs - 1 - i][j] = currents[i];
            }
        }
        return effective;
    }
}
