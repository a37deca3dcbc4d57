package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.field.Matrix;
import pfm.field.OffHeap;

/**
 * A matrix packed for {@link Gemm}: {@code [panel][input][WIDTH]}, where a panel holds two registers of outputs, so
 * that a product reads memory in one stream. Outputs that fill up the last panel are zero.
 */
final class Panels {
    /** Outputs of a panel. */
    static final int WIDTH = 2 * Lanes.COUNT;
    /** Bytes of one input of a panel. */
    static final int INPUT_BYTES = WIDTH * Float.BYTES;

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

    /** Packs columns {@code first … first + count − 1} of w. */
    static Panels ofColumns(Matrix w, int first, int count, Arena arena) {
        Panels panels = new Panels(w.rows(), count, arena);
        for (int i = 0; i < w.rows(); i++) {
            for (int j = 0; j < count; j++) {
                panels.set(i, j, (float) w.get(i, first + j));
            }
        }
        return panels;
    }

    /** Packs the transpose of w. */
    static Panels ofTranspose(Matrix w, Arena arena) {
        Panels panels = new Panels(w.columns(), w.rows(), arena);
        for (int j = 0; j < w.rows(); j++) {
            for (int i = 0; i < w.columns(); i++) {
                panels.set(i, j, (float) w.get(j, i));
            }
        }
        return panels;
    }

    private void set(int output, int input, float value) {
        values.set(ValueLayout.JAVA_FLOAT, at(output / WIDTH, input) + (output % WIDTH) * 4L, value);
    }

    /** Offset of an input of a panel in {@link #values}. */
    long at(int panel, int input) {
        return ((long) panel * inputs + input) * INPUT_BYTES;
    }
}
