package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.field.OffHeap;

/**
 * A matrix of bytes packed as {@link Panels} are: {@code [panel][input][Panels.WIDTH]}. Panels come in {@link #QUAD}s;
 * outputs that fill up the last one are zero.
 */
final class IntegerPanels {
    /** Panels that a single vector meets together. */
    static final int QUAD = 4;
    /** Bytes that a register may read behind the last weight. */
    private static final long SLACK = 64;

    /** Length of a result. */
    final int outputs;
    /** Length of an input vector. */
    final int inputs;
    /** Panels that have outputs. */
    final int count;
    /** The packed values. */
    final MemorySegment values;

    /** Zeros. */
    IntegerPanels(int outputs, int inputs, Arena arena) {
        this.outputs = outputs;
        this.inputs = inputs;
        this.count = Math.ceilDiv(outputs, Panels.WIDTH);
        this.values = OffHeap.allocate(arena, quads() * QUAD * panelBytes() + SLACK,
                "packed 8-bit weights of " + outputs + " x " + inputs);
    }

    int quads() {
        return Math.ceilDiv(count, QUAD);
    }

    /** Bytes of a panel. */
    long panelBytes() {
        return (long) inputs * Panels.WIDTH;
    }

    /** Offset of an input of a panel in {@link #values}. */
    long at(int panel, int input) {
        return panel * panelBytes() + (long) input * Panels.WIDTH;
    }

    /** Sets one weight. */
    void set(int output, int input, byte weight) {
        values.set(ValueLayout.JAVA_BYTE, at(output / Panels.WIDTH, input) + output % Panels.WIDTH, weight);
    }
}
