package pfm.analog.network;

/** Small dense matrices. */
final class Dense {
    private Dense() {
    }

    /** {@code a b}. */
    static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int r = 0; r < a.length; r++) {
            for (int k = 0; k < b.length; k++) {
                add(a[r][k], b[k], product[r], b[k].length);
            }
        }
        return product;
    }

    /** Replaces a symmetric positive definite matrix by its inverse. */
    static void invert(double[][] a) {
        invert(a, a.length);
    }

    /** Replaces the first rows and columns of a matrix, which are symmetric and positive definite, by their inverse. */
    static void invert(double[][] a, int count) {
        for (int k = 0; k < count; k++) {
            double[] pivot = a[k];
            double reciprocal = 1 / pivot[k];
            pivot[k] = 1;
            for (int c = 0; c < count; c++) {
                pivot[c] *= reciprocal;
            }
            for (int r = 0; r < count; r++) {
                if (r != k) {
                    double factor = -a[r][k];
                    a[r][k] = 0;
                    add(factor, pivot, a[r], count);
                }
            }
        }
    }

    private static void add(double factor, double[] values, double[] sum, int count) {
        for (int c = 0; c < count; c++) {
            sum[c] = Math.fma(factor, values[c], sum[c]);
        }
    }
}
