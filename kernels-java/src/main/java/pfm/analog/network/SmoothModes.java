package pfm.analog.network;

import java.util.Arrays;

/**
 * The smoothest voltages {@code a_k(i) b_l(j)} on an array and the network seen by them alone. The chains of an
 * input line and of an output line have as eigenvectors and eigenvalues
 *
 * <pre>{@code
 * a_k(i) = 2/√(2d+1) sin(π(k+1/2)(i+1)/(d+1/2)),   4 sin²(π(2k+1)/(4d+2))
 * b_l(j) = 2/√(2n+1) cos(π(l+1/2)(j+1/2)/(n+1/2)), 4 sin²(π(2l+1)/(4n+2))
 * }</pre>
 *
 * These are what line solves leave of an error, as they take voltages on the other lines as given. With the matrix
 * Ď of the conductances between the modes, the nodal equations become {@code Š = Λ_out + R_out Ď - R_in R_out Ď
 * (Λ_in + R_in Ď)^-1 Ď}, and the line solves {@code Ť = Λ_out + R_out Ď}. The correction {@code Š^-1 - Ť^-1} is
 * positive semidefinite, for Š is Ť less something positive.
 */
final class SmoothModes {
    private static final int MOST = 15;

    private final int count;
    private final double[][] across;
    private final double[][] along;
    private final double[][] correction;
    private final Projection residual;

    private SmoothModes(int count, int bands, int lines, int n) {
        this.count = count;
        this.across = new double[bands * Projection.BAND][count];
        this.along = new double[count][n];
        this.correction = new double[count * count][];
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < lines; i++) {
                across[i][k] = 2 / Math.sqrt(2.0 * lines + 1) * Math.sin(Math.PI * (k + 0.5) * (i + 1) / (lines + 0.5));
            }
            for (int j = 0; j < n; j++) {
                along[k][j] = 2 / Math.sqrt(2.0 * n + 1) * Math.cos(Math.PI * (k + 0.5) * (j + 0.5) / (n + 0.5));
            }
        }
        this.residual = new Projection(across, along);
    }

    /** As many modes as the loads of the lines call for. */
    static SmoothModes of(double load, int bands, int lines, int n) {
        // Line solves leave the part 1/(1 + (kπ)²/load) of mode k: a sixteenth beyond four times √load/π.
        int count = (int) Math.min(MOST, Math.ceil(4 * Math.sqrt(load) / Math.PI));
        int most = Math.min(lines, n) / 2;
        count = load < 0.1 ? 0 : Math.min(count + 2, most) / RankUpdate.GROUP * RankUpdate.GROUP;
        return new SmoothModes(count, bands, lines, n);
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return count == 0;
    }

    /**
     * What the conductances between modes follow from: {@code a_k a_k'} and {@code b_l b_l'} are sums of two cosines.
     */
    Projection moments(int lines) {
        double[][] rows = new double[across.length][2 * count];
        double[][] columns = new double[2 * count][count == 0 ? 0 : along[0].length];
        for (int p = 0; p < 2 * count; p++) {
            for (int i = 0; i < lines; i++) {
                rows[i][p] = Math.cos(Math.PI * p * (i + 1) / (lines + 0.5)) * 2 / (2 * lines + 1);
            }
            int n = columns[p].length;
            for (int j = 0; j < n; j++) {
                columns[p][j] = Math.cos(Math.PI * p * (j + 0.5) / (n + 0.5)) * 2 / (2 * n + 1);
            }
        }
        return new Projection(rows, columns);
    }

    /** Computes the correction from the moments of the conductances. */
    void conductances(double[] moments, int lines, double inputSegment, double outputSegment) {
        int size = count * count;
        double[][] d = new double[size][size];
        double[][] in = new double[size][size];
        double[][] out = new double[size][size];
        for (int r = 0; r < size; r++) {
            for (int c = 0; c < size; c++) {
                int k = r / count;
                int l = r % count;
                int kk = c / count;
                int ll = c % count;
                int same = Math.abs(k - kk) * 2 * count;
                int sum = (k + kk + 1) * 2 * count;
                d[r][c] = moments[same + Math.abs(l - ll)] + moments[same + l + ll + 1]
                        - moments[sum + Math.abs(l - ll)] - moments[sum + l + ll + 1];
                in[r][c] = inputSegment * d[r][c] + (r == c ? eigenvalue(k, lines) : 0);
                out[r][c] = outputSegment * d[r][c] + (r == c ? eigenvalue(l, along[0].length) : 0);
            }
        }
        Dense.invert(in);
        double[][] coupled = Dense.product(d, Dense.product(in, d));
        double[][] whole = new double[size][size];
        for (int r = 0; r < size; r++) {
            for (int c = 0; c < size; c++) {
                whole[r][c] = out[r][c] - inputSegment * outputSegment * coupled[r][c];
            }
        }
        Dense.invert(whole);
        Dense.invert(out);
        for (int r = 0; r < size; r++) {
            correction[r] = new double[size];
            for (int c = 0; c < size; c++) {
                correction[r][c] = 0.5 * (whole[r][c] + whole[c][r] - out[r][c] - out[c][r]);
            }
        }
    }

    private static double eigenvalue(int mode, int length) {
        double sine = Math.sin(Math.PI * (2 * mode + 1) / (4.0 * length + 2));
        return 4 * sine * sine;
    }

    /** Takes the residual in one band of rows. */
    void take(int band, double[][] rows) {
        residual.take(band, rows);
    }

    /**
     * Leaves in {@code shapes}, {@code [k][j]}, what the correction makes of the residual, summed over l.
     *
     * @return the product of the residual and its correction
     */
    double correct(double[][] shapes) {
        double[] found = residual.coefficients();
        double product = 0;
        double[][] corrected = new double[count][count];
        for (int r = 0; r < found.length; r++) {
            double sum = 0;
            for (int c = 0; c < found.length; c++) {
                sum = Math.fma(correction[r][c], found[c], sum);
            }
            corrected[r / count][r % count] = sum;
            product = Math.fma(sum, found[r], product);
        }
        for (int k = 0; k < count; k += RankUpdate.GROUP) {
            for (int r = k; r < k + RankUpdate.GROUP; r++) {
                Arrays.fill(shapes[r], 0);
            }
            RankUpdate.three(shapes[k], shapes[k + 1], shapes[k + 2], corrected[k], corrected[k + 1],
                    corrected[k + 2], along, shapes[k].length);
        }
        return product;
    }

    /** Room for {@link #correct}. */
    double[][] shapes() {
        return new double[count][count == 0 ? 0 : along[0].length];
    }

    /** Adds the correction to three rows. */
    void add(double[][] shapes, double[][] rows, int first) {
        RankUpdate.three(rows[first], rows[first + 1], rows[first + 2], across[first], across[first + 1],
                across[first + 2], shapes, rows[first].length);
    }
}
