package pfm.analog;

import java.lang.foreign.Arena;
import java.util.Arrays;

import pfm.field.ComplexMatrix;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * Any matrix made of light that interferes: a mesh of as many modes as inputs, an attenuator for each mode that goes
 * on, and a mesh of as many modes as outputs, {@code W = scale·U diag(gains) V*}. Modes that do not go on end; modes
 * that are missing start dark. The scale belongs to what is made of the light afterwards.
 *
 * @param first  V*, of as many modes as W has columns
 * @param gains  of the amplitudes between the meshes, float64, {@code [1][the smaller count of modes]}, in [0, 1]
 * @param second U, of as many modes as W has rows
 * @param scale  the largest singular value; attenuators amplify nothing
 */
public record MatrixMesh(MziMesh first, Matrix gains, MziMesh second, double scale) {
    /** Checks ranges and shapes. */
    public MatrixMesh {
        Require.given("first mesh", first);
        Require.given("second mesh", second);
        Require.given("gains", gains);
        Require.equal("rows of the gains", 1, gains.rows());
        Require.equal("columns of the gains", Math.min(first.modes(), second.modes()), gains.columns());
        Require.equal("precision of the gains", Precision.FLOAT64, gains.precision());
        for (int k = 0; k < gains.columns(); k++) {
            Require.inRange("gain of an attenuator", 0, 1, "", gains.get(0, k));
        }
        Require.inRange("scale", 0, Double.MAX_VALUE, "", scale);
    }

    /**
     * The ideal meshes of a matrix, from its singular values.
     *
     * @param matrix {@code [outputs][inputs]}, finite, at most 4096 × 4096
     * @param layout of both meshes
     */
    public static MatrixMesh of(ComplexMatrix matrix, MeshLayout layout, Arena arena) {
        matrix.re().requireFinite("real parts of a matrix for meshes");
        matrix.im().requireFinite("imaginary parts of a matrix for meshes");
        boolean tall = matrix.rows() >= matrix.columns();
        int rows = tall ? matrix.rows() : matrix.columns();
        int columns = tall ? matrix.columns() : matrix.rows();
        double largest = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                largest = Math.max(largest, Math.max(Math.abs(matrix.re().get(i, j)), Math.abs(matrix.im().get(i, j))));
            }
        }
        double unit = largest > 0 ? largest : 1; // squares of what remains neither overflow nor vanish
        double[][] re = new double[columns][rows];
        double[][] im = new double[columns][rows];
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < rows; r++) { // a wide matrix as its conjugate transpose
                re[c][r] = (tall ? matrix.re().get(r, c) : matrix.re().get(c, r)) / unit;
                im[c][r] = (tall ? matrix.im().get(r, c) : -matrix.im().get(c, r)) / unit;
            }
        }
        try (Arena own = Arena.ofShared()) {
            SingularValues.Factors f = new SingularValues(re, im, rows).factors(own);
            double top = f.sigma()[0] > 0 ? f.sigma()[0] : 1;
            Matrix gains = Matrix.zeros(1, columns, Precision.FLOAT64, arena);
            for (int k = 0; k < columns; k++) {
                gains.set(0, k, f.sigma()[k] / top);
            }
            ComplexMatrix in = adjoint(tall ? f.v() : f.u(), own);
            return new MatrixMesh(MziMesh.of(in, layout, arena), gains,
                    MziMesh.of(tall ? f.u() : f.v(), layout, arena), top * unit);
        }
    }

    /** The ideal meshes of a real matrix. Throws as the other. */
    public static MatrixMesh of(Matrix matrix, MeshLayout layout, Arena arena) {
        try (Arena own = Arena.ofShared()) {
            return of(new ComplexMatrix(matrix,
                    Matrix.zeros(matrix.rows(), matrix.columns(), matrix.precision(), own)), layout, arena);
        }
    }

    private static ComplexMatrix adjoint(ComplexMatrix u, Arena arena) {
        ComplexMatrix adjoint = ComplexMatrix.zeros(u.columns(), u.rows(), u.precision(), arena);
        for (int i = 0; i < u.rows(); i++) {
            for (int j = 0; j < u.columns(); j++) {
                adjoint.set(j, i, u.re().get(i, j), -u.im().get(i, j));
            }
        }
        return adjoint;
    }

    /** These meshes with other imperfections, drawn for the seed and, in the second mesh, for its complement. */
    public MatrixMesh with(MeshImperfections imperfections, long seed) {
        return new MatrixMesh(first.with(imperfections, seed), gains, second.with(imperfections, ~seed), scale);
    }

    /** Length of an input vector. */
    public int inputs() {
        return first.modes();
    }

    /** Length of a result. */
    public int outputs() {
        return second.modes();
    }

    /** What the meshes do as they are now, imperfections included, as one float64 matrix {@code [outputs][inputs]}. */
    public ComplexMatrix effective(Arena arena) {
        MeshTransfer in = new MeshTransfer(first);
        MeshTransfer out = new MeshTransfer(second);
        ComplexMatrix w = ComplexMatrix.zeros(outputs(), inputs(), Precision.FLOAT64, arena);
        double[] re = new double[inputs()];
        double[] im = new double[inputs()];
        for (int i = 0; i < outputs(); i++) {
            Arrays.fill(re, 0);
            Arrays.fill(im, 0);
            for (int k = 0; k < gains.columns(); k++) {
                double a = scale * gains.get(0, k) * out.re(i, k);
                double b = scale * gains.get(0, k) * out.im(i, k);
                for (int j = 0; j < re.length; j++) {
                    re[j] += a * in.re(k, j) - b * in.im(k, j);
                    im[j] += a * in.im(k, j) + b * in.re(k, j);
                }
            }
            for (int j = 0; j < re.length; j++) {
                w.set(i, j, re[j], im[j]);
            }
        }
        return w;
    }
}
