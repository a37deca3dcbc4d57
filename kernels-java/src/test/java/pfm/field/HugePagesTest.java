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
            MemorySegment memory = arena.allocate(7 * MIB, MIB);
            MemorySegment inner = memory.asSlice(64, 6 * MIB);
            assertSame(inner, pages.request(inner));
            assertEquals(List.of("14 0 5242880 5242880", "4 0 5242880 5242880"), asked);
            asked.clear();
            pages.request(memory.asSlice(0, 4 * MIB - 1));
            assertEquals(List.of(), asked);
        }
    }

    @Test
    void refusedLeaveTheMemoryAsItIs() {
        List<Integer> asked = new ArrayList<>();
        HugePages pages = new HugePages(MIB, (address, bytes, advice) -> {
            asked.add(advice);
            return -1;
        });
        try (Arena arena = Arena.ofConfined()) {
            pages.request(arena.allocate(8 * MIB, 64));
        }
        assertEquals(List.of(14), asked);
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
