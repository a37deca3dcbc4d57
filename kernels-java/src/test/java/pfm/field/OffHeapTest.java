package pfm.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OffHeapTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path kernel;

    @Test
    void countsTheMemoryOfTheMachine() throws IOException {
        assertEquals(8 * GIB, available());
        write("memory.max", "max");
        assertEquals(8 * GIB, available());
    }

    @Test
    void countsNoMoreThanTheContainerMayStillUse() throws IOException {
        write("memory.max", Long.toString(4 * GIB));
        write("memory.current", Long.toString(3 * GIB));
        assertEquals(GIB, available());
        write("memory.stat", "anon " + GIB + "\nfile " + 2 * GIB);
        assertEquals(3 * GIB, available());
        write("memory.max", Long.toString(64 * GIB));
        assertEquals(8 * GIB, available());
    }

    @Test
    void leavesItToTheAllocatorWhereTheSystemSaysNothing() {
        assertTrue(OffHeap.availableBytes(kernel.resolve("absent"), kernel) > 1L << 60);
    }

    @Test
    void refusesWhatDoesNotFitWithItsSize() {
        try (Arena arena = Arena.ofShared()) {
            InsufficientMemoryException refused = assertThrows(InsufficientMemoryException.class,
                    () -> OffHeap.allocate(arena, 1L << 60, "a field"));
            assertTrue(refused.getMessage().startsWith("a field needs 1152921504606846976 bytes of memory, but "),
                    refused.getMessage());
        }
    }

    private long available() throws IOException {
        write("meminfo", "MemTotal: 16777216 kB\nMemAvailable:    8388608 kB");
        return OffHeap.availableBytes(kernel.resolve("meminfo"), kernel);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(kernel.resolve(name), text + "\n");
    }
}
