package pfm.field;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Off-heap memory: zeroed, aligned, visible to every thread, and refused with a reason before the machine runs out.
 */
public final class OffHeap {
    /** Alignment of what this library allocates, in bytes: one cache line, and one 512-bit vector. */
    public static final long ALIGNMENT = 64;

    /** Below this size an allocation is not worth a look at the machine's free memory. */
    private static final long LARGE = 64L << 20;

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Thread ANOTHER_THREAD = new Thread(() -> { });

    private OffHeap() {
    }

    /**
     * Zeroed memory of {@code bytes} bytes for {@code purpose}.
     *
     * @throws InsufficientMemoryException if the machine or the JVM's limit cannot give it
     */
    public static MemorySegment allocate(Arena arena, long bytes, String purpose) {
        if (bytes >= LARGE) {
            long available = availableBytes();
            if (bytes > available) {
                throw new InsufficientMemoryException(purpose, bytes,
                        available + " bytes are available on this machine",
                        "use a smaller grid or batch, or free memory");
            }
        }
        try {
            return arena.allocate(Math.max(bytes, 1), ALIGNMENT);
        } catch (OutOfMemoryError e) {
            throw new InsufficientMemoryException(purpose, bytes, "the JVM refused it (" + e.getMessage() + ")",
                    "start java with a larger -XX:MaxDirectMemorySize");
        }
    }

    /** Bytes of {@code count·times} numbers; where that overflows, more than any machine has. */
    static long bytes(long count, long times, Precision precision) {
        double bytes = (double) count * times * precision.bytes();
        return bytes < 0x1p60 ? count * times * precision.bytes() : 1L << 60;
    }

    /** Checks that every thread may use a segment of at least {@code bytes} native bytes. */
    static MemorySegment shared(String quantity, MemorySegment segment, long bytes) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException(quantity + " must be native memory, was a heap segment;"
                    + " allocate it from Arena.ofShared()");
        }
        if (!segment.isAccessibleBy(ANOTHER_THREAD)) {
            throw new IllegalArgumentException(quantity + " must be usable by every thread, was from a confined arena;"
                    + " allocate it from Arena.ofShared() or Arena.ofAuto()");
        }
        if (segment.byteSize() < bytes) {
            throw new IllegalArgumentException(quantity + " must have at least " + bytes + " bytes, had "
                    + segment.byteSize());
        }
        return segment;
    }

    private static long availableBytes() {
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE; // not Linux: the allocator itself has the last word
        }
        return Long.MAX_VALUE;
    }
}
