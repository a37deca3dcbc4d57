package pfm.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HugePagesTest {
    private static final long MIB = 1L << 20;

    @TempDir
    private Path settings;

    @Test
    void askOnlyWhereTheSystemGivesThemOnRequest() throws IOException {
        assertEquals(0, HugePages.of(settings).size());
        write("hpage_pmd_size", "2097152");
        write("enabled", "always madvise [never]");
        assertEquals(0, HugePages.of(settings).size());
        write("enabled", "[always] madvise never");
        assertEquals(0, HugePages.of(settings).size());
        write("enabled", "always [madvise] never");
        assertEquals(2 * MIB, HugePages.of(settings).size());
        write("hpage_pmd_size", "many");
        assertEquals(0, HugePages.of(settings).size());
    }

    @Test
    void areAskedForWithinTheMemoryAlone() {
        List<String> asked = new ArrayList<>();
        HugePages pages = new HugePages(MIB, (address, bytes, advice) -> {
            asked.add(advice + " " + address.address() % MIB + " " + address.byteSize() + " " + bytes);
            return 0;
        });
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(10 * MIB, MIB);
            MemorySegment inner = memory.asSlice(64, 9 * MIB);
            assertSame(inner, pages.request(inner));
            assertEquals(List.of("14 0 8388608 8388608", "4 0 8388608 8388608"), asked);
            asked.clear();
            pages.request(memory.asSlice(0, 8 * MIB - 1));
            assertEquals(List.of(), asked);
        }
    }

    @Test
    void withoutThemLargeMemoryStillHasItsPagesWhereItIsFirstUsed() {
        List<String> asked = new ArrayList<>();
        HugePages pages = new HugePages(0, (address, bytes, advice) -> {
            asked.add(advice + " " + address.address() % (64 << 10) + " " + bytes);
            return 0;
        });
        try (Arena arena = Arena.ofConfined()) {
            pages.request(arena.allocate(9 * MIB, MIB).asSlice(64, 8 * MIB));
        }
        assertEquals(List.of("4 0 8323072"), asked);
    }

    @Test
    void memoryThatNobodyUsedYetTakesNone() throws IOException {
        long bytes = 256 * MIB;
        long before = residentBytes();
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = OffHeap.allocate(arena, bytes, "a test");
            long allocated = residentBytes() - before;
            memory.fill((byte) 1);
            long used = residentBytes() - before;
            // other threads of this JVM take some memory meanwhile, by far less than a half of this
            assertTrue(used > bytes / 2, () -> used + " bytes are resident when all are used");
            if (SystemMemory.advice().isPresent()) {
                assertTrue(allocated < bytes / 2, () -> allocated + " bytes are resident when none is used");
            }
        }
    }

    private static long residentBytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    @Test
    void largeMemoryIsZeroAndKeepsWhatIsWritten() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = OffHeap.allocate(arena, 16 * MIB + 64, "a test");
            for (long at = 0; at < memory.byteSize(); at += 8) {
                assertEquals(0, memory.get(ValueLayout.JAVA_LONG, at));
            }
            memory.fill((byte) 1);
            assertEquals(0x0101010101010101L, memory.get(ValueLayout.JAVA_LONG, 8 * MIB));
            if (HugePages.here().size() > 0) {
                assertTrue(flags(memory.address() + 8 * MIB).contains(" hg"), "pages are huge on request");
            }
        }
    }

    /** What the kernel says of the memory at an address. */
    private static String flags(long address) throws IOException {
        boolean within = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.split("[- ]", 3);
                within = Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                        && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
            } else if (within && line.startsWith("VmFlags:")) {
                return line;
            }
        }
        return "";
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(settings.resolve(name), text + "\n");
    }
}
