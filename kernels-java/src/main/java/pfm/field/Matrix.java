package pfm.field;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

import pfm.quantity.Require;

/** A real matrix, row-major and dense, off-heap. A batch of vectors is a matrix with a vector in each row. */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final Precision precision;
    private final MemorySegment values;

    private Matrix(int rows, int columns, Precision precision, MemorySegment values) {
        this.rows = rows;
        this.columns = columns;
        this.precision = precision;
        this.values = values;
    }

    /** A float32 matrix of zeros. */
    public static Matrix zeros(int rows, int columns, Arena arena) {
        return zeros(rows, columns, Precision.FLOAT32, arena);
    }

    /**
     * A matrix of zeros.
     *
     * @throws InsufficientMemoryException if there is no memory for it
     */
    public static Matrix zeros(int rows, int columns, Precision precision, Arena arena) {
        long bytes = checkedBytes(rows, columns, precision);
        return of(rows, columns, precision, OffHeap.allocate(arena, bytes, "a matrix of " + rows + " x " + columns));
    }

    /** A float32 matrix with a copy of {@code values}, row-major. */
    public static Matrix of(float[][] values, Arena arena) {
        Matrix m = zeros(values.length, values.length == 0 ? 0 : values[0].length, arena);
        for (int r = 0; r < m.rows; r++) {
            Require.equal("length of row " + r, m.columns, values[r].length);
            for (int c = 0; c < m.columns; c++) {
                m.set(r, c, values[r][c]);
            }
        }
        return m;
    }

    /** A matrix over native memory of the caller that every thread may use, without a copy. */
    public static Matrix of(int rows, int columns, Precision precision, MemorySegment values) {
        long bytes = checkedBytes(rows, columns, precision);
        return new Matrix(rows, columns, precision, OffHeap.shared("matrix values", values, bytes).asSlice(0, bytes));
    }

    private static long checkedBytes(int rows, int columns, Precision precision) {
        Require.inRange("rows", 1, Integer.MAX_VALUE, rows);
        Require.inRange("columns", 1, Integer.MAX_VALUE, columns);
        return OffHeap.bytes(rows, columns, precision);
    }

    /** Count of rows. */
    public int rows() {
        return rows;
    }

    /** Count of columns. */
    public int columns() {
        return columns;
    }

    /** Width of the numbers. */
    public Precision precision() {
        return precision;
    }

    /** The values, {@code [rows][columns]}. */
    public MemorySegment values() {
        return values;
    }

    /** One value. For tests and edges: kernels read the segment. */
    public double get(int row, int column) {
        return precision.get(values, index(row, column));
    }

    /** Sets one value. */
    public void set(int row, int column, double value) {
        precision.set(values, index(row, column), value);
    }

    private long index(int row, int column) {
        Objects.checkIndex(row, rows);
        Objects.checkIndex(column, columns);
        return (long) row * columns + column;
    }

    /** Copies {@code count} values of a row, from a column on, to the start of {@code target}: rounded to float32. */
    public void copy(int row, int column, int count, float[] target) {
        Objects.checkFromIndexSize(column, count, columns);
        if (precision == Precision.FLOAT32) {
            long first = ((long) row * columns + column) * Float.BYTES;
            MemorySegment.copy(values, ValueLayout.JAVA_FLOAT_UNALIGNED, first, target, 0, count);
        } else {
            for (int c = 0; c < count; c++) {
                target[c] = (float) get(row, column + c);
            }
        }
    }

    /** Copies all values, rounded to float32, to native memory. */
    public void copyTo(MemorySegment target) {
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
            copy(r, 0, columns, row);
            MemorySegment.copy(row, 0, target, ValueLayout.JAVA_FLOAT_UNALIGNED,
                    (long) r * columns * Float.BYTES, columns);
        }
    }

    /** A copy with numbers of another width. */
    public Matrix as(Precision other, Arena arena) {
        Matrix copy = zeros(rows, columns, other, arena);
        if (other == precision) {
            copy.values.copyFrom(values);
            return copy;
        }
        for (long i = 0; i < (long) rows * columns; i++) {
            other.set(copy.values, i, precision.get(values, i));
        }
        return copy;
    }

    /**
     * Checks that every value is a number.
     *
     * @throws IllegalArgumentException that names the first value that is NaN or infinite
     */
    public Matrix requireFinite(String quantity) {
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
            copy(r, 0, columns, row);
            for (int c = 0; c < columns; c++) {
                if (!Float.isFinite(row[c]) && !Double.isFinite(get(r, c))) {
                    throw new IllegalArgumentException(
                            quantity + " must be finite everywhere, was " + get(r, c) + " at [" + r + ", " + c + "]");
                }
            }
        }
        return this;
    }
}
