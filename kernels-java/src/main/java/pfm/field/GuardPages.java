package pfm.field;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import pfm.quantity.Require;

/**
 * Where off-heap memory touches pages that nobody may read or write, for those who write kernels: one that leaves its
 * memory ends the JVM there. Asked for by {@code -Dpfm.guard=behind} or {@code before}; both fence either side, but
 * only one side without a gap.
 */
enum GuardPages {
    /** The last byte of memory is that before a guard. */
    BEHIND,
    /** The first byte of memory is that behind a guard. */
    BEFORE;

    /** System property. */
    static final String PROPERTY = "pfm.guard";
    /** Bytes of a guard: a multiple of every size of pages. */
    private static final long GUARD = 64L << 10;
    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    /**
     * What the property says.
     *
     * @throws IllegalArgumentException if that is not the name of a side
     */
    static Optional<GuardPages> asked() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(GuardPages::named);
    }

    private static GuardPages named(String name) {
        return Arrays.stream(values()).filter(side -> side.name().toLowerCase(Locale.ROOT).equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        PROPERTY + " must be behind or before, was '" + name + "'"));
    }

    /**
     * Memory between guards, all zero.
     *
     * @throws IllegalStateException if this JVM cannot guard memory
     * @throws OutOfMemoryError      if the system refuses it
     */
    @SuppressWarnings("restricted") // within what mmap has just given
    MemorySegment allocate(Arena arena, long bytes) {
        SystemMemory system = SystemMemory.here().orElseThrow(() -> new IllegalStateException(PROPERTY
                + " needs Linux and native access; start java with --enable-native-access=ALL-UNNAMED, or without it"));
        Require.inRange("bytes of guarded memory", 1, 1L << 46, bytes);
        long inner = Math.ceilDiv(bytes, GUARD) * GUARD;
        long whole = inner + 2 * GUARD;
        MemorySegment area = system.mapping().map(MemorySegment.NULL, whole, PROT_NONE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (area.address() == -1) {
            throw new OutOfMemoryError("the system refused to map " + whole + " bytes");
        }
        long first = area.address() + GUARD;
        if (system.protection().set(MemorySegment.ofAddress(first), inner, PROT_READ_WRITE) != 0) {
            system.unmapping().unmap(area, whole);
            throw new OutOfMemoryError("the system refused " + inner + " bytes, or one more mapping");
        }
        return MemorySegment.ofAddress(this == BEHIND ? first + inner - bytes : first)
                .reinterpret(bytes, arena, memory -> system.unmapping().unmap(area, whole));
    }
}
