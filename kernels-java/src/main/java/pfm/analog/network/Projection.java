package pfm.analog.network;

import java.util.Arrays;

/**
 * The coefficients {@code Σ_ij a_k(i) b_l(j) x_ij} of an array by products of functions, summed over bands of rows so
 * that the order of additions does not depend on who sums which band.
 */
final class Projection {
    /** Rows of a band, a multiple of {@link RankUpdate#GROUP}. */
    static final int BAND = 48;

    private final double[][] along;
    /** For each band {@code a_k(i)}, {@code [k][row of the band]}. */
    private final double[][][] factors;
    /** For each band {@code Σ_i a_k(i) x_ij}, {@code [k][j]}. */
    private final double[][][] sums;

    /**
     * Functions {@code a} over the rows, {@code [row][k]}, and {@code b} over the columns, {@code [l][column]}; there
     * are as many of either, a multiple of {@link RankUpdate#GROUP}; rows come in full bands.
     */
    Projection(double[][] across, double[][] along) {
        int count = along.length;
        this.along = along;
        int bands = across.length / BAND;
        factors = new double[bands][count][BAND];
        sums = new double[bands][count][count == 0 ? 0 : along[0].length];
        for (int b = 0; b < bands; b++) {
            for (int k = 0; k < count; k++) {
                for (int i = 0; i < BAND; i++) {
                    factors[b][k][i] = across[b * BAND + i][k];
                }
            }
        }
    }

    /** Takes the rows of one band. */
    void take(int band, double[][] rows) {
        double[][] sum = sums[band];
        double[][] factor = factors[band];
        for (int k = 0; k < sum.length; k += RankUpdate.GROUP) {
            for (int r = k; r < k + RankUpdate.GROUP; r++) {
                Arrays.fill(sum[r], 0);
            }
            RankUpdate.three(sum[k], sum[k + 1], sum[k + 2], factor[k], factor[k + 1], factor[k + 2], rows,
                    sum[k].length);
        }
    }

    /** The coefficients, {@code [k · count + l]}, once all bands are taken. */
    double[] coefficients() {
        int count = along.length;
        double[] result = new double[count * count];
        for (int k = 0; k < count; k++) {
            double[] total = new double[along[0].length];
            for (double[][] sum : sums) {
                add(sum[k], total);
            }
            for (int l = 0; l < count; l += RankUpdate.GROUP) {
                dots(total, along[l], along[l + 1], along[l + 2], result, k * count + l);
            }
        }
        return result;
    }

    private static void add(double[] values, double[] total) {
        for (int j = 0; j < total.length; j++) {
            total[j] += values[j];
        }
    }

    private static void dots(double[] x, double[] b0, double[] b1, double[] b2, double[] result, int at) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        for (int j = 0; j < x.length; j++) {
            s0 = Math.fma(x[j], b0[j], s0);
            s1 = Math.fma(x[j], b1[j], s1);
            s2 = Math.fma(x[j], b2[j], s2);
        }
        result[at] = s0;
        result[at + 1] = s1;
        result[at + 2] = s2;
    }
}
