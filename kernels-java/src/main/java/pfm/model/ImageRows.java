package pfm.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.field.Matrix;
import pfm.field.Precision;

/** Arithmetic on one row of a matrix that has a column per image, in loops that the compiler vectorises. */
final class ImageRows {
    private ImageRows() {
    }

    /** {@code sum[i] += m[row][i]²}. */
    static void addSquares(Matrix m, int row, double[] sum) {
        MemorySegment values = m.values();
        long first = (long) row * m.columns();
        if (m.precision() == Precision.FLOAT32) {
            for (int i = 0; i < sum.length; i++) {
                double v = values.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, first + i);
                sum[i] += v * v;
            }
        } else {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += m.get(row, i) * m.get(row, i);
            }
        }
    }

    /** {@code m[row][i] = 2·factor[i]·m[row][i]}. */
    static void timesTwice(Matrix m, int row, double[] factor) {
        MemorySegment values = m.values();
        long first = (long) row * m.columns();
        if (m.precision() == Precision.FLOAT32) {
            for (int i = 0; i < factor.length; i++) {
                double v = values.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, first + i);
                values.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, first + i, (float) (2 * factor[i] * v));
            }
        } else {
            for (int i = 0; i < factor.length; i++) {
                m.set(row, i, 2 * factor[i] * m.get(row, i));
            }
        }
    }
}
