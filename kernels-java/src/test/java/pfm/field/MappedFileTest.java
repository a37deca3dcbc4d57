package pfm.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be let go: pages of a file that is only read, and nothing else. */
final class MappedFileTest {
    private static final int BYTES = 1 << 20;

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (i % 251);
        }
        file = Files.write(folder.resolve("volume"), bytes);
    }

    @Test
    void ofAFileThatIsReadPagesGoAndComeAgain() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment mapped = map(MapMode.READ_ONLY, arena);
            assertTrue(MappedFile.of(mapped).clean());
            Samples samples = Samples.levels8(mapped, BYTES, 0, 1, "volume");
            samples.fetch(0, BYTES);
            samples.release(1000, BYTES - 2000);
            for (int i = 0; i < BYTES; i++) {
                assertEquals(i % 251, samples.get(i));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> samples.release(1, BYTES));
        }
    }

    @Test
    void aPrivateCopyKeepsWhatWasWrittenToIt() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment copy = map(MapMode.PRIVATE, arena).fill((byte) 7);
            assertFalse(MappedFile.of(copy).clean());
            MemorySegment readOnly = copy.asReadOnly();
            assertFalse(MappedFile.of(readOnly).clean(), "its pages are no file's");
            Samples samples = Samples.levels8(readOnly, BYTES, 0, 1, "copy");
            samples.release(0, BYTES);
            assertEquals(7, samples.get(BYTES / 2));
        }
    }

    @Test
    void otherMemoryIsLeftAlone() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            assertFalse(MappedFile.of(map(MapMode.READ_WRITE, arena)).clean());
            MemorySegment memory = arena.allocate(BYTES, 64).fill((byte) 7);
            assertFalse(MappedFile.of(memory.asReadOnly()).clean());
            Samples samples = Samples.levels8(memory, BYTES, 0, 1, "memory");
            samples.release(0, BYTES);
            assertEquals(7, samples.get(BYTES / 2));
        }
    }

    @Test
    void adviceStaysWithinTheMapping() {
        List<String> given = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(4 << 16, 1 << 16).asSlice(100, 200_000);
            long start = memory.address();
            MappedFile mapped = new MappedFile(memory, true, (at, bytes, what) -> {
                assertEquals(SystemMemory.Advice.DONTNEED, what);
                assertEquals(bytes, at.byteSize());
                given.add(at.address() - start + 100 + " " + bytes);
                return 0;
            });
            mapped.release(0, 10);
            mapped.release(70_000, 1);
            mapped.release(196_400, 3000);
            new MappedFile(memory.asSlice(0, 3000), true, mapped.advice()).release(0, 3000);
        }
        // from the first whole page to the end of its 64 KiB; those around a byte; up to the last whole page, 200100 is
        // in the next; and none where there is no whole page
        assertEquals(List.of("4096 61440", "65536 65536", "131072 65536"), given);
    }

    @Test
    void pagesAreAskedForFromTheFirstOnAndWithinTheMapping() {
        List<String> given = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(1 << 18, 1 << 16).asSlice(0, 200_000);
            MappedFile mapped = new MappedFile(memory, true, (at, bytes, what) -> {
                assertEquals(SystemMemory.Advice.WILLNEED, what);
                given.add(at.address() - memory.address() + " " + bytes);
                return 0;
            });
            mapped.expect(5000, 10);
            mapped.expect(0, 1 << 20);
            new MappedFile(memory, false, mapped.advice()).expect(0, 10);
        }
        assertEquals(List.of("4096 914", "0 200000"), given);
    }

    @Test
    void expectedPagesAreRead() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Samples samples = Samples.levels8(map(MapMode.READ_ONLY, arena), BYTES, 0, 1, "volume");
            samples.expect(1000, BYTES - 2000);
            for (int i = 0; i < BYTES; i++) {
                assertEquals(i % 251, samples.get(i));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> samples.expect(1, BYTES));
        }
    }

    @Test
    void theSystemSaysWhatAMappingIs() throws IOException {
        Path maps = Files.write(folder.resolve("maps"), List.of(
                "7f0000000000-7f0000001000 r--s 00000000 fe:00 12 /data/volume.npy",
                "7f0000001000-7f0000002000 r--p 00000000 fe:00 12 /data/volume.npy",
                "7f0000002000-7f0000003000 rw-s 00000000 fe:00 12 /data/volume.npy",
                "7f0000003000-7f0000004000 r--s 00000000 00:00 0 "));
        assertTrue(MappedFile.isReadFromFile(maps, 0x7f0000000fffL));
        for (long address : new long[] {0x7f0000001000L, 0x7f0000002000L, 0x7f0000003000L, 0x7f0000004000L}) {
            assertFalse(MappedFile.isReadFromFile(maps, address));
        }
        assertFalse(MappedFile.isReadFromFile(folder.resolve("absent"), 0x7f0000000fffL));
    }

    private MemorySegment map(MapMode mode, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(mode, 0, BYTES, arena);
        }
    }
}
