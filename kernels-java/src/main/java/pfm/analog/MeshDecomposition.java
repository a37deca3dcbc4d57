package pfm.analog;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A unitary matrix as a mesh: entries below the diagonal are made zero by interferometers. In a triangle they all come
 * from the right, row by row; in a rectangle from the right and from the left, by turns, then those from the left are
 * brought to the other side of what remains, a diagonal.
 *
 * <p>Source: as at {@link MeshLayout}.
 */
final class MeshDecomposition {
    private static final double UNITARY = 1e-9;

    private final int n;
    private final double[][] re;
    private final double[][] im;
    private final List<Integer> tops = new ArrayList<>();
    private final List<double[]> angles = new ArrayList<>();

    MeshDecomposition(ComplexMatrix u) {
        Require.equal("columns of a unitary matrix", u.rows(), u.columns());
        n = u.rows();
        re = new double[n][n];
        im = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                re[i][j] = u.re().get(i, j);
                im[i][j] = u.im().get(i, j);
            }
        }
        requireUnitary();
    }

    private void requireUnitary() {
        double worst = 0;
        for (int a = 0; a < n; a++) {
            for (int b = 0; b <= a; b++) {
                double r = a == b ? -1 : 0;
                double i = 0;
                for (int j = 0; j < n; j++) {
                    r += re[a][j] * re[b][j] + im[a][j] * im[b][j];
                    i += im[a][j] * re[b][j] - re[a][j] * im[b][j];
                }
                double off = Math.hypot(r, i);
                worst = off <= worst ? worst : off; // NaN is the worst
            }
        }
        if (!(worst <= UNITARY)) {
            throw new IllegalArgumentException("matrix of a mesh must be unitary to " + UNITARY + ", U U* is off by "
                    + worst + "; orthogonalise its rows, or write it as a product with a diagonal (singular values)");
        }
    }

    MziMesh mesh(MeshLayout layout, Arena arena) {
        switch (layout) {
            case RECTANGLE -> rectangle();
            case TRIANGLE -> triangle();
        }
        Matrix phases = Matrix.zeros(1, 2 * tops.size() + n, Precision.FLOAT64, arena);
        for (int k = 0; k < tops.size(); k++) {
            phases.set(0, k, angles.get(k)[0]);
            phases.set(0, tops.size() + k, angles.get(k)[1]);
        }
        for (int m = 0; m < n; m++) {
            phases.set(0, 2 * tops.size() + m, Math.atan2(im[m][m], re[m][m]));
        }
        return new MziMesh(n, tops, phases, MeshImperfections.NONE, 0);
    }

    private void triangle() {
        for (int row = n - 1; row > 0; row--) {
            for (int c = 0; c < row; c++) {
                zeroFromRight(row, c);
            }
        }
    }

    private void rectangle() {
        List<Integer> leftTops = new ArrayList<>();
        List<double[]> leftAngles = new ArrayList<>();
        for (int i = 1; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (i % 2 == 1) {
                    zeroFromRight(n - 1 - j, i - 1 - j);
                } else {
                    zeroFromLeft(n - i + j, j, leftTops, leftAngles);
                }
            }
        }
        for (int k = leftTops.size() - 1; k >= 0; k--) {
            exchange(leftTops.get(k), leftAngles.get(k));
        }
    }

    /** {@code U ← U T*} on columns c and c + 1, so that entry (row, c) is 0. */
    private void zeroFromRight(int row, int c) {
        double a = Math.hypot(re[row][c], im[row][c]);
        double b = Math.hypot(re[row][c + 1], im[row][c + 1]);
        double theta = 2 * Math.atan2(b, a);
        double phi = Math.atan2(im[row][c], re[row][c]) - Math.atan2(im[row][c + 1], re[row][c + 1]) - Math.PI;
        double[] t = MeshElements.adjoint(element(theta, phi));
        for (int i = 0; i < n; i++) {
            double ar = re[i][c];
            double ai = im[i][c];
            double br = re[i][c + 1];
            double bi = im[i][c + 1];
            re[i][c] = ar * t[0] - ai * t[1] + br * t[4] - bi * t[5];
            im[i][c] = ar * t[1] + ai * t[0] + br * t[5] + bi * t[4];
            re[i][c + 1] = ar * t[2] - ai * t[3] + br * t[6] - bi * t[7];
            im[i][c + 1] = ar * t[3] + ai * t[2] + br * t[7] + bi * t[6];
        }
        tops.add(c);
        angles.add(new double[] {theta, phi});
    }

    /** {@code U ← T U} on rows row − 1 and row, so that entry (row, c) is 0. */
    private void zeroFromLeft(int row, int c, List<Integer> leftTops, List<double[]> leftAngles) {
        double a = Math.hypot(re[row - 1][c], im[row - 1][c]);
        double b = Math.hypot(re[row][c], im[row][c]);
        double theta = 2 * Math.atan2(a, b);
        double phi = Math.atan2(im[row][c], re[row][c]) - Math.atan2(im[row - 1][c], re[row - 1][c]);
        MeshElements.apply(element(theta, phi), re[row - 1], im[row - 1], re[row], im[row]);
        leftTops.add(row - 1);
        leftAngles.add(new double[] {theta, phi});
    }

    /** {@code T* D = D' T'}: the interferometer comes first, and the diagonal changes. */
    private void exchange(int top, double[] left) {
        double[] v = MeshElements.adjoint(element(left[0], left[1]));
        turnColumn(v, 0, re[top][top], im[top][top]);
        turnColumn(v, 2, re[top + 1][top + 1], im[top + 1][top + 1]);
        double sine = Math.hypot(v[0], v[1]);
        double cosine = Math.hypot(v[2], v[3]);
        double theta = 2 * Math.atan2(sine, cosine);
        double phi = Math.atan2(v[1], v[0]) - Math.atan2(v[3], v[2]);
        double[] t = element(theta, phi);
        int column = cosine >= sine ? 2 : 0; // the larger entries tell the diagonal
        setDiagonal(top, v, t, column);
        setDiagonal(top + 1, v, t, 4 + 2 - column);
        tops.add(top);
        angles.add(new double[] {theta, phi});
    }

    /** The diagonal entry v/t, of modulus 1. */
    private void setDiagonal(int mode, double[] v, double[] t, int at) {
        double angle = Math.atan2(v[at + 1], v[at]) - Math.atan2(t[at + 1], t[at]);
        re[mode][mode] = Math.cos(angle);
        im[mode][mode] = Math.sin(angle);
    }

    private static void turnColumn(double[] v, int column, double dr, double di) {
        for (int row = 0; row < 8; row += 4) {
            double r = v[row + column];
            double i = v[row + column + 1];
            v[row + column] = r * dr - i * di;
            v[row + column + 1] = r * di + i * dr;
        }
    }

    private static double[] element(double theta, double phi) {
        double s = Math.sin(theta / 2);
        double c = Math.cos(theta / 2);
        // i e^(iθ/2) = -sin(θ/2) + i cos(θ/2)
        double pr = Math.cos(phi);
        double pi = Math.sin(phi);
        double ur = -s * pr - c * pi;
        double ui = -s * pi + c * pr;
        return new double[] {ur * s, ui * s, -s * c, c * c, ur * c, ui * c, s * s, -c * s};
    }
}
