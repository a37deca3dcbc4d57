package pfm.analog.network;

/** Loops over parts of rows that C2 makes vector instructions of. */
final class LineLoops {
    private LineLoops() {
    }

    /** One step of the elimination of input lines, from their open ends to the sources. */
    static void up(double[] below, double[] d, double[] p, double[] factor, double[] z, double scale, int from,
            int to) {
        for (int c = from; c < to; c++) {
            z[c] = Math.fma(scale * d[c], p[c], below[c]) * factor[c];
        }
    }

    /** One step of the substitution, from the sources on: u becomes the voltages on the next output line. */
    static void down(double[] z, double[] factor, double[] u, int from, int to) {
        for (int c = from; c < to; c++) {
            u[c] = Math.fma(factor[c], u[c], z[c]);
        }
    }

    /** S p on one output line, but for its ends. */
    static void across(double[] p, double[] d, double[] u, double[] q, double outputSegment, int from,
            int to) {
        for (int c = from; c < to; c++) {
            q[c] = p[c] - p[c - 1] + (p[c] - p[c + 1]) + d[c] * (outputSegment * p[c] - u[c]);
        }
    }

    /** Adds products. */
    static void multiply(double[] p, double[] q, double[] product, int from, int to) {
        for (int c = from; c < to; c++) {
            product[c] = Math.fma(p[c], q[c], product[c]);
        }
    }

    /** A step against q. */
    static void subtract(double step, double[] q, double[] r) {
        for (int j = 0; j < r.length; j++) {
            r[j] = Math.fma(-step, q[j], r[j]);
        }
    }
}
