package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Availability;
import pfm.bindings.Fftw.Direction;
import pfm.bindings.Fftw.Rigor;
import pfm.bindings.Fftw.Transform;

/** What FFTW learns is kept in a file; one that is broken, or cannot be written, stops nothing. */
class WisdomTest {
    @TempDir
    private Path folder;
    private Fftw fftw;

    @BeforeEach
    void open() {
        assumeTrue(Fftw.availability() instanceof Availability.Available, () -> Fftw.availability().toString());
        fftw = Fftw.open();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(8 * 40 * 24, 64);
            fftw.plan(new Transform(24, 40, 1, Direction.FORWARD), memory, memory, 1, Rigor.MEASURE).close();
        }
    }

    @Test
    void whatWasLearntIsWrittenAndTakenAgain() throws IOException {
        Path file = folder.resolve("deep/er/wisdom");
        wisdom(file).store();
        assertTrue(Files.readString(file).contains("fftw"), file::toString);
        assertEquals(List.of(file), filesBeside(file), "nothing else is left");
        assertTrue(fftw.importWisdom(file));
        wisdom(file).load();
    }

    @Test
    void aBrokenFileIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("wisdom"), "(no wisdom at all");
        assertFalse(fftw.importWisdom(file));
        wisdom(file).load();
        assertEquals("(no wisdom at all", Files.readString(file));
        wisdom(file).store();
        assertTrue(fftw.importWisdom(file), "the next that is learnt replaces it");
    }

    @Test
    void aFolderThatCannotBeMadeIsNoError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        wisdom(file.resolve("wisdom")).store();
        assertEquals(List.of(file), filesBeside(file));
    }

    @Test
    void withoutAFileNothingIsWritten() throws IOException {
        Wisdom none = new Wisdom(fftw, Optional.empty());
        none.load();
        none.store();
        assertEquals(List.of(), filesBeside(folder.resolve("any")));
    }

    private Wisdom wisdom(Path file) {
        return new Wisdom(fftw, Optional.of(file));
    }

    private static List<Path> filesBeside(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.toList();
        }
    }
}
