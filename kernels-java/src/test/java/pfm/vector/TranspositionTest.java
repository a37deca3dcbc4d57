package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.Test;

import pfm.simd.Lanes;

/** Squares of words, turned. */
class TranspositionTest {
    @Test
    void rowsBecomeColumnsInEveryPlaneAndNothingElseIsTouched() {
        int squares = 3;
        Transposition.Squares rows = new Transposition.Squares(Lanes.BYTES, 5 * Lanes.BYTES,
                5 * Lanes.COUNT * Lanes.BYTES);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment from = arena.allocate(10 * Lanes.COUNT * Lanes.BYTES, 64);
            MemorySegment to = arena.allocate((squares + 1) * Geometry.SQUARE, 64);
            for (long i = 0; i < from.byteSize() / 4; i++) {
                from.setAtIndex(ValueLayout.JAVA_INT, i, (int) i + 1);
            }
            to.fill((byte) -1);
            Transposition.run(from, 0, rows, to, 0, Transposition.BLOCKS, squares, 2);
            for (int x = 0; x < (squares + 1) * Lanes.COUNT; x++) {
                for (int lane = 0; lane < Lanes.COUNT; lane++) {
                    for (int part = 0; part < 2; part++) {
                        int expected = from.get(ValueLayout.JAVA_INT, part * rows.plane() + lane * rows.row() + x * 4L);
                        int actual = to.get(ValueLayout.JAVA_INT, x * Lanes.BLOCK + part * Lanes.BYTES + lane * 4L);
                        assertEquals(x < squares * Lanes.COUNT ? expected : -1, actual);
                    }
                }
            }
        }
    }
}
