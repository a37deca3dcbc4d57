package pfm.analog.network;

import java.util.Arrays;

/**
 * The effective matrix by block elimination, one output line after the other. With the currents of line i as a
 * function of the voltages u_i on the input lines there, {@code c_i = Y_i u_i} and {@code y_i = g_i·u_i}, where
 * {@code Y = D - D (K/R_out + D)^-1 D} for the conductances D of the line and the chain K, the input lines give
 *
 * <pre>{@code
 * S_(d-1) = I + R_in Y_(d-1),   S_i = 2 I + R_in Y_i - S_(i+1)^-1,   u_i = S_i^-1 u_(i-1),   u_(-1) = v
 * M_i = g_i S_i^-1 S_(i-1)^-1 … S_0^-1
 * }</pre>
 *
 * Each S is symmetric and its eigenvalues are at least 1, so rounding errors do not grow, however small or large the
 * resistances are. The inverse replaces S by symmetric sweeps over panels of rows: with a panel P, the rest R and Q
 * between them, {@code P ← -P^-1, Q ← Q P^-1, R ← R - Q P^-1 Q'} ends as {@code -S^-1}, and the rows of M under
 * it, treated like Q and R, end multiplied by {@code S^-1}. Only the lower triangle of S is kept.
 *
 * <p>Source: for the sweep operator, Goodnight, "A tutorial on the SWEEP operator", The American Statistician 33,
 * 149 (1979).
 */
final class Elimination {
    /** Rows that one thread takes in turn: threads seldom write to the same cache line of a panel. */
    private static final int SHARE = 8 * RankUpdate.GROUP;

    private final double[][] conductances;
    private final double inputSegment;
    private final double outputSegment;
    private final Team team;
    private final int n;
    private final int lines;
    private final int width;
    /** S, then its negative inverse: rows beyond n are zero, so that rows come in groups. */
    private final double[][] s;
    /** Rows of M, that of the last output line first; groups as in S. */
    private final double[][] m;
    /** {@code Q'} over all columns, for this panel and for the next one, by turns. */
    private final double[][][] panels;
    /** {@code P^-1 Q'}, and {@code -P^-1} in the columns of the panel. */
    private final double[][] scaled;

    private Elimination(double[][] conductances, double inputSegment, double outputSegment, Team team) {
        this.conductances = conductances;
        this.inputSegment = inputSegment;
        this.outputSegment = outputSegment;
        this.team = team;
        this.n = conductances[0].length;
        this.lines = conductances.length;
        this.width = n < 384 ? 24 : 48;
        this.s = new double[grouped(n)][n];
        this.m = new double[grouped(lines)][n];
        this.panels = new double[2][width][n];
        this.scaled = new double[width][n];
    }

    /** M, {@code [outputs][inputs]}; sources at the first output line, grounds behind the last input line. */
    static double[][] effective(double[][] conductances, double inputSegment, double outputSegment, int threads) {
        Team team = new Team(Math.min(threads, (conductances[0].length + SHARE - 1) / SHARE));
        Elimination elimination = new Elimination(conductances, inputSegment, outputSegment, team);
        team.run(elimination::eliminate);
        double[][] effective = new double[elimination.lines][];
        for (int i = 0; i < effective.length; i++) {
            effective[i] = elimination.m[elimination.lines - 1 - i];
        }
        return effective;
    }

    private static int grouped(int rows) {
        return (rows + RankUpdate.GROUP - 1) / RankUpdate.GROUP * RankUpdate.GROUP;
    }

    private void eliminate(int member) {
        Chain chain = new Chain(n);
        double[][] x = new double[2][n];
        double[][] inverse = new double[width][width];
        double[][] factors = new double[RankUpdate.GROUP][width];
        for (int done = 0; done < lines; done++) {
            assemble(done, chain, x, member);
            team.meet();
            for (int first = 0, turn = 0; first < n; first += width, turn ^= 1) {
                scale(panels[turn], first, inverse, member);
                team.meet();
                sweep(turn, first, done, factors, member);
                team.meet();
            }
        }
    }

    /** {@code S_i} from the negative inverse of the one before, and the row {@code g_i} of M. */
    private void assemble(int done, Chain chain, double[][] x, int member) {
        double[] d = conductances[lines - 1 - done];
        chain.shunts(d, outputSegment);
        if (member == 0) {
            chain.transfer(d, m[done]);
        }
        double links = done == 0 ? 1 : 2;
        for (int group = member * SHARE; group < n; group = next(group)) {
            for (int r = group; r < Math.min(n, group + RankUpdate.GROUP); r++) {
                double[] inverse = x[r & 1];
                if (r == group) {
                    chain.inverse(r, inverse);
                } else {
                    chain.inverse(r, x[r - 1 & 1], inverse);
                }
                double[] row = s[r];
                double factor = -inputSegment * outputSegment * d[r];
                for (int k = 0; k < r; k++) {
                    row[k] = Math.fma(factor * d[k], inverse[k], row[k]);
                }
                row[r] += Math.fma(inputSegment * d[r] * chain.neighbours(r), chain.diagonal(r), links);
                pack(row, r, 0, panels[0]);
            }
        }
    }

    /** The group after this one among those of the same thread. */
    private int next(int group) {
        int next = group + RankUpdate.GROUP;
        return next % SHARE == 0 ? next + (team.size() - 1) * SHARE : next;
    }

    /** Puts what row r holds of the panel from {@code first} on, whose rows are columns as well, in its place. */
    private void pack(double[] row, int r, int first, double[][] panel) {
        int end = Math.min(first + width, n);
        if (r >= first) {
            for (int k = first; k < Math.min(end, r + 1); k++) {
                panel[k - first][r] = row[k];
            }
            if (r < end) {
                System.arraycopy(row, 0, panel[r - first], 0, r);
            }
        }
    }

    private void scale(double[][] panel, int first, double[][] inverse, int member) {
        int count = Math.min(width, n - first);
        invert(panel, first, count, inverse);
        for (int k = member * RankUpdate.GROUP; k < width; k += team.size() * RankUpdate.GROUP) {
            for (int r = k; r < k + RankUpdate.GROUP; r++) {
                Arrays.fill(scaled[r], 0);
            }
            RankUpdate.three(scaled[k], scaled[k + 1], scaled[k + 2], inverse[k], inverse[k + 1], inverse[k + 2],
                    panel, n);
            for (int r = k; r < k + RankUpdate.GROUP; r++) {
                for (int c = 0; c < count; c++) {
                    scaled[r][first + c] = -inverse[r][c];
                }
            }
        }
    }

    /** The inverse of the panel's own block; zero beyond it. */
    private static void invert(double[][] panel, int first, int count, double[][] a) {
        for (int r = 0; r < a.length; r++) {
            Arrays.fill(a[r], 0);
            if (r < count) {
                System.arraycopy(panel[r], first, a[r], 0, count);
            }
        }
        Dense.invert(a, count);
    }

    private void sweep(int turn, int first, int done, double[][] factors, int member) {
        int end = Math.min(first + width, n);
        double[][] panel = panels[turn];
        for (int group = member * SHARE; group < n; group = next(group)) {
            if (group >= first && group < end) {
                for (int r = group; r < Math.min(end, group + RankUpdate.GROUP); r++) {
                    System.arraycopy(scaled[r - first], 0, s[r], 0, r + 1);
                }
            } else {
                for (int r = 0; r < RankUpdate.GROUP; r++) {
                    take(panel, group + r, factors[r]);
                }
                // Above the panel its columns belong to the upper triangle.
                update(s, group, Math.min(n, group + RankUpdate.GROUP), group < first ? end : first, end, factors);
            }
            if (end < n) {
                for (int r = group; r < Math.min(n, group + RankUpdate.GROUP); r++) {
                    pack(s[r], r, end, panels[turn ^ 1]);
                }
            }
        }
        for (int group = member * RankUpdate.GROUP; group <= done; group += team.size() * RankUpdate.GROUP) {
            for (int r = 0; r < RankUpdate.GROUP; r++) {
                for (int k = first; k < end; k++) {
                    factors[r][k - first] = -m[group + r][k];
                }
            }
            update(m, group, n, first, end, factors);
        }
    }

    /** Subtracts the factors times {@link #scaled} in columns {@code [0, columns)}; those from first to end are new. */
    private void update(double[][] rows, int group, int columns, int first, int end, double[][] factors) {
        for (int r = group; r < group + RankUpdate.GROUP; r++) {
            Arrays.fill(rows[r], first, end, 0);
        }
        RankUpdate.three(rows[group], rows[group + 1], rows[group + 2], factors[0], factors[1], factors[2], scaled,
                columns);
    }

    /** The negative of a column of the panel. */
    private void take(double[][] panel, int column, double[] factors) {
        for (int k = 0; k < factors.length; k++) {
            factors[k] = column < n ? -panel[k][column] : 0;
        }
    }
}
