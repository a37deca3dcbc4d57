package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;

import pfm.field.Field;
import pfm.field.OffHeap;
import pfm.field.Samples;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static pfm.simd.Lanes.BLOCK;
import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.COUNT;
import static pfm.simd.Lanes.FLOAT;
import static pfm.simd.Lanes.ORDER;

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
    private final FieldRows rows;
    private final Transposition.Squares ofState;
    private MemorySegment state;
    private long offset;
    /** The tile is dark beside columns {@code from … to − 1}: zero, or anything if it is dark as a whole. */
    private int from;
    private int to;
    private PreparedScreen loaded;
    private int loadedTile;
    private KeptField differentiated;
    private KeptField kept;
    private final LineFft.Stretch take = this::take;
    private final LineFft.Stretch give = this::give;
    private final LineFft.Stretch turn = this::turn;

    RowTile(Geometry geometry, LineFft fft, MemorySegment scratch, Arena arena) {
        this.geometry = geometry;
        this.fft = fft;
        this.scratch = scratch;
        medium = new MediumRows(geometry, arena);
        line = OffHeap.allocate(arena, geometry.lineBytes(), "a tile of rows");
        rows = new FieldRows(geometry, arena);
        ofState = new Transposition.Squares(geometry.tileStride(), BLOCK, BYTES);
    }

    /** Fills the tile from an item of a field, conjugated if asked. */
    void read(Field field, int item, int tile, boolean conjugate) {
        light(0, geometry.nx());
        long start = 4 * item * field.grid().samples();
        rows.read(field.re(), field.im(), start, tile, conjugate ? -1 : 1, line, 0, geometry.columnTiles());
    }

    /** Writes the tile to an item of a field, conjugated if asked. */
    void write(Field field, int item, int tile, boolean conjugate) {
        if (isDark()) {
            clear(0, geometry.nx());
        }
        long start = 4 * item * field.grid().samples();
        rows.write(field.re(), field.im(), start, tile, conjugate ? -1 : 1, line, 0, geometry.columnTiles());
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

    /**
     * {@link #inverse}, {@link #differentiate}, {@link #pass}, {@link #keep}, {@link #forward}, part by part: the tile
     * crosses the caches once.
     *
     * @param differentiated the kept field to replace by its gradients, or null
     * @param kept           where to keep the field behind the screen, or null
     */
    void filter(MemorySegment spectrum, PreparedScreen screen, int tile, KeptField differentiated, KeptField kept) {
        state = spectrum;
        offset = tile * Geometry.SQUARE;
        loaded = screen;
        loadedTile = tile;
        this.differentiated = differentiated;
        this.kept = kept;
        if (kept != null) {
            kept.keep(tile, screen.from(tile), screen.to(tile, geometry.nx()));
        }
        screen.load(geometry, tile, medium);
        fft.pass(line, 0, scratch, take, turn, give);
    }

    private void turn(int from, int to) {
        int first = Math.clamp(loaded.from(loadedTile), from, to);
        int end = Math.clamp(loaded.to(loadedTile, geometry.nx()), first, to);
        if (differentiated != null) {
            differentiate(differentiated, loadedTile, from, to, loaded.screen().scale());
        }
        loaded.pass(line, loadedTile, first, end, medium);
        clear(from, first);
        clear(end, to);
        if (kept != null) {
            keep(kept, loadedTile, first, end);
        }
    }

    /** Keeps the tile in spatial order. */
    void keep(KeptField field, int tile) {
        field.keep(tile, from, to);
        keep(field, tile, from, to);
    }

    private void keep(KeptField field, int tile, int from, int to) {
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
        differentiate(field, tile, first, end, scale);
    }

    /** In columns {@code from … to − 1}, as far as they are kept. */
    private void differentiate(KeptField field, int tile, int from, int to, double scale) {
        int first = Math.max(from, field.from(tile));
        int end = Math.min(to, field.to(tile));
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
     * Adds the gradients in a tile of some fields, one after another, to rows of {@code phase} and {@code attenuation},
     * null where it is not wanted.
     */
    void accumulate(KeptField[] fields, int count, int tile, Samples phase, Samples attenuation, long firstSample) {
        int first = geometry.nx();
        int end = 0;
        for (int f = 0; f < count; f++) {
            first = Math.min(first, fields[f].from(tile));
            end = Math.max(end, fields[f].to(tile));
        }
        if (first >= end) {
            return; // dark
        }
        int square = first / COUNT;
        int endSquare = Math.ceilDiv(end, COUNT);
        MemorySegment second = attenuation == null ? null : attenuation.segment();
        rows.read(phase.segment(), second, 4 * firstSample, tile, 1, line, square, endSquare);
        for (int f = 0; f < count; f++) {
            add(fields[f], tile);
        }
        rows.write(phase.segment(), second, 4 * firstSample, tile, 1, line, square, endSquare);
    }

    private void add(KeptField field, int tile) {
        long base = tile * geometry.lineBytes();
        for (long x = field.from(tile) * BLOCK; x < field.to(tile) * BLOCK; x += BYTES) {
            FloatVector value = fromMemorySegment(FLOAT, field.memory(), base + x, ORDER);
            fromMemorySegment(FLOAT, line, x, ORDER).add(value).intoMemorySegment(line, x, ORDER);
        }
    }

    /** Fetches the squares of a spectrum that blocks {@code from … to − 1} lie in, and that were not fetched before. */
    private void take(int from, int to) {
        int first = Math.ceilDiv(from, COUNT);
        int count = Math.ceilDiv(to, COUNT) - first;
        Transposition.run(state, offset + first * geometry.tileStride(), ofState,
                line, first * Geometry.SQUARE, Transposition.BLOCKS, count, 2);
    }

    /** Stores the squares that are finished with blocks {@code from … to − 1}. */
    private void give(int from, int to) {
        int first = from / COUNT;
        int count = (to == geometry.nx() ? geometry.columnTiles() : to / COUNT) - first;
        Transposition.run(line, first * Geometry.SQUARE, Transposition.BLOCKS,
                state, offset + first * geometry.tileStride(), ofState, count, 2);
    }
}
