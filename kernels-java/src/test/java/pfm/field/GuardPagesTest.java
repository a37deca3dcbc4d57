package pfm.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory between pages that nobody may touch. What happens to those who do is shown where JVMs are forked. */
final class GuardPagesTest {
    @ParameterizedTest
    @CsvSource({"1", "4", "60", "64", "65536", "65540", "1000000"})
    void memoryTouchesAGuardOnItsSideAndIsFencedOnBoth(long bytes) throws IOException {
        for (GuardPages side : GuardPages.values()) {
            MemorySegment guarded;
            try (Arena arena = Arena.ofShared()) {
                guarded = side.allocate(arena, bytes);
                assertEquals(bytes, guarded.byteSize());
                for (long at = 0; at < bytes; at++) {
                    assertEquals(0, guarded.get(ValueLayout.JAVA_BYTE, at));
                }
                guarded.fill((byte) 1);
                long first = guarded.address();
                long end = first + bytes;
                assertEquals(Optional.of("rw-p"), access(first));
                assertEquals(Optional.of("rw-p"), access(end - 1));
                assertEquals(Optional.of("---p"), access(side == GuardPages.BEHIND ? end : first - 1));
                assertEquals(Optional.of("---p"), access(first - (1 << 16)));
                assertEquals(Optional.of("---p"), access(end - 1 + (1 << 16)));
            }
            assertThrows(IllegalStateException.class, () -> guarded.get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void nothingIsGuardedUnlessAskedFor() {
        assertEquals(Optional.empty(), GuardPages.asked());
    }

    @Test
    void whatTheSystemRefusesIsNoMemory() {
        try (Arena arena = Arena.ofShared()) {
            assertThrows(OutOfMemoryError.class, () -> GuardPages.BEHIND.allocate(arena, 1L << 46));
        }
    }

    /** How memory at an address may be used, if there is any. */
    private static Optional<String> access(long address) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream().map(line -> line.split("[-\\s]", 3))
                .filter(part -> HexFormat.fromHexDigitsToLong(part[0]) <= address
                        && address < HexFormat.fromHexDigitsToLong(part[1]))
                .map(part -> part[2].substring(0, 4)).findFirst();
    }
}
