package pfm.field;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Off-heap memory: zeroed, aligned, visible to every thread, and refused with a reason before the machine runs out. The
 * system gives large memory its pages when they are first used, so that each lies near the worker that uses it.
 */
public final class OffHeap {
    /** Alignment of what this library allocates, in bytes: one cache line, and one 512-bit vector. */
    public static final long ALIGNMENT = 64;

    /** Below this size an allocation is not worth a look at the machine's free memory. */
    private static final long LARGE = 64L << 20;

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");
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
            long available = availableBytes(MEMINFO, CGROUP);
            if (bytes > available) {
                throw new InsufficientMemoryException(purpose, bytes,
                        available + " bytes are available on this machine",
                        "use a smaller grid or batch, or free memory");
            }
        }
        try {
            Optional<GuardPages> guard = GuardPages.asked();
            if (guard.isPresent()) {
                return guard.get().allocate(arena, Math.max(bytes, 1));
            }
            MemorySegment memory = arena.allocate(Math.max(bytes, 1), ALIGNMENT);
            return bytes < HugePages.LARGE ? memory : HugePages.here().request(memory);
        } catch (OutOfMemoryError e) { // from the system, or at the limit that Java sets to Arena.ofAuto()
            throw new InsufficientMemoryException(purpose, bytes, "the JVM refused it (" + e.getMessage() + ")",
                    "use a smaller grid or batch, or with Arena.ofAuto() a larger -XX:MaxDirectMemorySize");
        }
    }

    /**
     * Zeroed memory of {@code count·bytes} bytes, if that is no more than {@code mostBytes} and can be had: for what is
     * faster with memory, but possible without.
     */
    public static Optional<MemorySegment> allocateWithin(
            Arena arena, long mostBytes, long count, long bytes, String purpose) {
        if ((double) count * bytes > mostBytes) {
            return Optional.empty();
        }
        try {
            return Optional.of(allocate(arena, count * bytes, purpose));
        } catch (InsufficientMemoryException e) {
            return Optional.empty();
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

    /** Bytes that can still be had: of the machine, and of the container (cgroup version 2) if it has a limit. */
    static long availableBytes(Path meminfo, Path cgroup) {
        long machine = number(meminfo, "MemAvailable:").orElse(Long.MAX_VALUE >> 10) << 10;
        OptionalLong limit = number(cgroup.resolve("memory.max"), "");
        if (limit.isEmpty()) {
            return machine;
        }
        long used = number(cgroup.resolve("memory.current"), "").orElse(0);
        long cached = number(cgroup.resolve("memory.stat"), "file ").orElse(0); // the kernel gives it back
        return Math.min(machine, Math.max(0, limit.getAsLong() - Math.max(0, used - cached)));
    }

    /** The number behind {@code key} in a file of the kernel; none where there is no such file (not Linux) or limit. */
    private static OptionalLong number(Path file, String key) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key)) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty(); // the allocator itself has the last word
        }
        return OptionalLong.empty();
    }
}
