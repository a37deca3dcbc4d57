package pfm.field;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * A file mapped for reading: its pages that this process holds may be let go, for the file has them still. Memory that
 * no file backs would be lost, so the system is asked what a mapping is.
 *
 * @param segment all of it
 * @param clean   whether it is a file that nobody writes through this mapping
 * @param advice  the function of the C library
 */
record MappedFile(MemorySegment segment, boolean clean, SystemMemory.Advice advice) {
    private static final Path MAPS = Path.of("/proc/self/maps");
    /** The system maps as much around a page that is read [byte]. */
    private static final long AROUND = 64L << 10;
    /** Where a page may start; where pages are larger, the system refuses what is no page, and nothing happens. */
    private static final long PAGE = 4L << 10;

    /** What {@code segment} is. Never throws. */
    static MappedFile of(MemorySegment segment) {
        if (segment.isMapped() && segment.isReadOnly() && isReadFromFile(MAPS, segment.address())) {
            return SystemMemory.advice().map(advice -> new MappedFile(segment, true, advice)).orElse(none(segment));
        }
        return none(segment);
    }

    private static MappedFile none(MemorySegment segment) {
        return new MappedFile(segment, false, (at, bytes, what) -> -1);
    }

    /**
     * Whether an address lies in a file that is shared with all who map it, and cannot be written here: a private copy
     * of a file would forget what was written to it.
     */
    static boolean isReadFromFile(Path maps, long address) {
        try {
            List<String> lines = Files.readAllLines(maps);
            for (String line : lines) {
                String[] part = line.split("[-\\s]+", 4); // first, end, access, and where from
                if (HexFormat.fromHexDigitsToLong(part[0]) <= address
                        && address < HexFormat.fromHexDigitsToLong(part[1])) {
                    return line.matches("\\S+ r--s .* /.*");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            return false; // a system that does not say so
        }
        return false;
    }

    /** Asks for the pages that hold {@code bytes} bytes from {@code first} on, and does not wait for them. */
    void expect(long first, long bytes) {
        if (clean) {
            long start = segment.address();
            long from = Math.max(start, start + first & -PAGE);
            long to = Math.min(start + segment.byteSize(), start + first + bytes);
            if ((from & PAGE - 1) == 0 && to > from) {
                advice.give(segment.asSlice(from - start, to - from), to - from, SystemMemory.Advice.WILLNEED);
            }
        }
    }

    /** Lets the pages go that hold {@code bytes} bytes from {@code first} on, and what was mapped along with them. */
    void release(long first, long bytes) {
        if (clean) {
            long start = segment.address();
            long end = start + segment.byteSize() & -PAGE;
            long from = Math.max(start + PAGE - 1 & -PAGE, start + first & -AROUND);
            long to = Math.min(end, start + first + bytes + AROUND - 1 & -AROUND);
            if (to > from) {
                advice.give(segment.asSlice(from - start, to - from), to - from, SystemMemory.Advice.DONTNEED);
            }
        }
    }
}
