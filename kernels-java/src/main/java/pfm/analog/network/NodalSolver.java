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
 * The preconditioner solves each output line for itself, and adds what {@link SmoothModes} know better. A residual r
 * is a current that is fed into each node too much or too little; all of it leaves through sources and grounds, so
 * that the outputs together are wrong by no more than the sum of its magnitudes. That sum ends the iteration.
 */
final class NodalSolver {
    private static final double TOLERANCE = 1e-9;
    /** Where outputs cancel, the tolerance is relative to this part of the currents that cells feed in. */
    private static final double LEAST = 1e-4;
    /** Columns that are swept together: what one sweep leaves is in the cache for the next one. */
    private static final int BLOCK = 128;

    private final double inputSegment;
    private final double outputSegment;
    private final Team team;
    private final int lines;
    private final int n;
    private final int bands;
    /** Conductances and, as all arrays of rows here, rows of zeros that fill the last band. */
    private final double[][] d;
    private final double[][] inputFactors;
    private final double[][] outputFactors;
    /** The residual; a preconditioned residual, in turn with what a sweep leaves; a direction; S times it. */
    private final double[][] r;
    private final double[][] z;
    private final double[][] p;
    private final double[][] q;
    /** ω at the grounds: the outputs. */
    private final double[] outputs;
    private final double[] magnitudes;
    private final double[] products;
    private final double[] blockProducts;
    private final SmoothModes modes;
    private final Projection moments;
    private volatile boolean converged = true;

    NodalSolver(double[][] conductances, double inputSegment, double outputSegment, int threads) {
        this.inputSegment = inputSegment;
        this.outputSegment = outputSegment;
        this.lines = conductances.length;
        this.n = conductances[0].length;
        this.bands = (lines + Projection.BAND - 1) / Projection.BAND;
        int rows = bands * Projection.BAND;
        this.d = Arrays.copyOf(conductances, rows);
        Arrays.fill(d, lines, rows, new double[n]);
        this.inputFactors = new double[rows][n];
        this.outputFactors = new double[rows][n];
        this.r = new double[rows][n];
        this.z = new double[rows][n];
        this.p = new double[rows][n];
        this.q = new double[rows][n];
        this.outputs = new double[rows];
        this.magnitudes = new double[rows];
        this.products = new double[rows];
        this.blockProducts = new double[(n + BLOCK - 1) / BLOCK];
        this.team = new Team(Math.min(threads, Math.max(bands, blockProducts.length)));
        double mean = Arrays.stream(conductances).mapToDouble(NodalSolver::sum).sum() / lines / n;
        double load = mean * Math.max(inputSegment * lines * lines, outputSegment * n * n);
        this.modes = SmoothModes.of(load, bands, lines, n);
        this.moments = modes.moments(lines);
    }

    /** The currents into the grounds, one for each output line. */
    double[] currents(double[] v) {
        team.run(member -> iterate(v, member));
        if (!converged) {
            throw new ArithmeticException("the currents did not converge; take effectiveMatrix, which always ends");
        }
        return Arrays.copyOf(outputs, lines);
    }

    private void iterate(double[] v, int member) {
        double[] u = v.clone();
        double[] product = new double[n];
        double[][] shapes = modes.shapes();
        for (int b = member; b < blockProducts.length; b += team.size()) {
            start(u, product, b * BLOCK, Math.min(n, (b + 1) * BLOCK));
        }
        prepareBands(member);
        double rz = precondition(0, shapes, member);
        double least = LEAST * sum(magnitudes);
        int limit = 10_000 + 100 * (lines + n);
        double beta = 0;
        for (int iteration = 0; sum(magnitudes) > TOLERANCE * Math.max(outputs(), least); iteration++) {
            if (iteration == limit) {
                converged = false;
                return;
            }
            turn(beta, shapes, member);
            team.meet();
            for (int b = member; b < blockProducts.length; b += team.size()) {
                blockProducts[b] = apply(u, product, b * BLOCK, Math.min(n, (b + 1) * BLOCK));
            }
            team.meet();
            double before = rz;
            rz = precondition(before / sum(blockProducts), shapes, member);
            beta = rz / before;
        }
    }

    /** Factors of the input lines, and the residual for {@code ω = 0}; u begins as the voltages. */
    private void start(double[] u, double[] above, int from, int to) {
        Arrays.fill(above, from, to, 0);
        for (int i = lines - 1; i >= 0; i--) {
            factors(d[i], inputFactors[i], above, from, to);
        }
        for (int i = 0; i < lines; i++) {
            double[] factor = inputFactors[i];
            double[] row = r[i];
            double[] conductances = d[i];
            for (int c = from; c < to; c++) {
                u[c] *= factor[c];
                row[c] = conductances[c] * u[c];
            }
        }
    }

    private void factors(double[] conductances, double[] factor, double[] above, int from, int to) {
        for (int c = from; c < to; c++) {
            double own = Math.fma(inputSegment, conductances[c], above[c]);
            factor[c] = 1 / (1 + own);
            above[c] = own * factor[c];
        }
    }

    /** Factors of the output lines, and what the modes need. */
    private void prepareBands(int member) {
        for (int b = member; b < bands; b += team.size()) {
            for (int i = b * Projection.BAND; i < (b + 1) * Projection.BAND; i++) {
                double left = 0;
                for (int j = 0; j < n; j++) {
                    double own = Math.fma(outputSegment, d[i][j], left);
                    outputFactors[i][j] = 1 / (1 + own);
                    left = own * outputFactors[i][j];
                }
            }
            moments.take(b, band(d, b));
        }
        team.meet();
        if (member == 0 && !modes.isEmpty()) {
            modes.conductances(moments.coefficients(), lines, inputSegment, outputSegment);
        }
    }

    private static double[][] band(double[][] rows, int band) {
        return Arrays.copyOfRange(rows, band * Projection.BAND, (band + 1) * Projection.BAND);
    }

    /** The next direction. */
    private void turn(double beta, double[][] shapes, int member) {
        for (int b = member; b < bands; b += team.size()) {
            for (int i = b * Projection.BAND; i < (b + 1) * Projection.BAND; i++) {
                if (i % RankUpdate.GROUP == 0) {
                    modes.add(shapes, z, i);
                }
                double[] direction = p[i];
                double[] row = z[i];
                for (int j = 0; j < n; j++) {
                    direction[j] = Math.fma(beta, direction[j], row[j]);
                }
            }
        }
    }

    /** {@code q = S p} in columns, and the part of {@code p·q} there. */
    private double apply(double[] u, double[] product, int from, int to) {
        double scale = inputSegment * outputSegment;
        Arrays.fill(z[lines - 1], from, to, 0);
        for (int i = lines - 1; i >= 0; i--) {
            LineLoops.up(z[Math.min(i + 1, lines - 1)], d[i], p[i], inputFactors[i], z[i], scale, from, to);
        }
        Arrays.fill(u, from, to, 0);
        Arrays.fill(product, from, to, 0);
        for (int i = 0; i < lines; i++) {
            LineLoops.down(z[i], inputFactors[i], u, from, to);
            LineLoops.across(p[i], d[i], u, q[i], outputSegment, Math.max(from, 1), Math.min(to, n - 1));
            if (from == 0) {
                q[i][0] = p[i][0] - (n == 1 ? 0 : p[i][1]) + d[i][0] * (outputSegment * p[i][0] - u[0]);
            }
            if (to == n && n > 1) {
                int c = n - 1;
                q[i][c] = p[i][c] - p[i][c - 1] + p[i][c] + d[i][c] * (outputSegment * p[i][c] - u[c]);
            }
            LineLoops.multiply(p[i], q[i], product, from, to);
        }
        double sum = 0;
        for (int c = from; c < to; c++) {
            sum += product[c];
        }
        return sum;
    }

    /** A step along p, the new residual, z from it but for the modes, their shapes, and {@code r·z}. */
    private double precondition(double step, double[][] shapes, int member) {
        for (int b = member; b < bands; b += team.size()) {
            for (int i = b * Projection.BAND; i < (b + 1) * Projection.BAND; i += RankUpdate.GROUP) {
                for (int k = i; k < i + RankUpdate.GROUP; k++) {
                    outputs[k] = Math.fma(step, p[k][n - 1], outputs[k]);
                    LineLoops.subtract(step, q[k], r[k]);
                }
                solve(i);
            }
            modes.take(b, band(r, b));
        }
        team.meet();
        return sum(products) + (modes.isEmpty() ? 0 : modes.correct(shapes));
    }

    /** Solves three output lines at once, because each step of one waits for the step before. */
    private void solve(int i) {
        double[] r0 = r[i];
        double[] r1 = r[i + 1];
        double[] r2 = r[i + 2];
        double[] z0 = z[i];
        double[] z1 = z[i + 1];
        double[] z2 = z[i + 2];
        double[] f0 = outputFactors[i];
        double[] f1 = outputFactors[i + 1];
        double[] f2 = outputFactors[i + 2];
        double m0 = 0;
        double m1 = 0;
        double m2 = 0;
        double e0 = 0;
        double e1 = 0;
        double e2 = 0;
        double g0 = 0;
        double g1 = 0;
        double g2 = 0;
        for (int j = 0; j < n; j++) {
            e0 = Math.fma(g0, e0, r0[j]);
            e1 = Math.fma(g1, e1, r1[j]);
            e2 = Math.fma(g2, e2, r2[j]);
            g0 = f0[j];
            g1 = f1[j];
            g2 = f2[j];
            z0[j] = e0 * g0;
            z1[j] = e1 * g1;
            z2[j] = e2 * g2;
            m0 += Math.abs(r0[j]);
            m1 += Math.abs(r1[j]);
            m2 += Math.abs(r2[j]);
        }
        magnitudes[i] = m0;
        magnitudes[i + 1] = m1;
        magnitudes[i + 2] = m2;
        e0 = 0;
        e1 = 0;
        e2 = 0;
        m0 = 0;
        m1 = 0;
        m2 = 0;
        for (int j = n - 1; j >= 0; j--) {
            e0 = Math.fma(f0[j], e0, z0[j]);
            e1 = Math.fma(f1[j], e1, z1[j]);
            e2 = Math.fma(f2[j], e2, z2[j]);
            z0[j] = e0;
            z1[j] = e1;
            z2[j] = e2;
            m0 = Math.fma(e0, r0[j], m0);
            m1 = Math.fma(e1, r1[j], m1);
            m2 = Math.fma(e2, r2[j], m2);
        }
        products[i] = m0;
        products[i + 1] = m1;
        products[i + 2] = m2;
    }

    private double outputs() {
        double sum = 0;
        for (double output : outputs) {
            sum += Math.abs(output);
        }
        return sum;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
