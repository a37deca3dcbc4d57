package pfm.validation.mutants;

import pfm.field.Matrix;

/** Matrices as arrays of rows. */
final class Rows {
    private Rows() {
    }

    static double[][] of(Matrix m) {
        double[][] rows = new double[m.rows()][m.columns()];
        for (int k = 0; k < m.rows() * m.columns(); k++) {
            rows[k / m.columns()][k % m.columns()] = m.get(k / m.columns(), k % m.columns());
        }
        return rows;
    }

    /** {@code x = scale Wᵀ y} for each row of y. */
    static void adjoint(double[][] weights, double scale, Matrix y, Matrix x) {
        for (int b = 0; b < y.rows(); b++) {
            for (int j = 0; j < x.columns(); j++) {
                double sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i][j] * y.get(b, i);
                }
                x.set(b, j, sum * scale);
            }
        }
    }
}
