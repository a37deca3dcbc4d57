package pfm.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

import pfm.field.Matrix;

/** Arithmetic on float32 matrices that have a vector of a batch in each row, in loops that the compiler vectorises. */
final class BatchRows {
    private BatchRows() {
    }

    /** {@code y = scale·y + bias}, and max(y, 0) of that if {@code rectified}. */
    static void scaleAndShift(Matrix y, float scale, Matrix bias, boolean rectified) {
        float floor = rectified ? 0 : Float.NEGATIVE_INFINITY;
        float[] row = new float[y.columns()];
        float[] shift = new float[y.columns()];
        bias.copy(0, 0, shift.length, shift);
        for (int r = 0; r < y.rows(); r++) {
            y.copy(r, 0, row.length, row);
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.max(scale * row[i] + shift[i], floor);
            }
            put(row, y, r);
        }
    }

    /** {@code c = scale·c} where the rectified value was positive, else 0. */
    static void pullBackRectified(Matrix c, float scale, Matrix value) {
        float[] row = new float[c.columns()];
        float[] past = new float[c.columns()];
        for (int r = 0; r < c.rows(); r++) {
            c.copy(r, 0, row.length, row);
            value.copy(r, 0, row.length, past);
            for (int i = 0; i < row.length; i++) {
                row[i] = past[i] > 0 ? scale * row[i] : 0;
            }
            put(row, c, r);
        }
    }

    /** {@code sum[o][i] = Σ_b c[b][o]·x[b][i]}, in the order of the batch. */
    static void correlate(Matrix c, Matrix x, float[][] sum) {
        float[][] inputs = rows(x);
        float[][] outputs = rows(c);
        IntStream.range(0, sum.length).parallel().forEach(o -> {
            float[] total = sum[o];
            Arrays.fill(total, 0);
            for (int b = 0; b < inputs.length; b++) {
                float factor = outputs[b][o];
                if (factor != 0) {
                    float[] in = inputs[b];
                    for (int i = 0; i < total.length; i++) {
                        total[i] = Math.fma(factor, in[i], total[i]);
                    }
                }
            }
        });
    }

    private static float[][] rows(Matrix m) {
        float[][] rows = new float[m.rows()][m.columns()];
        for (int r = 0; r < rows.length; r++) {
            m.copy(r, 0, m.columns(), rows[r]);
        }
        return rows;
    }

    private static void put(float[] row, Matrix m, int r) {
        MemorySegment.copy(row, 0, m.values(), ValueLayout.JAVA_FLOAT_UNALIGNED,
                (long) r * m.columns() * Float.BYTES, row.length);
    }
}
