package pfm.field;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A real matrix off the heap. */
class MatrixTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void valuesLieRowByRow() {
        Matrix matrix = Matrix.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, arena);
        assertEquals(2, matrix.rows());
        assertEquals(3, matrix.columns());
        assertEquals(4f, matrix.values().getAtIndex(ValueLayout.JAVA_FLOAT, 3));
        matrix.set(1, 2, 0.1);
        assertEquals(0.1f, matrix.get(1, 2));
        assertEquals(0.1f, matrix.as(Precision.FLOAT64, arena).get(1, 2));
    }

    @Test
    void rowsOfUnequalLengthAreRefused() {
        assertMessage("length of row 1 must be 2, was 3", () -> Matrix.of(new float[][] {{1, 2}, {3, 4, 5}}, arena));
        assertMessage("rows must be in [1, 2147483647], was 0", () -> Matrix.of(new float[0][], arena));
        assertMessage("columns must be in [1, 2147483647], was 0", () -> Matrix.of(new float[3][0], arena));
        assertMessage("rows must be in [1, 2147483647], was -1", () -> Matrix.zeros(-1, 3, arena));
    }

    @Test
    void memoryThatKernelsCannotUseIsRefused() {
        assertMessage("matrix values must have at least 24 bytes, had 20",
                () -> Matrix.of(2, 3, Precision.FLOAT32, arena.allocate(20, 4)));
        assertMessage("matrix values must be native memory, was a heap segment; allocate it from Arena.ofShared()",
                () -> Matrix.of(2, 3, Precision.FLOAT32, MemorySegment.ofArray(new float[6])));
        assertThrows(InsufficientMemoryException.class,
                () -> Matrix.zeros(Integer.MAX_VALUE, Integer.MAX_VALUE, arena));
    }

    @Test
    void aValueThatIsNoNumberIsFound() {
        Matrix matrix = Matrix.of(new float[][] {{1, 2}, {3, 4}}, arena);
        assertDoesNotThrow(() -> matrix.requireFinite("x"));
        matrix.set(1, 0, Double.NaN);
        assertMessage("x must be finite everywhere, was NaN at [1, 0]", () -> matrix.requireFinite("x"));
    }

    private static void assertMessage(String message, Executable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
