package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import pfm.field.OffHeap;
import pfm.field.Samples;
import pfm.simd.Phasor;

import static pfm.simd.Lanes.BYTES;
import static pfm.simd.Lanes.COUNT;
import static pfm.simd.Lanes.INT;
import static pfm.simd.Lanes.ORDER;

/**
 * One worker's copy of a medium in the rows of a tile, turned so that a register holds one column: what a mask needs.
 * Float32 values become a register for each column; 8-bit levels stay four to a word.
 */
final class MediumRows {
    /** Byte of {@link #memory} where the turned values start. */
    static final long PHASE = 0;

    private final int nx;
    private final MemorySegment memory;
    private final MemorySegment staged;
    private final Transposition.Squares ofFloats;
    private final Transposition.Squares ofLevels;

    MediumRows(Geometry geometry, Arena arena) {
        nx = geometry.nx();
        ofFloats = new Transposition.Squares(BYTES, 4L * nx, 0);
        ofLevels = new Transposition.Squares(BYTES, nx, 0);
        long columns = geometry.paddedColumns() * BYTES;
        memory = OffHeap.allocate(arena, 2 * columns + BYTES, "a tile of a medium");
        // a register may be read past the end of the last row
        staged = OffHeap.allocate(arena, (long) COUNT * nx * Double.BYTES + Geometry.SQUARE, "rows of a medium");
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
        stage(samples, first, rows);
        turn(samples.format() == Samples.Format.LEVELS8);
    }

    /** As {@link #load}; phases too large for {@link PhaseMask} are replaced by small ones, equal modulo 2π/scale. */
    void loadPhases(Samples samples, long first, int rows, double scale, float halfTurns) {
        stage(samples, first, rows);
        boolean levels = samples.format() == Samples.Format.LEVELS8;
        if (!levels && !(largest(rows * nx) * Math.abs(halfTurns) <= Phasor.REACH)) {
            for (long i = 0; i < (long) rows * nx; i++) {
                double phase = scale * staged.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                staged.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                        (float) (Math.atan2(Math.sin(phase), Math.cos(phase)) / scale));
            }
        }
        turn(levels);
    }

    private void stage(Samples samples, long first, int rows) {
        long count = (long) rows * nx;
        samples.stage(first, count, staged);
        if (samples.format() == Samples.Format.FLOAT64) {
            for (long i = 0; i < count; i++) {
                staged.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) staged.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
            }
        }
    }

    private void turn(boolean levels) {
        int columns = levels ? Math.ceilDiv(nx, 4) : nx;
        Transposition.run(staged, 0, levels ? ofLevels : ofFloats,
                memory, PHASE, Transposition.COLUMNS, Math.ceilDiv(columns, COUNT), 1);
    }

    /** The largest modulus of the first {@code count} staged floats, compared as integers; a NaN is larger than any. */
    private float largest(int count) {
        IntVector largest = IntVector.zero(INT);
        int i = 0;
        for (; i <= count - COUNT; i += COUNT) {
            largest = largest.max(IntVector.fromMemorySegment(INT, staged, 4L * i, ORDER).and(Integer.MAX_VALUE));
        }
        int result = largest.reduceLanes(VectorOperators.MAX);
        for (; i < count; i++) {
            result = Math.max(result, staged.getAtIndex(ValueLayout.JAVA_INT, i) & Integer.MAX_VALUE);
        }
        return Float.intBitsToFloat(result);
    }
}
