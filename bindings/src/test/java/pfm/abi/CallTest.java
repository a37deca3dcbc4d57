package pfm.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pfm.Availability;
import pfm.BackendUnavailableException;
import pfm.field.InsufficientMemoryException;
import pfm.field.MediumLostException;

/** Whatever a call throws becomes a code and a line: nothing leaves an upcall. */
class CallTest {
    static Stream<Arguments> thrown() {
        Availability.Unavailable why = new Availability.Unavailable("it is missing", "install it");
        return Stream.of(
                Arguments.of(new IllegalArgumentException("x must be 1"), Code.BAD_ARGUMENT, "x must be 1"),
                Arguments.of(new BackendUnavailableException("x", why), Code.UNAVAILABLE,
                        "backend 'x' is unavailable: it is missing; install it"),
                Arguments.of(new InsufficientMemoryException("x", 8, "there is none", "wait"), Code.NO_MEMORY,
                        "x needs 8 bytes of memory, but there is none; wait"),
                Arguments.of(new OutOfMemoryError("Java heap space"), Code.NO_MEMORY, "set PFM_JVM_ARGS=-Xmx8g"),
                Arguments.of(new RefusedException(Code.BUSY, "in use"), Code.BUSY, "in use"),
                Arguments.of(new RefusedException(Code.CLOSED, "closed"), Code.CLOSED, "closed"),
                Arguments.of(new NoSuchFileException("x"), Code.FILE, "x: no such file; check the path"),
                Arguments.of(new UncheckedIOException(new IOException("torn")), Code.FILE, "torn"),
                Arguments.of(new MediumLostException("x", null), Code.FILE, "x can no longer be read"),
                Arguments.of(new IllegalStateException("odd"), Code.BUG, "java.lang.IllegalStateException: odd at pfm"),
                Arguments.of(new NullPointerException(), Code.BUG, "java.lang.NullPointerException: null at pfm"),
                Arguments.of(new StackOverflowError(), Code.BUG, "java.lang.StackOverflowError"),
                Arguments.of(new NoClassDefFoundError("y"), Code.BUG, "java.lang.NoClassDefFoundError: y"),
                Arguments.of(new AssertionError("z"), Code.BUG, "java.lang.AssertionError: z"),
                Arguments.of(new IllegalArgumentException("a\nb"), Code.BAD_ARGUMENT, "a b"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void aThrowableIsACodeAndALine(Throwable thrown, Code code, String words) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(1024, 4);
            assertEquals(code.ordinal(), Call.answer(error.address(), () -> raise(thrown)));
            assertEquals(code.ordinal(), error.get(ValueLayout.JAVA_INT, 0));
            String message = error.getString(4);
            assertTrue(message.contains(words), message);
            assertEquals(1, message.lines().count());
        }
        assertEquals(code.ordinal(), Call.answer(0, () -> raise(thrown)), "without an error to fill");
    }

    @Test
    void successLeavesTheErrorAsItWas() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(1024, 4).fill((byte) 7);
            assertEquals(0, Call.answer(error.address(), () -> { }));
            assertEquals(-1, error.mismatch(arena.allocate(1024).fill((byte) 7)));
        }
    }

    @Test
    void aLongMessageIsCutBetweenCharactersWithinItsField() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(1025, 4).fill((byte) 7);
            String text = "ab" + "€".repeat(400); // 2 + 1200 bytes, of which 1019 fit: 339 whole signs
            Call.answer(error.address(), () -> raise(new IllegalArgumentException(text)));
            assertEquals("ab" + "€".repeat(339), error.getString(4));
            assertEquals(7, error.get(ValueLayout.JAVA_BYTE, 1024));
        }
    }

    private static void raise(Throwable thrown) throws IOException {
        switch (thrown) {
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case IOException e -> throw e;
            default -> throw new AssertionError("a kind that no call throws", thrown);
        }
    }
}
