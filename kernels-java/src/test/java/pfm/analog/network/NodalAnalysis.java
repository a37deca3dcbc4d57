package pfm.analog.network;

import pfm.field.Matrix;

/** The nodal equations of a network as one dense system, solved by Gaussian elimination with pivots. */
final class NodalAnalysis {
    private NodalAnalysis() {
    }

    /** The effective matrix, {@code [outputs][inputs]}. */
    static double[][] effective(ResistiveNetwork network) {
        Matrix g = network.conductances();
        int outputs = g.rows();
        int inputs = g.columns();
        int nodes = 2 * outputs * inputs;
        double[][] a = new double[nodes][nodes + inputs];
        double in = 1 / network.inputSegment();
        double out = 1 / network.outputSegment();
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                int top = i * inputs + j;
                int bottom = outputs * inputs + top;
                connect(a, top, bottom, g.get(i, j));
                if (i > 0) {
                    connect(a, top, top - inputs, in);
                }
                if (j > 0) {
                    connect(a, bottom, bottom - 1, out);
                }
                if (i == (network.sources() == LineEnd.FIRST ? 0 : outputs - 1)) {
                    a[top][top] += in;
                    a[top][nodes + j] = in;
                }
                if (j == (network.grounds() == LineEnd.FIRST ? 0 : inputs - 1)) {
                    a[bottom][bottom] += out;
                }
            }
        }
        solve(a, nodes);
        double[][] effective = new double[outputs][inputs];
        for (int i = 0; i < outputs; i++) {
            int last = i * inputs + (network.grounds() == LineEnd.FIRST ? 0 : inputs - 1);
            for (int j = 0; j < inputs; j++) {
                effective[i][j] = out * a[outputs * inputs + last][nodes + j];
            }
        }
        return effective;
    }

    private static void connect(double[][] a, int p, int q, double conductance) {
        a[p][p] += conductance;
        a[q][q] += conductance;
        a[p][q] -= conductance;
        a[q][p] -= conductance;
    }

    /** Leaves the solutions in the columns behind the system. */
    private static void solve(double[][] a, int n) {
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int r = k; r < n; r++) {
                pivot = Math.abs(a[r][k]) > Math.abs(a[pivot][k]) ? r : pivot;
            }
            double[] row = a[pivot];
            a[pivot] = a[k];
            a[k] = row;
            for (int r = 0; r < n; r++) {
                double factor = a[r][k] / row[k];
                if (r != k && factor != 0) {
                    for (int c = k; c < a[r].length; c++) {
                        a[r][c] -= factor * row[c];
                    }
                }
            }
        }
        for (int k = 0; k < n; k++) {
            for (int c = n; c < a[k].length; c++) {
                a[k][c] /= a[k][k];
            }
        }
    }
}
