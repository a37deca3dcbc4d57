package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import pfm.field.OffHeap;
import pfm.field.Samples;
import pfm.simd.StagedSamples;

import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.COUNT;

/**
 * One worker's copy of a medium in the rows of a tile, turned so that a register holds one column: what a mask needs.
 * Float32 values become a register for each column; 8-bit levels stay four to a word.
 */
final class MediumRows {
    /** Byte of {@link #memory} where the turned values start. */
    static final long PHASE = 0;

    private final int nx;
    private final MemorySegment memory;
    private final StagedSamples staged;
    private final Transposition.Squares ofFloats;
    private final Transposition.Squares ofLevels;

    MediumRows(Geometry geometry, Arena arena) {
        nx = geometry.nx();
        ofFloats = new Transposition.Squares(BYTES, 4L * nx, 0);
        ofLevels = new Transposition.Squares(BYTES, nx, 0);
        long columns = geometry.paddedColumns() * BYTES;
        memory = OffHeap.allocate(arena, 2 * columns + BYTES, "a tile of a medium");
        // a register may be read past the end of the last row
        staged = new StagedSamples(
                OffHeap.allocate(arena, (long) COUNT * nx * Double.BYTES + Geometry.SQUARE, "rows of a medium"));
    }

    /** Memory of the turned values and of the moduli. */
    MemorySegment memory() {
        return memory;
    }

    /** Byte of {@link #memory} where the moduli start. */
    long modulus() {
        return memory.byteSize() - BYTES >> 1;
    }

    /** Reads {@code rows} rows from sample {@code first} on. */
    void load(Samples samples, long first, int rows) {
        staged.load(samples, first, (long) rows * nx);
        turn(samples.format() == Samples.Format.LEVELS8);
    }

    /** As {@link #load}, of phases; see {@link StagedSamples#loadPhases}. */
    void loadPhases(Samples samples, long first, int rows, double scale) {
        staged.loadPhases(samples, first, (long) rows * nx, scale);
        turn(samples.format() == Samples.Format.LEVELS8);
    }

    private void turn(boolean levels) {
        int columns = levels ? Math.ceilDiv(nx, 4) : nx;
        Transposition.run(staged.memory(), 0, levels ? ofLevels : ofFloats,
                memory, PHASE, Transposition.COLUMNS, Math.ceilDiv(columns, COUNT), 1);
    }
}
