package pfm.vector;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * All of memory as one segment, for butterflies alone. It is a constant and their offsets are masked, so that C2 proves
 * each in range and compiles no checks, which were a third of the instructions of a butterfly: radix 8 takes 14 instead
 * of 18 ns (2-core Xeon, 512 bits, 2026-11). What a whole call reaches is checked by {@link #address}, once.
 */
final class RawMemory {
    /** The segment; offsets are addresses. */
    @SuppressWarnings("restricted")
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    /** Mask that no address leaves. */
    static final long ADDRESS = (1L << 56) - 1;
    /** Mask that no offset from an address leaves. */
    static final int OFFSET = Integer.MAX_VALUE;
    /** The most bytes that a call may reach: with halved strides below 2^28, an address is base + index·scale. */
    static final long REACH = 1L << 29;

    private RawMemory() {
    }

    /**
     * The address of byte {@code base} of a segment. The caller keeps the segment reachable.
     *
     * @throws IndexOutOfBoundsException if the next {@code bytes} bytes are not all in the segment
     * @throws IllegalStateException     if the segment is closed
     */
    static long address(MemorySegment a, long base, long bytes) {
        Objects.checkFromIndexSize(base, bytes, a.byteSize());
        if (!a.isNative() || a.isReadOnly() || !a.scope().isAlive()) {
            throw new IllegalStateException("a line must be native memory that is open and can be written");
        }
        return a.address() + base;
    }

    /** Half a multiple of a stride: shifted by 1, 2 or 3 it is part of an instruction's address. */
    static long half(long stride) {
        return stride >> 1 & 0xFFFFFFF;
    }
}
