package pfm.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads an array of structs of {@code pfm.h}, number by number in the order in which they are declared there. */
final class Struct {
    private final MemorySegment memory;
    private long at;

    /**
     * Begins at the first number.
     *
     * @param size  of one struct [byte]
     * @param count of structs
     */
    Struct(String name, long address, int size, int count) {
        CallerMemory.requireAligned(name, address, Long.BYTES);
        memory = CallerMemory.values(name, address, size / Long.BYTES, count, Long.BYTES);
    }

    int int32() {
        int value = memory.get(ValueLayout.JAVA_INT, at);
        at += Integer.BYTES;
        return value;
    }

    double float64() {
        double value = memory.get(ValueLayout.JAVA_DOUBLE, at);
        at += Double.BYTES;
        return value;
    }

    /** A pointer. */
    long address() {
        long value = memory.get(ValueLayout.JAVA_LONG, at);
        at += Long.BYTES;
        return value;
    }
}
