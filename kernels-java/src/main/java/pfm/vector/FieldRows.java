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
 * One worker's way between rows of two planes, row-major, and a tile of rows: a few squares at a time, so that they
 * are still in the first-level cache when {@link BlockTransposition} turns them.
 */
final class FieldRows {
    /** Squares at a time. */
    private static final int GROUP = 4;

    private final Geometry geometry;
    /** Block r of a square holds as many columns of row r as there are lanes, of either plane. */
    private final MemorySegment squares;

    FieldRows(Geometry geometry, Arena arena) {
        this.geometry = geometry;
        squares = OffHeap.allocate(arena, GROUP * Geometry.SQUARE, "rows of a field");
    }

    /**
     * Reads squares {@code first … end − 1} of a tile from two planes that start at byte {@code start}.
     *
     * @param im   the second plane, multiplied by {@code sign}; null leaves anything in its place
     */
    void read(MemorySegment re, MemorySegment im, long start, int tile, float sign, MemorySegment line,
            int first, int end) {
        for (int square = first; square < end; square += GROUP) {
            int count = Math.min(GROUP, end - square);
            for (int s = 0; s < count; s++) {
                gather(re, start, tile, square + s, s * Geometry.SQUARE, 1);
                if (im != null) {
                    gather(im, start, tile, square + s, s * Geometry.SQUARE + BYTES, sign);
                }
            }
            BlockTransposition.run(
                    squares, 0, Geometry.SQUARE, line, square * Geometry.SQUARE, Geometry.SQUARE, count);
        }
    }

    /** Writes squares of a tile to two planes, as {@link #read}. */
    void write(MemorySegment re, MemorySegment im, long start, int tile, float sign, MemorySegment line,
            int first, int end) {
        for (int square = first; square < end; square += GROUP) {
            int count = Math.min(GROUP, end - square);
            BlockTransposition.run(
                    line, square * Geometry.SQUARE, Geometry.SQUARE, squares, 0, Geometry.SQUARE, count);
            for (int s = 0; s < count; s++) {
                scatter(re, start, tile, square + s, s * Geometry.SQUARE, 1);
                if (im != null) {
                    scatter(im, start, tile, square + s, s * Geometry.SQUARE + BYTES, sign);
                }
            }
        }
    }

    private void gather(MemorySegment plane, long start, int tile, int square, long to, float factor) {
        long row = 4L * geometry.nx();
        long from = start + tile * COUNT * row + square * BYTES;
        long width = Math.min(BYTES, row - square * BYTES);
        int height = geometry.rows(tile);
        if (width == BYTES && height == COUNT) {
            for (int r = 0; r < COUNT; r++) { // a constant, which unrolls
                fromMemorySegment(FLOAT, plane, from + r * row, ORDER).mul(factor)
                        .intoMemorySegment(squares, to + r * BLOCK, ORDER);
            }
            return;
        }
        for (int r = 0; r < height; r++) {
            MemorySegment.copy(plane, from + r * row, squares, to + r * BLOCK, width);
            fromMemorySegment(FLOAT, squares, to + r * BLOCK, ORDER).mul(factor)
                    .intoMemorySegment(squares, to + r * BLOCK, ORDER);
        }
    }

    private void scatter(MemorySegment plane, long start, int tile, int square, long from, float factor) {
        long row = 4L * geometry.nx();
        long to = start + tile * COUNT * row + square * BYTES;
        long width = Math.min(BYTES, row - square * BYTES);
        int height = geometry.rows(tile);
        if (width == BYTES && height == COUNT) {
            for (int r = 0; r < COUNT; r++) {
                fromMemorySegment(FLOAT, squares, from + r * BLOCK, ORDER).mul(factor)
                        .intoMemorySegment(plane, to + r * row, ORDER);
            }
            return;
        }
        for (int r = 0; r < height; r++) {
            fromMemorySegment(FLOAT, squares, from + r * BLOCK, ORDER).mul(factor)
                    .intoMemorySegment(squares, from + r * BLOCK, ORDER);
            MemorySegment.copy(squares, from + r * BLOCK, plane, to + r * row, width);
        }
    }
}
