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
    /** The tile is dark beside columns {@code from … to − 1}: zero, or anything if it is dark as a whole. */
    private int from;
    private int to;
    private PreparedScreen loaded;
    private int loadedTile;
    private final LineFft.Stretch take = this::take;
    private final LineFft.Stretch give = this::give;
    private final LineFft.Stretch turn = this::turn;

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
        light(0, geometry.nx());
        copyRows(field, item, tile, true);
        if (conjugate) {
            negateImaginary();
        }
        Transposition.run(rows, 0, ofRows, line, 0, Transposition.BLOCKS, geometry.columnTiles(), 2);
    }

    /** Writes the tile to an item of a field, conjugated if asked. */
    void write(Field field, int item, int tile, boolean conjugate) {
        if (isDark()) {
            clear(0, geometry.nx());
        }
        Transposition.run(line, 0, Transposition.BLOCKS, rows, 0, ofRows, geometry.columnTiles(), 2);
        if (conjugate) {
            negateImaginary();
        }
        copyRows(field, item, tile, false);
    }

    /** Fills the tile with the inverse transform of a tile of a spectrum. */
    void inverse(MemorySegment spectrum, int tile) {
        light(0, geometry.nx());
        state = spectrum;
        offset = tile * Geometry.SQUARE;
        fft.inverse(line, 0, scratch, take);
    }

    /** Makes the tile dark, whatever it was filled with. */
    void darken() {
        light(0, 0);
    }

    /** Writes the forward transform of the tile, which is lost, to a spectrum. */
    void forward(MemorySegment spectrum, int tile) {
        state = spectrum;
        offset = tile * Geometry.SQUARE;
        if (isDark()) {
            for (int column = 0; column < geometry.columnTiles(); column++) {
                spectrum.asSlice(offset + column * geometry.tileStride(), Geometry.SQUARE).fill((byte) 0);
            }
        } else {
            fft.forward(line, 0, scratch, give);
        }
    }

    /** Computes what a mask does to this tile before any field passes; fills the tile with it. */
    void prepare(PreparedScreen screen, int tile) {
        screen.prepare(line, geometry, tile, medium);
    }

    /** Passes a screen. */
    void pass(PreparedScreen screen, int tile) {
        int first = Math.max(from, screen.from(tile));
        int end = Math.min(to, screen.to(tile, geometry.nx()));
        if (first >= end) {
            darken();
            return;
        }
        screen.load(geometry, tile, medium);
        screen.pass(line, tile, first, end, medium);
        clear(from, first);
        clear(end, to);
        light(first, end);
    }

    /** {@link #inverse}, {@link #pass}, {@link #forward}, part by part: the tile crosses the caches once. */
    void filter(MemorySegment spectrum, PreparedScreen screen, int tile) {
        state = spectrum;
        offset = tile * Geometry.SQUARE;
        loaded = screen;
        loadedTile = tile;
        screen.load(geometry, tile, medium);
        fft.pass(line, 0, scratch, take, turn, give);
    }

    private void turn(int from, int to) {
        int first = Math.clamp(loaded.from(loadedTile), from, to);
        int end = Math.clamp(loaded.to(loadedTile, geometry.nx()), first, to);
        loaded.pass(line, loadedTile, first, end, medium);
        clear(from, first);
        clear(end, to);
    }

    /** Keeps the tile in spatial order. */
    void keep(KeptField field, int tile) {
        field.keep(tile, from, to);
        MemorySegment.copy(line, from * BLOCK, field.memory(), tile * geometry.lineBytes() + from * BLOCK,
                (to - from) * BLOCK);
    }

    /** Takes the tile back. */
    void recall(KeptField field, int tile) {
        light(field.from(tile), field.to(tile));
        MemorySegment.copy(field.memory(), tile * geometry.lineBytes() + from * BLOCK, line, from * BLOCK,
                (to - from) * BLOCK);
        clear(0, from);
        clear(to, geometry.nx());
    }

    private boolean isDark() {
        return from >= to;
    }

    private void light(int from, int to) {
        this.from = from;
        this.to = to;
    }

    private void clear(int from, int to) {
        for (int x = from; x < to; x++) {
            FloatVector.zero(FLOAT).intoMemorySegment(line, x * BLOCK, ORDER);
            FloatVector.zero(FLOAT).intoMemorySegment(line, x * BLOCK + BYTES, ORDER);
        }
    }

    /**
     * Replaces a kept field u by its gradients: with b, the conjugate of the cotangent, in this tile, the real part
     * becomes {@code scale·Im(conj(u b)) = ∂L/∂p}, the imaginary part {@code −scale·Re(conj(u b)) = ∂L/∂a}.
     */
    void differentiate(KeptField field, int tile, double scale) {
        int first = Math.max(from, field.from(tile));
        int end = Math.max(first, Math.min(to, field.to(tile)));
        field.keep(tile, first, end);
        FloatVector factor = FloatVector.broadcast(FLOAT, (float) -scale);
        MemorySegment u = field.memory();
        long base = tile * geometry.lineBytes();
        for (int x = first; x < end; x++) {
            FloatVector ur = fromMemorySegment(FLOAT, u, base + x * BLOCK, ORDER);
            FloatVector ui = fromMemorySegment(FLOAT, u, base + x * BLOCK + BYTES, ORDER);
            FloatVector br = fromMemorySegment(FLOAT, line, x * BLOCK, ORDER);
            FloatVector bi = fromMemorySegment(FLOAT, line, x * BLOCK + BYTES, ORDER);
            ur.fma(bi, ui.mul(br)).mul(factor).intoMemorySegment(u, base + x * BLOCK, ORDER);
            ur.mul(br).sub(ui.mul(bi)).mul(factor).intoMemorySegment(u, base + x * BLOCK + BYTES, ORDER);
        }
    }

    /**
     * Adds the gradients in a tile of some fields, one after another, to rows of {@code sum}; {@code part} 0 real, 1
     * imaginary.
     */
    void accumulate(KeptField[] fields, int count, int part, int tile, Samples sum, long firstSample) {
        int first = geometry.nx();
        int end = 0;
        for (int f = 0; f < count; f++) {
            first = Math.min(first, fields[f].from(tile));
            end = Math.max(end, fields[f].to(tile));
        }
        if (first >= end) {
            return; // dark
        }
        long square = first / COUNT;
        int squares = Math.ceilDiv(end, COUNT) - (int) square;
        long start = 4 * (firstSample + (long) tile * COUNT * geometry.nx());
        long bytes = 4L * geometry.nx();
        for (int r = 0; r < geometry.rows(tile); r++) {
            MemorySegment.copy(sum.segment(), start + r * bytes, rows, r * rowBytes, bytes);
        }
        Transposition.run(rows, square * BYTES, ofRows,
                line, square * Geometry.SQUARE, Transposition.BLOCKS, squares, 1);
        for (int f = 0; f < count; f++) {
            add(fields[f], tile, part);
        }
        Transposition.run(line, square * Geometry.SQUARE, Transposition.BLOCKS,
                rows, square * BYTES, ofRows, squares, 1);
        for (int r = 0; r < geometry.rows(tile); r++) {
            MemorySegment.copy(rows, r * rowBytes, sum.segment(), start + r * bytes, bytes);
        }
    }

    private void add(KeptField field, int tile, int part) {
        long base = tile * geometry.lineBytes() + part * BYTES;
        for (int x = field.from(tile); x < field.to(tile); x++) {
            FloatVector value = fromMemorySegment(FLOAT, field.memory(), base + x * BLOCK, ORDER);
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
