package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import pfm.field.OffHeap;

/**
 * A field kept in spatial order, see {@link Geometry}: of each row tile only columns {@code from … to − 1}, since it is
 * dark beside them.
 */
final class KeptField {
    private final MemorySegment memory;
    private final int[] from;
    private final int[] to;

    KeptField(Geometry geometry, Arena arena) {
        this(geometry, OffHeap.allocate(arena, geometry.bytes(), "a checkpoint of a field"));
    }

    /** In memory of {@link Geometry#bytes} bytes. */
    KeptField(Geometry geometry, MemorySegment memory) {
        this.memory = memory;
        from = new int[geometry.rowTiles()];
        to = new int[geometry.rowTiles()];
    }

    /** The samples. */
    MemorySegment memory() {
        return memory;
    }

    /** The first column of a row tile that is kept. */
    int from(int tile) {
        return from[tile];
    }

    /** The column after the last one of a row tile that is kept. */
    int to(int tile) {
        return to[tile];
    }

    /** Sets the columns of a row tile that are kept. */
    void keep(int tile, int from, int to) {
        this.from[tile] = from;
        this.to[tile] = to;
    }
}
