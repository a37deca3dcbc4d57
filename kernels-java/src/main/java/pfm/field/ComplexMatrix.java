package pfm.field;

import java.lang.foreign.Arena;

import pfm.quantity.Require;

/**
 * A complex matrix as two planes of the same shape and precision. A batch of vectors has a vector in each row.
 *
 * @param re real parts
 * @param im imaginary parts
 */
public record ComplexMatrix(Matrix re, Matrix im) {
    /** Checks that the planes fit each other. */
    public ComplexMatrix {
        Require.equal("rows of the imaginary parts", re.rows(), im.rows());
        Require.equal("columns of the imaginary parts", re.columns(), im.columns());
        Require.equal("precision of the imaginary parts", re.precision(), im.precision());
    }

    /** A matrix of zeros. */
    public static ComplexMatrix zeros(int rows, int columns, Precision precision, Arena arena) {
        return new ComplexMatrix(Matrix.zeros(rows, columns, precision, arena),
                Matrix.zeros(rows, columns, precision, arena));
    }

    /** Count of rows. */
    public int rows() {
        return re.rows();
    }

    /** Count of columns. */
    public int columns() {
        return re.columns();
    }

    /** Width of the numbers. */
    public Precision precision() {
        return re.precision();
    }

    /** Sets one value. */
    public void set(int row, int column, double real, double imaginary) {
        re.set(row, column, real);
        im.set(row, column, imaginary);
    }
}
