package pfm.analog;

import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.stream.IntStream;

import pfm.field.ComplexMatrix;
import pfm.field.Precision;

/**
 * {@code W = U Σ V*} of a complex matrix with at least as many rows as columns, U and V square: pairs of columns are
 * rotated until all are orthogonal. Columns of U that belong to no singular value are completed.
 *
 * <p>Source: Hestenes, "Inversion of matrices by biorthogonalization and related results", J. SIAM 6, 51 (1958).
 */
final class SingularValues {
    private static final double ROUNDING = Math.ulp(1.0);
    private static final int MOST_SWEEPS = 60;

    private final int rows;
    private final int columns;
    /** Columns of W V, then of U: {@code [column][row]}. */
    private final double[][] re;
    private final double[][] im;
    /** Columns of V. */
    private final double[][] vRe;
    private final double[][] vIm;
    private final double[] squares;
    private double floor;

    /** Decomposes; the columns given, {@code [column][row]}, of magnitudes up to 1, are overwritten. */
    SingularValues(double[][] columnsRe, double[][] columnsIm, int rows) {
        this.rows = rows;
        this.columns = columnsRe.length;
        this.re = columnsRe;
        this.im = columnsIm;
        vRe = new double[columns][columns];
        vIm = new double[columns][columns];
        for (int j = 0; j < columns; j++) {
            vRe[j][j] = 1;
        }
        squares = new double[columns];
        int sweeps = 0;
        while (sweep()) {
            if (++sweeps > MOST_SWEEPS) {
                throw new ArithmeticException("columns must be orthogonal after " + MOST_SWEEPS
                        + " sweeps of rotations, were not; the matrix may hold numbers that are not finite");
            }
        }
    }

    /** Rotates every pair of columns once. */
    private boolean sweep() {
        double largest = 0;
        for (int j = 0; j < columns; j++) {
            squares[j] = square(re[j], im[j]);
            largest = Math.max(largest, squares[j]);
        }
        floor = rows * ROUNDING * Math.sqrt(largest);
        boolean rotated = false;
        for (int i = 0; i < columns - 1; i++) {
            for (int j = i + 1; j < columns; j++) {
                rotated |= rotate(i, j);
            }
        }
        return rotated;
    }

    private boolean rotate(int i, int j) {
        if (Math.min(squares[i], squares[j]) <= floor * floor) {
            return false;
        }
        double[] dot = dot(re[i], im[i], re[j], im[j]);
        double magnitude = Math.hypot(dot[0], dot[1]);
        if (magnitude <= 2 * ROUNDING * Math.sqrt(rows * squares[i] * squares[j])) {
            return false;
        }
        // with the phase of the dot product taken from column j, the rotation is a real one
        double phaseRe = dot[0] / magnitude;
        double phaseIm = -dot[1] / magnitude;
        double zeta = (squares[j] - squares[i]) / (2 * magnitude);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = c * t;
        turn(c, s, phaseRe, phaseIm, re[i], im[i], re[j], im[j]);
        turn(c, s, phaseRe, phaseIm, vRe[i], vIm[i], vRe[j], vIm[j]);
        squares[i] = Math.max(0, squares[i] - t * magnitude);
        squares[j] += t * magnitude;
        return true;
    }

    private static void turn(double c, double s, double phaseRe, double phaseIm, double[] aRe, double[] aIm,
            double[] bRe, double[] bIm) {
        for (int k = 0; k < aRe.length; k++) {
            double r = phaseRe * bRe[k] - phaseIm * bIm[k];
            double i = phaseRe * bIm[k] + phaseIm * bRe[k];
            bRe[k] = s * aRe[k] + c * r;
            bIm[k] = s * aIm[k] + c * i;
            aRe[k] = c * aRe[k] - s * r;
            aIm[k] = c * aIm[k] - s * i;
        }
    }

    private static double square(double[] re, double[] im) {
        double sum = 0;
        for (int k = 0; k < re.length; k++) {
            sum += re[k] * re[k] + im[k] * im[k];
        }
        return sum;
    }

    /** {@code Σ conj(a) b}. */
    private static double[] dot(double[] aRe, double[] aIm, double[] bRe, double[] bIm) {
        double r = 0;
        double i = 0;
        for (int k = 0; k < aRe.length; k++) {
            r += aRe[k] * bRe[k] + aIm[k] * bIm[k];
            i += aRe[k] * bIm[k] - aIm[k] * bRe[k];
        }
        return new double[] {r, i};
    }

    /**
     * The factors, by falling singular value.
     *
     * @param u     U, {@code [rows][rows]}
     * @param sigma singular values
     * @param v     V, {@code [columns][columns]}
     */
    record Factors(ComplexMatrix u, double[] sigma, ComplexMatrix v) {
    }

    Factors factors(Arena arena) {
        int[] order = IntStream.range(0, columns).boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -square(re[j], im[j]))).mapToInt(j -> j).toArray();
        double[] sigma = new double[columns];
        double[][] uRe = new double[rows][];
        double[][] uIm = new double[rows][];
        ComplexMatrix v = ComplexMatrix.zeros(columns, columns, Precision.FLOAT64, arena);
        int known = 0;
        for (int k = 0; k < columns; k++) {
            int j = order[k];
            double value = Math.sqrt(square(re[j], im[j]));
            sigma[k] = value > floor ? value : 0;
            if (sigma[k] > 0) {
                uRe[k] = re[j];
                uIm[k] = im[j];
                orthogonalise(uRe, uIm, k);
                known++;
            }
            for (int i = 0; i < columns; i++) {
                v.set(i, k, vRe[j][i], vIm[j][i]);
            }
        }
        complete(uRe, uIm, known);
        ComplexMatrix u = ComplexMatrix.zeros(rows, rows, Precision.FLOAT64, arena);
        for (int k = 0; k < rows; k++) {
            for (int i = 0; i < rows; i++) {
                u.set(i, k, uRe[k][i], uIm[k][i]);
            }
        }
        return new Factors(u, sigma, v);
    }

    /** Makes column k orthogonal to those before it, twice, which is enough, and of length 1. */
    private static void orthogonalise(double[][] re, double[][] im, int k) {
        for (int twice = 0; twice < 2; twice++) {
            scale(re[k], im[k]);
            for (int j = 0; j < k; j++) {
                double[] d = dot(re[j], im[j], re[k], im[k]);
                for (int i = 0; i < re[k].length; i++) {
                    re[k][i] -= d[0] * re[j][i] - d[1] * im[j][i];
                    im[k][i] -= d[0] * im[j][i] + d[1] * re[j][i];
                }
            }
        }
        scale(re[k], im[k]);
    }

    private static void scale(double[] re, double[] im) {
        double length = Math.sqrt(square(re, im));
        for (int i = 0; i < re.length; i++) {
            re[i] /= length;
            im[i] /= length;
        }
    }

    /** Adds columns, of the unit vector each time that lies farthest outside the span of those there are. */
    private static void complete(double[][] re, double[][] im, int known) {
        int rows = re.length;
        double[] outside = new double[rows];
        for (int i = 0; i < rows; i++) {
            outside[i] = 1;
            for (int k = 0; k < known; k++) {
                outside[i] -= re[k][i] * re[k][i] + im[k][i] * im[k][i];
            }
        }
        for (int k = known; k < rows; k++) {
            int farthest = IntStream.range(0, rows).boxed().max(Comparator.comparingDouble(i -> outside[i]))
                    .orElseThrow();
            re[k] = new double[rows];
            im[k] = new double[rows];
            re[k][farthest] = 1;
            orthogonalise(re, im, k);
            for (int i = 0; i < rows; i++) {
                outside[i] -= re[k][i] * re[k][i] + im[k][i] * im[k][i];
            }
        }
    }
}
