package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import pfm.field.Field;
import pfm.field.OffHeap;
import pfm.field.Samples;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.vector.Lanes.BLOCK;
import static pfm.vector.Lanes.BYTES;
import static pfm.vector.Lanes.COUNT;
import static pfm.vector.Lanes.FLOAT;
import static pfm.vector.Lanes.ORDER;

/**
 * One worker's row tile: as many rows as there are lanes, turned so that each lane holds a row. It is filled from a
 * field or a state, passes screens, and goes to a state or a field.
 */
final class RowTile {
    private final Geometry geometry;
    private final LineFft fft;
    private final MediumRows medium;
    private final MemorySegment scratch;
    /** The tile: block x is column x. Columns that pad stay finite and mix with no others. */
    private final MemorySegment line;
    /** Rows as they lie in a field: real ones, then imaginary ones. */
    private final MemorySegment rows;
    private final long rowBytes;
    private final Transposition.Squares ofRows;
    private MemorySegment state;
    private long offset;
    private final LineFft.Stretch take = this::take;
    private final LineFft.Stretch give = this::give;

    RowTile(Geometry geometry, LineFft fft, MemorySegment scratch, Arena arena) {
        this.geometry = geometry;
        this.fft = fft;
        this.scratch = scratch;
        medium = new MediumRows(geometry, arena);
        line = OffHeap.allocate(arena, geometry.lineBytes(), "a tile of rows");
        rowBytes = (geometry.columnTiles() | 1) * BYTES;
        rows = OffHeap.allocate(arena, 2 * COUNT * rowBytes, "rows of a field");
        ofRows = new Transposition.Squares(BYTES, rowBytes, COUNT * rowBytes);
    }

    /** Fills the tile from an item of a field, conjugated if asked. */
    void read(Field field, int item, int tile, boolean conjugate) {
        copyRows(field, item, tile, true);
        if (conjugate) {
            negateImaginary();
        }
        Transposition.run(rows, 0, ofRows, line, 0, Transposition.BLOCKS, geometry.columnTiles(), 2);
    }

    /** Writes the tile to an item of a field, conjugated if asked. */
    void write(Field field, int item, int tile, boolean conjugate) {
        Transposition.run(line, 0, Transposition.BLOCKS, rows, 0, ofRows, geometry.columnTiles(), 2);
        if (conjugate) {
            negateImaginary();
        }
        copyRows(field, item, tile, false);
    }

    /** Fills the tile with the inverse transform of a tile of a spectrum. */
    void inverse(MemorySegment spectrum, int tile) {
        state = spectrum;
        offset = tile * Geometry.SQUARE;
        fft.inverse(line, 0, scratch, take);
    }

    /** Writes the forward transform of the tile, which is lost, to a spectrum. */
    void forward(MemorySegment spectrum, int tile) {
        state = spectrum;
        offset = tile * Geometry.SQUARE;
        fft.forward(line, 0, scratch, give);
    }

    /** Passes a screen. */
    void pass(PreparedScreen screen, int tile) {
        screen.apply(line, geometry, tile, medium);
    }

    /** Keeps the tile in a plane in spatial order. */
    void keep(MemorySegment plane, int tile) {
        MemorySegment.copy(line, 0, plane, tile * geometry.lineBytes(), geometry.lineBytes());
    }

    /** Takes the tile back from a plane in spatial order. */
    void recall(MemorySegment plane, int tile) {
        MemorySegment.copy(plane, tile * geometry.lineBytes(), line, 0, geometry.lineBytes());
    }

    /**
     * Replaces the field u kept in a plane by its gradients: with b, the conjugate of the cotangent, in this tile, the
     * real part becomes {@code scale·Im(conj(u b)) = ∂L/∂p}, the imaginary part {@code −scale·Re(conj(u b)) = ∂L/∂a}.
     */
    void differentiate(MemorySegment plane, int tile, double scale) {
        FloatVector factor = FloatVector.broadcast(FLOAT, (float) -scale);
        long base = tile * geometry.lineBytes();
        for (int x = 0; x < geometry.nx(); x++) {
            FloatVector ur = fromMemorySegment(FLOAT, plane, base + x * BLOCK, ORDER);
            FloatVector ui = fromMemorySegment(FLOAT, plane, base + x * BLOCK + BYTES, ORDER);
            FloatVector br = fromMemorySegment(FLOAT, line, x * BLOCK, ORDER);
            FloatVector bi = fromMemorySegment(FLOAT, line, x * BLOCK + BYTES, ORDER);
            ur.fma(bi, ui.mul(br)).mul(factor).intoMemorySegment(plane, base + x * BLOCK, ORDER);
            ur.mul(br).sub(ui.mul(bi)).mul(factor).intoMemorySegment(plane, base + x * BLOCK + BYTES, ORDER);
        }
    }

    /**
     * Adds the gradients in a tile of some planes, one after another, to rows of {@code sum}; {@code part} 0 real, 1
     * imaginary.
     */
    void accumulate(MemorySegment[] planes, int count, int part, int tile, Samples sum, long first) {
        long start = 4 * (first + (long) tile * COUNT * geometry.nx());
        long bytes = 4L * geometry.nx();
        for (int r = 0; r < geometry.rows(tile); r++) {
            MemorySegment.copy(sum.segment(), start + r * bytes, rows, r * rowBytes, bytes);
        }
        Transposition.run(rows, 0, ofRows, line, 0, Transposition.BLOCKS, geometry.columnTiles(), 1);
        for (int p = 0; p < count; p++) {
            add(planes[p], tile * geometry.lineBytes() + part * BYTES);
        }
        Transposition.run(line, 0, Transposition.BLOCKS, rows, 0, ofRows, geometry.columnTiles(), 1);
        for (int r = 0; r < geometry.rows(tile); r++) {
            MemorySegment.copy(rows, r * rowBytes, sum.segment(), start + r * bytes, bytes);
        }
    }

    private void add(MemorySegment plane, long base) {
        for (int x = 0; x < geometry.nx(); x++) {
            FloatVector value = fromMemorySegment(FLOAT, plane, base + x * BLOCK, ORDER);
            fromMemorySegment(FLOAT, line, x * BLOCK, ORDER).add(value).intoMemorySegment(line, x * BLOCK, ORDER);
        }
    }

    /** Fetches the squares of a spectrum that blocks {@code from … to − 1} lie in, and that were not fetched before. */
    private void take(int from, int to) {
        int first = Math.ceilDiv(from, COUNT);
        int count = Math.ceilDiv(to, COUNT) - first;
        BlockTransposition.run(state, offset + first * geometry.tileStride(), geometry.tileStride(),
                line, first * Geometry.SQUARE, Geometry.SQUARE, count);
    }

    /** Stores the squares that are finished with blocks {@code from … to − 1}. */
    private void give(int from, int to) {
        int first = from / COUNT;
        int count = (to == geometry.nx() ? geometry.columnTiles() : to / COUNT) - first;
        BlockTransposition.run(line, first * Geometry.SQUARE, Geometry.SQUARE,
                state, offset + first * geometry.tileStride(), geometry.tileStride(), count);
    }

    private void copyRows(Field field, int item, int tile, boolean in) {
        long bytes = 4L * geometry.nx();
        long first = 4 * (item * field.grid().samples() + (long) tile * COUNT * geometry.nx());
        for (int r = 0; r < geometry.rows(tile); r++) {
            long there = first + r * bytes;
            long re = r * rowBytes;
            long im = (COUNT + r) * rowBytes;
            if (in) {
                MemorySegment.copy(field.re(), there, rows, re, bytes);
                MemorySegment.copy(field.im(), there, rows, im, bytes);
            } else {
                MemorySegment.copy(rows, re, field.re(), there, bytes);
                MemorySegment.copy(rows, im, field.im(), there, bytes);
            }
        }
    }

    private void negateImaginary() {
        for (long at = COUNT * rowBytes; at < 2 * COUNT * rowBytes; at += BYTES) {
            fromMemorySegment(FLOAT, rows, at, ORDER).neg().intoMemorySegment(rows, at, ORDER);
        }
    }
}
