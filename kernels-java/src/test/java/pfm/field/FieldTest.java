package pfm.field;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch of complex planes: layout, views, conversion, checks. */
class FieldTest {
    private static final Grid GRID = new Grid(5, 3, 1e-6);

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void samplesLieRowByRowItemByItem(Precision precision) {
        Field field = Field.zeros(GRID, 2, precision, arena);
        field.set(1, 2, 4, 1.5, -2.5);
        field.set(0, 1, 0, 3, 4);
        assertEquals(2 * 15 * precision.bytes(), field.re().byteSize());
        assertEquals(1.5, precision.get(field.re(), 29));
        assertEquals(-2.5, precision.get(field.im(), 29));
        assertEquals(3, precision.get(field.re(), 5));
        assertEquals(4, field.im(0, 1, 0));
        assertEquals(25, field.power(0));
        assertEquals(8.5, field.power(1));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void partsOfARowAreSetAndSummed(Precision precision) {
        Field field = Field.zeros(GRID, 2, precision, arena);
        for (int x = 0; x < 5; x++) {
            field.set(1, 1, x, 1, 10);
        }
        field.setRow(1, 1, 2, new float[] {3, -4});
        assertEquals(1, field.re(1, 1, 1));
        assertEquals(10, field.im(1, 1, 1));
        assertEquals(3, field.re(1, 1, 2));
        assertEquals(0, field.im(1, 1, 2));
        assertEquals(-4, field.re(1, 1, 3));
        assertEquals(10, field.im(1, 1, 4));
        assertEquals(101 + 9 + 16, field.rowPower(1, 1, 1, 3));
        assertEquals(3 * 101 + 25, field.power(1));
        assertEquals(0, field.power(0));
        assertThrows(IndexOutOfBoundsException.class, () -> field.setRow(1, 1, 4, new float[2]));
        assertThrows(IndexOutOfBoundsException.class, () -> field.rowPower(0, 1, 4, 2));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void partsAreAlignedAndApartModuloAPage(Precision precision) {
        Field field = Field.zeros(GRID, 2, precision, arena);
        assertEquals(0, field.re().address() % OffHeap.ALIGNMENT);
        assertEquals(0, field.im().address() % OffHeap.ALIGNMENT);
        assertEquals(2048, Math.floorMod(field.im().address() - field.re().address(), 4096L));
    }

    @Test
    void itemsAreAViewOfTheSameMemory() {
        Field field = Field.zeros(GRID, 4, arena);
        Field two = field.items(1, 2);
        assertEquals(2, two.batch());
        two.set(1, 0, 3, 7, 8);
        assertEquals(7, field.re(2, 0, 3));
        assertMessage("first item must be in [0, 3], was 4", () -> field.items(4, 1));
        assertMessage("first item must be in [0, 3], was -1", () -> field.items(-1, 1));
        assertMessage("count of items must be in [1, 2], was 3", () -> field.items(2, 3));
        assertMessage("count of items must be in [1, 2], was 0", () -> field.items(2, 0));
    }

    @Test
    void aFieldOverMemoryOfTheCallerSharesIt() {
        MemorySegment re = arena.allocate(60, 4);
        MemorySegment im = arena.allocate(100, 4);
        Field field = Field.of(GRID, 1, Precision.FLOAT32, re, im);
        re.setAtIndex(ValueLayout.JAVA_FLOAT, 7, 2.5f);
        assertEquals(2.5, field.re(0, 1, 2));
        assertEquals(60, field.im().byteSize());
    }

    @Test
    void memoryThatKernelsCannotUseIsRefused() {
        MemorySegment good = arena.allocate(60, 4);
        MemorySegment heap = MemorySegment.ofArray(new float[15]);
        assertMessage("real part of the field must be native memory, was a heap segment;"
                        + " allocate it from Arena.ofShared()",
                () -> Field.of(GRID, 1, Precision.FLOAT32, heap, good));
        assertMessage("imaginary part of the field must have at least 60 bytes, had 59",
                () -> Field.of(GRID, 1, Precision.FLOAT32, good, good.asSlice(0, 59)));
        assertMessage("real part of the field must have at least 120 bytes, had 60",
                () -> Field.of(GRID, 2, Precision.FLOAT32, good, good));
        try (Arena confined = Arena.ofConfined()) {
            String message = "real part of the field must be usable by every thread, was from a confined arena;"
                    + " allocate it from Arena.ofShared() or Arena.ofAuto()";
            assertMessage(message, () -> Field.of(GRID, 1, Precision.FLOAT32, confined.allocate(60, 4), good));
            assertMessage(message, () -> Field.zeros(GRID, 1, confined));
        }
        assertMessage("batch must be in [1, 2147483647], was 0", () -> Field.zeros(GRID, 0, arena));
    }

    @Test
    void memoryThatIsNotThereIsRefusedInOneLine() {
        Grid huge = new Grid(1 << 20, 1 << 20, 1e-6);
        for (int batch : new int[] {1, Integer.MAX_VALUE}) { // the second overflows 64 bits
            String message = assertThrows(InsufficientMemoryException.class, () -> Field.zeros(huge, batch, arena))
                    .getMessage();
            assertTrue(message.startsWith("a field of " + batch + " x 1048576x1048576 at 1.0E-6 m needs "), message);
            assertTrue(message.contains("use a smaller grid or batch"), message);
        }
    }

    @Test
    void aNarrowerCopyIsRoundedAWiderOneIsExact() {
        Field wide = Field.zeros(GRID, 2, Precision.FLOAT64, arena);
        wide.set(1, 1, 1, 1.0 / 3, 1e-50);
        Field narrow = wide.as(Precision.FLOAT32, arena);
        assertEquals((float) (1.0 / 3), narrow.re(1, 1, 1));
        assertEquals(0, narrow.im(1, 1, 1));
        assertEquals((float) (1.0 / 3), narrow.as(Precision.FLOAT64, arena).re(1, 1, 1));
        Field same = narrow.as(Precision.FLOAT32, arena);
        assertEquals(-1, same.re().mismatch(narrow.re()));
        assertMessage("grid of the field to copy must be 5x3 at 1.0E-6 m, was 3x5 at 1.0E-6 m",
                () -> wide.copyFrom(Field.zeros(new Grid(3, 5, 1e-6), 2, arena)));
        assertMessage("batch of the field to copy must be 2, was 1", () -> wide.copyFrom(Field.zeros(GRID, 1, arena)));
    }

    @Test
    void aSampleThatIsNoNumberIsFound() {
        Field field = Field.zeros(GRID, 2, arena);
        assertDoesNotThrow(() -> field.requireFinite("in"));
        field.set(0, 0, 0, Float.MAX_VALUE, -Float.MAX_VALUE);
        assertDoesNotThrow(() -> field.requireFinite("in"));
        field.set(1, 2, 3, 1, Double.NaN);
        assertMessage("in must be finite everywhere, was 1.0 + NaNi at [1, 2, 3]", () -> field.requireFinite("in"));
        field.set(1, 2, 3, Double.NEGATIVE_INFINITY, 0);
        assertMessage("in must be finite everywhere, was -Infinity + 0.0i at [1, 2, 3]",
                () -> field.requireFinite("in"));
    }

    @Test
    void theLargestDoublesAreFinite() {
        Field field = Field.zeros(GRID, 1, Precision.FLOAT64, arena);
        field.set(0, 0, 0, Double.MAX_VALUE, Double.MAX_VALUE);
        assertDoesNotThrow(() -> field.requireFinite("in"));
    }

    private static void assertMessage(String message, Executable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
