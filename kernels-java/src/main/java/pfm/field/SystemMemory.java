package pfm.field;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandleProxies;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * The functions of Linux's C library by which a program tells what it does with its memory. Each costs some
 * milliseconds to find, so that only who needs one asks for it.
 *
 * @param mapping    {@code mmap}
 * @param protection {@code mprotect}
 * @param unmapping  {@code munmap}
 */
record SystemMemory(Mapping mapping, Protection protection, Unmapping unmapping) {

    /** {@code int madvise(void *address, size_t bytes, int advice)}. */
    @FunctionalInterface
    public interface Advice {
        /** The memory will be used soon: a file's pages are read meanwhile. */
        int WILLNEED = 3;
        /** What is in these pages of memory that no file backs may be forgotten; a file's pages are left in memory. */
        int DONTNEED = 4;
        /** The memory shall have huge pages. */
        int HUGEPAGE = 14;

        /** Zero if the advice was taken. */
        int give(MemorySegment address, long bytes, int advice);
    }

    /** {@code void *mmap(void *address, size_t bytes, int protection, int flags, int file, off_t offset)}. */
    @FunctionalInterface
    public interface Mapping {
        /** The address of new memory, or −1. */
        MemorySegment map(MemorySegment address, long bytes, int protection, int flags, int file, long offset);
    }

    /** {@code int mprotect(void *address, size_t bytes, int protection)}. */
    @FunctionalInterface
    public interface Protection {
        /** Zero if the memory has it. */
        int set(MemorySegment address, long bytes, int protection);
    }

    /** {@code int munmap(void *address, size_t bytes)}. */
    @FunctionalInterface
    public interface Unmapping {
        /** Zero if the memory is gone. */
        int unmap(MemorySegment address, long bytes);
    }

    /** {@code madvise}; nothing where this is not Linux, or without native access. */
    static Optional<Advice> advice() {
        return Advising.HERE;
    }

    /** The functions that map memory; nothing where this is not Linux, or without native access. */
    static Optional<SystemMemory> here() {
        return Mapped.HERE;
    }

    private static boolean isUsable() {
        return System.getProperty("os.name").equals("Linux") && ADDRESS.byteSize() == Long.BYTES
                && SystemMemory.class.getModule().isNativeAccessEnabled();
    }

    @SuppressWarnings("restricted") // each of these signatures is POSIX's
    private static <T> T function(String name, Class<T> type, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return MethodHandleProxies.asInterfaceInstance(type, linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments)));
    }

    /** Found on first use. */
    private static final class Advising {
        private static final Optional<Advice> HERE = isUsable()
                ? Optional.of(function("madvise", Advice.class, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))
                : Optional.empty();
    }

    /** Found on first use. */
    private static final class Mapped {
        private static final Optional<SystemMemory> HERE = isUsable() ? Optional.of(new SystemMemory(
                function("mmap", Mapping.class, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
                function("mprotect", Protection.class, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
                function("munmap", Unmapping.class, JAVA_INT, ADDRESS, JAVA_LONG))) : Optional.empty();
    }
}
