package pfm.bindings;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.Availability;
import pfm.bindings.Cblas.Form;
import pfm.bindings.Cblas.Operand;
import pfm.bindings.Cblas.Threads;
import pfm.noise.Philox;

class CblasTest {
    private static final int ROWS = 13;
    private static final int COLUMNS = 9;
    private static final int INNER = 21;
    private static final int MARGIN = 3;

    private final Arena arena = Arena.ofShared();
    private Cblas blas;

    @BeforeEach
    void open() {
        Availability here = Cblas.Library.OPENBLAS.availability();
        assumeTrue(here instanceof Availability.Available, here::toString);
        blas = Cblas.Library.OPENBLAS.open();
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @EnumSource
    void aProductIsItsSumsInEveryForm(Form form) {
        Form other = form == Form.PLAIN ? Form.TRANSPOSED : Form.PLAIN;
        for (Form formOfB : Form.values()) {
            product(form, formOfB);
            product(other, formOfB);
        }
    }

    private void product(Form formOfA, Form formOfB) {
        Operand a = operand(formOfA, ROWS, INNER, 1);
        Operand b = operand(formOfB, INNER, COLUMNS, 2);
        Operand c = operand(Form.PLAIN, ROWS, COLUMNS, 3);
        float[] before = c.values().toArray(JAVA_FLOAT);
        blas.multiply(2, a, formOfA, b, formOfB, -1, c);
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                double sum = -before[row * c.stride() + column];
                for (int i = 0; i < INNER; i++) {
                    sum += 2 * get(a, formOfA, row, i) * get(b, formOfB, i, column);
                }
                assertEquals(sum, get(c, Form.PLAIN, row, column), bound());
            }
            for (int beside = COLUMNS; row < ROWS - 1 && beside < c.stride(); beside++) {
                int number = row * c.stride() + beside;
                assertEquals(before[number], c.values().getAtIndex(JAVA_FLOAT, number), "beyond the matrix");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVectorIsMultipliedInEveryForm(Form form) {
        Operand a = operand(form, ROWS, INNER, 1);
        Operand x = operand(Form.PLAIN, 1, INNER, 2);
        Operand y = operand(Form.PLAIN, 1, ROWS, 3);
        y.values().fill((byte) 0xFF); // NaN, which beta = 0 does not read
        blas.multiply(0.5f, a, form, x.values(), 0, y.values());
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int i = 0; i < INNER; i++) {
                sum += 0.5 * get(a, form, row, i) * get(x, Form.PLAIN, 0, i);
            }
            assertEquals(sum, get(y, Form.PLAIN, 0, row), bound());
        }
    }

    /** Sums of INNER products below 2, in float32: n u of the sum of their moduli. */
    private static double bound() {
        return INNER * 0x1p-24 * 2 * INNER;
    }

    @Test
    void theThreadCountIsSetAndRestored() {
        int before = blas.threads();
        Threads one = blas.threads(1);
        Threads two = blas.threads(2);
        assertEquals(2, blas.threads());
        two.close();
        assertEquals(1, blas.threads());
        Threads three = blas.threads(3);
        two.close();
        assertEquals(3, blas.threads(), "closing again does nothing");
        three.close();

        int most = Integer.parseInt(blas.version().replaceFirst(".*MAX_THREADS=(\\d+).*", "$1"));
        assertEquals("threads of OpenBLAS must be in [1, " + most + "], was 4096",
                assertThrows(IllegalArgumentException.class, () -> blas.threads(4096)).getMessage());
        assertEquals(1, blas.threads(), "a count that was refused is not kept");
        one.close();
        assertEquals(before, blas.threads());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Operand a = operand(Form.PLAIN, 3, 4, 1);
        Operand b = operand(Form.PLAIN, 4, 2, 1);
        Operand c = operand(Form.PLAIN, 3, 2, 1);
        refuses("rows of op(B) must be 4, was 2", () -> multiply(a, Form.PLAIN, b, Form.TRANSPOSED, c));
        refuses("rows of C must be 4, was 3", () -> multiply(a, Form.TRANSPOSED, a, Form.PLAIN, c));
        refuses("columns of C must be 2, was 4", () -> multiply(a, Form.PLAIN, b, Form.PLAIN, a));
        refuses("C must be writable, was read-only memory", () -> multiply(a, Form.PLAIN, b, Form.PLAIN,
                new Operand(c.values().asReadOnly(), 3, 2)));
        refuses("stride must be in [4, 2147483647], was 3", () -> new Operand(a.values(), 3, 4, 3));
        refuses("bytes of values of the matrix must be in [48, 9223372036854775807], was 44",
                () -> new Operand(a.values().asSlice(0, 44), 3, 4));
        refuses("values of the matrix must be native memory, was a heap segment",
                () -> new Operand(MemorySegment.ofArray(new float[12]), 3, 4));
        refuses("bytes of x must be in [16, 9223372036854775807], was 12",
                () -> blas.multiply(1, a, Form.PLAIN, b.values().asSlice(0, 12), 0, c.values()));
        refuses("bytes of y must be in [16, 9223372036854775807], was 12",
                () -> blas.multiply(1, a, Form.TRANSPOSED, b.values(), 0, c.values().asSlice(0, 12)));
        refuses("y must be writable, was read-only memory",
                () -> blas.multiply(1, a, Form.PLAIN, b.values(), 0, c.values().asReadOnly()));
        refuses("threads must be in [1, 4096], was 0", () -> blas.threads(0));
    }

    @Test
    void memoryThatWasFreedIsRefused() {
        Operand freed;
        try (Arena shorter = Arena.ofShared()) {
            freed = new Operand(shorter.allocate(64), 4, 4);
        }
        assertThrows(IllegalStateException.class, () -> multiply(freed, Form.PLAIN, freed, Form.PLAIN, freed));
    }

    @Test
    void itSaysWhatItIs() {
        assertTrue(blas.version().startsWith("OpenBLAS 0."), blas.version());
    }

    private void multiply(Operand a, Form formOfA, Operand b, Form formOfB, Operand c) {
        blas.multiply(1, a, formOfA, b, formOfB, 0, c);
    }

    private static void refuses(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    /** A matrix that is rows x columns in this form, each row of it a few numbers longer in memory, of (−1, 1). */
    private Operand operand(Form form, int rows, int columns, int seed) {
        int storedRows = form == Form.PLAIN ? rows : columns;
        int storedColumns = form == Form.PLAIN ? columns : rows;
        MemorySegment values = arena.allocate(JAVA_FLOAT, (long) storedRows * (storedColumns + MARGIN));
        for (int i = 0; i < values.byteSize() / Float.BYTES; i++) {
            values.setAtIndex(JAVA_FLOAT, i, (float) (2 * Philox.uniform(seed, 0, i) - 1));
        }
        return new Operand(values, storedRows, storedColumns, storedColumns + MARGIN);
    }

    private static double get(Operand matrix, Form form, int row, int column) {
        return matrix.values().getAtIndex(JAVA_FLOAT, form == Form.PLAIN
                ? (long) row * matrix.stride() + column : (long) column * matrix.stride() + row);
    }
}
