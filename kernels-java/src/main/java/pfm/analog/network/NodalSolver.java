package pfm.analog.network;

import java.util.Arrays;

/**
 * Output currents for one vector of voltages, by conjugate gradients. Unknowns are the voltages of the nodes on output
 * lines, over R_out: {@code ω}; those on input lines are eliminated exactly, line by line:
 *
 * <pre>{@code
 * (K_in + R_in D) u = R_in R_out D ω + v at the sources
 * S ω = (K_out + R_out D) ω - D (K_in + R_in D)^-1 R_in R_out D ω = D (K_in + R_in D)^-1 v
 * }</pre>
 *
 * The preconditioner solves each output line for itself. A residual r is a current that is fed into each node too much
 * or too little; all of it leaves through sources and grounds, so that the outputs together are wrong by no more than
 * the sum of its magnitudes. That sum ends the iteration.
 */
final class NodalSolver {
    private static final double TOLERANCE = 1e-9;
    /** Where outputs cancel, the tolerance is relative to this part of the currents that cells feed in. */
    private static final double LEAST = 1e-4;
    /** Columns that are swept together: their intermediate values stay in the cache. */
    private static final int BLOCK = 128;

    private final double[][] d;
    private final double inputSegment;
    private final double outputSegment;
    private final Team team;
    private final int lines;
    private final int n;
    private final double[][] inputFactors;
    private final double[][] outputFactors;
    private final double[][] x;
    private final double[][] r;
    private final double[][] z;
    private final double[][] p;
    private final double[][] q;
    private final double[] magnitudes;
    private final double[] products;
    private final double[] blockProducts;
    private volatile boolean converged = true;

    NodalSolver(double[][] conductances, double inputSegment, double outputSegment, int threads) {
        this.d = conductances;
        this.inputSegment = inputSegment;
        this.outputSegment = outputSegment;
        this.lines = d.length;
        this.n = d[0].length;
        this.team = new Team(Math.min(threads, Math.max(lines, (n + BLOCK - 1) / BLOCK)));
        this.inputFactors = new double[lines][n];
        this.outputFactors = new double[lines][n];
        this.x = new double[lines][n];
        this.r = new double[lines][n];
        this.z = new double[lines][n];
        this.p = new double[lines][n];
        this.q = new double[lines][n];
        this.magnitudes = new double[lines];
        this.products = new double[lines];
        this.blockProducts = new double[(n + BLOCK - 1) / BLOCK];
    }

    /** The currents into the grounds, one for each output line. */
    double[] currents(double[] v) {
        team.run(member -> iterate(v, member));
        if (!converged) {
            throw new ArithmeticException("the currents did not converge; take effectiveMatrix, which always ends");
        }
        double[] currents = new double[lines];
        for (int i = 0; i < lines; i++) {
            currents[i] = x[i][n - 1];
        }
        return currents;
    }

    private void iterate(double[] v, int member) {
        double[][] swept = new double[lines][BLOCK];
        for (int b = member; b < blockProducts.length; b += team.size()) {
            start(v, b * BLOCK, Math.min(n, (b + 1) * BLOCK));
        }
        team.meet();
        double rz = precondition(0, member);
        double least = LEAST * sum(magnitudes);
        int limit = 10_000 + 100 * (lines + n);
        double beta = 0;
        for (int iteration = 0; sum(magnitudes) > TOLERANCE * Math.max(outputs(), least); iteration++) {
            if (iteration == limit) {
                converged = false;
                return;
            }
            for (int i = member; i < lines; i += team.size()) {
                for (int j = 0; j < n; j++) {
                    p[i][j] = Math.fma(beta, p[i][j], z[i][j]);
                }
            }
            team.meet();
            for (int b = member; b < blockProducts.length; b += team.size()) {
                blockProducts[b] = apply(b * BLOCK, Math.min(n, (b + 1) * BLOCK), swept);
            }
            team.meet();
            double before = rz;
            rz = precondition(before / sum(blockProducts), member);
            beta = rz / before;
        }
    }

    /** Factors of the input lines, and the residual for {@code ω = 0}. */
    private void start(double[] v, int from, int to) {
        double[] above = new double[n];
        for (int i = lines - 1; i >= 0; i--) {
            for (int j = from; j < to; j++) {
                double own = Math.fma(inputSegment, d[i][j], above[j]);
                inputFactors[i][j] = 1 / (1 + own);
                above[j] = own * inputFactors[i][j];
            }
        }
        double[] u = v.clone();
        for (int i = 0; i < lines; i++) {
            for (int j = from; j < to; j++) {
                u[j] *= inputFactors[i][j];
                r[i][j] = d[i][j] * u[j];
            }
        }
    }

    /** {@code q = S p} in columns, and the part of {@code p·q} there. */
    private double apply(int from, int to, double[][] swept) {
        int count = to - from;
        double scale = inputSegment * outputSegment;
        double[] e = new double[count];
        for (int i = lines - 1; i >= 0; i--) {
            double[] row = swept[i];
            for (int j = 0; j < count; j++) {
                row[j] = Math.fma(scale * d[i][from + j], p[i][from + j], e[j]) * inputFactors[i][from + j];
                e[j] = row[j];
            }
        }
        double[] u = new double[count];
        double product = 0;
        for (int i = 0; i < lines; i++) {
            double[] pi = p[i];
            for (int j = 0; j < count; j++) {
                int c = from + j;
                u[j] = Math.fma(inputFactors[i][c], u[j], swept[i][j]);
                double left = c > 0 ? pi[c] - pi[c - 1] : 0;
                double right = c < n - 1 ? pi[c] - pi[c + 1] : pi[c];
                q[i][c] = left + right + d[i][c] * (outputSegment * pi[c] - u[j]);
                product = Math.fma(pi[c], q[i][c], product);
            }
        }
        return product;
    }

    /** A step along p, the new residual, z from it, and {@code r·z}. */
    private double precondition(double step, int member) {
        for (int i = member; i < lines; i += team.size()) {
            double[] ri = r[i];
            if (step == 0) {
                double left = 0;
                for (int j = 0; j < n; j++) {
                    double own = Math.fma(outputSegment, d[i][j], left);
                    outputFactors[i][j] = 1 / (1 + own);
                    left = own * outputFactors[i][j];
                }
            } else {
                for (int j = 0; j < n; j++) {
                    x[i][j] = Math.fma(step, p[i][j], x[i][j]);
                    ri[j] = Math.fma(-step, q[i][j], ri[j]);
                }
            }
            double magnitude = 0;
            double carried = 0;
            for (int j = 0; j < n; j++) {
                magnitude += Math.abs(ri[j]);
                carried = (ri[j] + carried) * outputFactors[i][j];
                z[i][j] = carried;
            }
            double product = 0;
            double next = 0;
            for (int j = n - 1; j >= 0; j--) {
                next = Math.fma(outputFactors[i][j], next, z[i][j]);
                z[i][j] = next;
                product = Math.fma(next, ri[j], product);
            }
            magnitudes[i] = magnitude;
            products[i] = product;
        }
        team.meet();
        return sum(products);
    }

    private double outputs() {
        double sum = 0;
        for (double[] row : x) {
            sum += Math.abs(row[n - 1]);
        }
        return sum;
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
