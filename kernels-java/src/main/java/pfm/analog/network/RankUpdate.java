package pfm.analog.network;

/** {@code C ← C + W Q} on rows, where C2 makes vector instructions of three rows and three terms at a time. */
final class RankUpdate {
    /** Rows and terms of one pass: C2 unrolls, and so vectorises, no loop with a larger body. */
    static final int GROUP = 3;

    private RankUpdate() {
    }

    /** Columns {@code [0, end)} of three rows; terms: those of {@code q}, a multiple of three. */
    static void three(double[] c0, double[] c1, double[] c2, double[] w0, double[] w1, double[] w2, double[][] q,
            int end) {
        for (int k = 0; k < q.length; k += GROUP) {
            three(c0, c1, c2, w0, w1, w2, k, q[k], q[k + 1], q[k + 2], end);
        }
    }

    private static void three(double[] c0, double[] c1, double[] c2, double[] w0, double[] w1, double[] w2, int k,
            double[] q0, double[] q1, double[] q2, int end) {
        double a0 = w0[k];
        double a1 = w0[k + 1];
        double a2 = w0[k + 2];
        double b0 = w1[k];
        double b1 = w1[k + 1];
        double b2 = w1[k + 2];
        double d0 = w2[k];
        double d1 = w2[k + 1];
        double d2 = w2[k + 2];
        for (int j = 0; j < end; j++) {
            double x0 = q0[j];
            double x1 = q1[j];
            double x2 = q2[j];
            c0[j] = Math.fma(a2, x2, Math.fma(a1, x1, Math.fma(a0, x0, c0[j])));
            c1[j] = Math.fma(b2, x2, Math.fma(b1, x1, Math.fma(b0, x0, c1[j])));
            c2[j] = Math.fma(d2, x2, Math.fma(d1, x1, Math.fma(d0, x0, c2[j])));
        }
    }

    /** Columns {@code [0, end)} of one row. */
    static void one(double[] c, double[] w, double[][] q, int end) {
        for (int k = 0; k < q.length; k += GROUP) {
            one(c, w[k], w[k + 1], w[k + 2], q[k], q[k + 1], q[k + 2], end);
        }
    }

    private static void one(double[] c, double a0, double a1, double a2, double[] q0, double[] q1, double[] q2,
            int end) {
        for (int j = 0; j < end; j++) {
            c[j] = Math.fma(a2, q2[j], Math.fma(a1, q1[j], Math.fma(a0, q0[j], c[j])));
        }
    }
}
