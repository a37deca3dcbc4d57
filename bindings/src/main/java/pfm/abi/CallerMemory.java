package pfm.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import pfm.quantity.Require;

/** Memory of the caller, by its address: checked as far as an address can be, and used without a copy. */
final class CallerMemory {
    private static final long LONGEST_TEXT = 1 << 20;
    private static final long LARGEST = 1L << 47;
    private static final long ERROR_MESSAGE = 4;
    private static final int ERROR_MESSAGE_SIZE = 1020;

    private CallerMemory() {
    }

    /**
     * {@code count·times} values of {@code size} bytes each.
     *
     * @param name of the argument
     */
    static MemorySegment values(String name, long address, long count, long times, int size) {
        requireAligned(name, address, size);
        double bytes = (double) count * times * size;
        if (!(bytes > 0 && bytes <= LARGEST && address > 0 && address <= LARGEST - (long) bytes)) {
            throw new IllegalArgumentException(name + " must be " + count + " x " + times + " values of " + size
                    + " bytes in memory of this process, which does not hold as much at " + hex(address));
        }
        return at(address, count * times * size);
    }

    /** {@code count·times} floats. */
    static MemorySegment floats(String name, long address, long count, long times) {
        return values(name, address, count, times, Float.BYTES);
    }

    /** The text at an address, which ends with 0. */
    static String text(String name, long address) {
        requireGiven(name, address);
        try {
            return at(address, LONGEST_TEXT).getString(0);
        } catch (IndexOutOfBoundsException endless) {
            throw new IllegalArgumentException(
                    name + " must end with 0 within " + LONGEST_TEXT + " bytes, did not", endless);
        }
    }

    /** Gives a text to memory of {@code size} bytes, cut where it is too long. */
    static void giveText(String name, long address, long size, String text) {
        requireGiven(name, address);
        Require.inRange("size of " + name, 1, LARGEST, size);
        write(at(address, size), text);
    }

    /** Gives a number to an {@code int32_t}. */
    static void giveInt(String name, long address, int value) {
        values(name, address, 1, 1, Integer.BYTES).set(ValueLayout.JAVA_INT, 0, value);
    }

    /** Gives a number to an {@code int64_t}; the check of its address alone is {@link #requireAligned}. */
    static void giveLong(String name, long address, long value) {
        values(name, address, 1, 1, Long.BYTES).set(ValueLayout.JAVA_LONG, 0, value);
    }

    /** Checks that there is an address, a multiple of {@code size}. */
    static void requireAligned(String name, long address, int size) {
        requireGiven(name, address);
        if (address % size != 0) {
            throw new IllegalArgumentException(
                    name + " must be aligned to " + size + " bytes, was at " + hex(address));
        }
    }

    /** Checks that two parts of memory have no byte in common. */
    static void requireApart(String name, MemorySegment a, String otherName, MemorySegment b) {
        if (a.address() < b.address() + b.byteSize() && b.address() < a.address() + a.byteSize()) {
            throw new IllegalArgumentException(name + " must not overlap " + otherName + ", but " + name + " is "
                    + range(a) + " and " + otherName + " is " + range(b));
        }
    }

    /** Fills a {@code pfm_error}. */
    static void fillError(long address, Code code, String message) {
        MemorySegment error = at(address, ERROR_MESSAGE + ERROR_MESSAGE_SIZE);
        error.set(ValueLayout.JAVA_INT_UNALIGNED, 0, code.ordinal());
        write(error.asSlice(ERROR_MESSAGE), message);
    }

    private static void requireGiven(String name, long address) {
        if (address == 0) {
            throw new IllegalArgumentException(name + " must point to memory, was NULL");
        }
    }

    private static void write(MemorySegment target, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = utf8.length;
        if (length >= target.byteSize()) {
            length = (int) target.byteSize() - 1;
            while (length > 0 && (utf8[length] & 0xC0) == 0x80) { // not within a character
                length--;
            }
        }
        MemorySegment.copy(Arrays.copyOf(utf8, length + 1), 0, target, ValueLayout.JAVA_BYTE, 0, length);
        target.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
    }

    private static String range(MemorySegment segment) {
        return hex(segment.address()) + " ... " + hex(segment.address() + segment.byteSize() - 1);
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    @SuppressWarnings("restricted") // what lies there is what pfm.h says that callers give
    private static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}
