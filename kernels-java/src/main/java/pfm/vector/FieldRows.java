package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import pfm.field.OffHeap;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BLOCK;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.COUNT;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.ORDER;

/**
 * One worker's copy of rows of two planes, in squares that {@link BlockTransposition} turns into a tile of rows and
 * back: block r of square c holds columns {@code c·lanes …} of row r, of the first plane, then of the second.
 */
final class FieldRows {
    private final Geometry geometry;
    private final MemorySegment squares;
    /** Columns in whole squares. */
    private final int whole;

    FieldRows(Geometry geometry, Arena arena) {
        this.geometry = geometry;
        squares = OffHeap.allocate(arena, geometry.lineBytes(), "rows of a field");
        whole = geometry.nx() / COUNT * COUNT;
    }

    /** Copies the rows of a tile from a plane that starts at byte {@code start}, times {@code factor}. */
    void read(MemorySegment plane, long start, int tile, int part, float factor) {
        long first = start + 4L * tile * COUNT * geometry.nx();
        for (int r = 0; r < geometry.rows(tile); r++) {
            long row = first + 4L * r * geometry.nx();
            long to = r * BLOCK + part * BYTES;
            for (int x = 0; x < whole; x += COUNT) {
                fromMemorySegment(FLOAT, plane, row + 4L * x, ORDER).mul(factor)
                        .intoMemorySegment(squares, to + x * BLOCK, ORDER);
            }
            if (whole < geometry.nx()) {
                MemorySegment.copy(plane, row + 4L * whole, squares, to + whole * BLOCK, 4L * (geometry.nx() - whole));
                fromMemorySegment(FLOAT, squares, to + whole * BLOCK, ORDER).mul(factor)
                        .intoMemorySegment(squares, to + whole * BLOCK, ORDER);
            }
        }
    }

    /** Copies the rows of a tile, times {@code factor}, to a plane that starts at byte {@code start}. */
    void write(MemorySegment plane, long start, int tile, int part, float factor) {
        long first = start + 4L * tile * COUNT * geometry.nx();
        for (int r = 0; r < geometry.rows(tile); r++) {
            long row = first + 4L * r * geometry.nx();
            long from = r * BLOCK + part * BYTES;
            for (int x = 0; x < whole; x += COUNT) {
                fromMemorySegment(FLOAT, squares, from + x * BLOCK, ORDER).mul(factor)
                        .intoMemorySegment(plane, row + 4L * x, ORDER);
            }
            if (whole < geometry.nx()) {
                fromMemorySegment(FLOAT, squares, from + whole * BLOCK, ORDER).mul(factor)
                        .intoMemorySegment(squares, from + whole * BLOCK, ORDER);
                MemorySegment.copy(squares, from + whole * BLOCK, plane, row + 4L * whole,
                        4L * (geometry.nx() - whole));
            }
        }
    }

    /** Turns squares {@code first … first + count − 1} into columns of a tile. */
    void turn(MemorySegment line, int first, int count) {
        long at = first * Geometry.SQUARE;
        BlockTransposition.run(squares, at, Geometry.SQUARE, line, at, Geometry.SQUARE, count);
    }

    /** Turns columns of a tile into squares {@code first … first + count − 1}. */
    void turnBack(MemorySegment line, int first, int count) {
        long at = first * Geometry.SQUARE;
        BlockTransposition.run(line, at, Geometry.SQUARE, squares, at, Geometry.SQUARE, count);
    }
}
