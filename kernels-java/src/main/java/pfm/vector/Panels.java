package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import pfm.field.Matrix;
import pfm.field.OffHeap;
import pfm.simd.Lanes;

/**
 * A matrix packed for {@link Gemm}: {@code [panel][input][WIDTH]}, where a panel holds two registers of outputs, so
 * that a product reads memory in one stream. Outputs that fill up the last panel are zero.
 */
final class Panels {
    /** Outputs of a panel. */
    static final int WIDTH = 2 * Lanes.COUNT;
    /** Bytes of one input of a panel. */
    static final int INPUT_BYTES = WIDTH * Float.BYTES;

    /** Inputs that are packed at once, so that they stay in cache. */
    private static final int CHUNK = 256;

    /** Length of a result. */
    final int outputs;
    /** Length of an input vector. */
    final int inputs;
    /** Panels. */
    final int count;
    /** The packed values. */
    final MemorySegment values;

    private Panels(int outputs, int inputs, Arena arena) {
        this.outputs = outputs;
        this.inputs = inputs;
        this.count = Math.ceilDiv(outputs, WIDTH);
        this.values = OffHeap.allocate(arena, (long) count * inputs * INPUT_BYTES,
                "packed weights of " + outputs + " x " + inputs);
    }

    /** What is packed of a weight. */
    @FunctionalInterface
    interface Part {
        /** Of a weight. */
        float of(float weight);
    }

    /** Room for {@code count} columns. */
    static Panels ofColumns(int outputs, int count, Arena arena) {
        return new Panels(outputs, count, arena);
    }

    /** Packs columns {@code first … first + count − 1} of w. */
    static Panels ofColumns(Matrix w, int first, int count, Arena arena) {
        Panels panels = new Panels(w.rows(), count, arena);
        panels.pack(w, first, weight -> weight);
        return panels;
    }

    /** Packs the transpose of w. */
    static Panels ofTranspose(Matrix w, Arena arena) {
        Panels panels = new Panels(w.columns(), w.rows(), arena);
        panels.packTranspose(w);
        return panels;
    }

    /** Packs a part of the columns of w from {@code first} on anew. */
    void pack(Matrix w, int first, Part part) {
        float[] row = new float[CHUNK];
        float[] packed = new float[CHUNK * WIDTH];
        for (int panel = 0; panel < count; panel++) {
            int rows = Math.min(WIDTH, w.rows() - panel * WIDTH);
            Arrays.fill(packed, 0);
            for (int j = 0; j < inputs; j += CHUNK) {
                int length = Math.min(CHUNK, inputs - j);
                for (int r = 0; r < rows; r++) {
                    w.copy(panel * WIDTH + r, first + j, length, row);
                    for (int i = 0; i < length; i++) {
                        packed[i * WIDTH + r] = part.of(row[i]);
                    }
                }
                put(panel, j, packed, length * WIDTH);
            }
        }
    }

    /** Packs the transpose of w anew. */
    void packTranspose(Matrix w) {
        float[] part = new float[WIDTH];
        for (int panel = 0; panel < count; panel++) {
            int length = Math.min(WIDTH, w.columns() - panel * WIDTH);
            for (int j = 0; j < w.rows(); j++) {
                w.copy(j, panel * WIDTH, length, part);
                put(panel, j, part, length);
            }
        }
    }

    private void put(int panel, int input, float[] packed, int length) {
        MemorySegment.copy(packed, 0, values, ValueLayout.JAVA_FLOAT, at(panel, input), length);
    }

    /** Offset of an input of a panel in {@link #values}. */
    long at(int panel, int input) {
        return ((long) panel * inputs + input) * INPUT_BYTES;
    }
}
