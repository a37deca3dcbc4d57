package pfm.analog.network;

/**
 * One line: a chain of nodes with unit conductances between neighbours, open before the first node, grounded behind
 * the last one, and a shunt to ground at each node. X is the inverse of its nodal matrix. Nothing is subtracted, so
 * every number is accurate to rounding in itself.
 */
final class Chain {
    private final double[] forward;
    private final double[] backward;
    private final double[] diagonal;
    private final double[] neighbours;

    Chain(int length) {
        forward = new double[length];
        backward = new double[length];
        diagonal = new double[length];
        neighbours = new double[length];
    }

    /** Takes the shunts {@code scale · shunts[j]}. */
    void shunts(double[] shunts, double scale) {
        int n = forward.length;
        double left = 0;
        for (int j = 0; j < n; j++) {
            neighbours[j] = left;
            double before = Math.fma(scale, shunts[j], left);
            forward[j] = 1 / (1 + before);
            left = before * forward[j];
        }
        double right = 1;
        for (int j = n - 1; j >= 0; j--) {
            double behind = Math.fma(scale, shunts[j], right);
            neighbours[j] += right;
            diagonal[j] = 1 / Math.fma(scale, shunts[j], neighbours[j]);
            backward[j] = 1 / (1 + behind);
            right = behind * backward[j];
        }
    }

    /** {@code X[last][j] shunts[j]}: the current into the ground for a unit voltage that feeds node j by its shunt. */
    void transfer(double[] shunts, double[] result) {
        double x = 1;
        for (int j = forward.length - 1; j >= 0; j--) {
            x *= forward[j];
            result[j] = x * shunts[j];
        }
    }

    /** {@code X[row][0 … row]}. */
    void inverse(int row, double[] result) {
        double x = diagonal[row];
        result[row] = x;
        for (int j = row - 1; j >= 0; j--) {
            x *= forward[j];
            result[j] = x;
        }
    }

    /** {@code X[row][0 … row]} from the row before. */
    void inverse(int row, double[] before, double[] result) {
        double factor = backward[row];
        for (int j = 0; j < row; j++) {
            result[j] = before[j] * factor;
        }
        result[row] = diagonal[row];
    }

    /** Conductance from a node to ground by way of its neighbours, without its own shunt. */
    double neighbours(int node) {
        return neighbours[node];
    }

    /** {@code X[node][node]}. */
    double diagonal(int node) {
        return diagonal[node];
    }
}
