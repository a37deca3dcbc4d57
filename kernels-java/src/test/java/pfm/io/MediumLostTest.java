package pfm.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.field.MediumLostException;
import pfm.field.SampleStatistics;
import pfm.field.Samples;

/** A mapped file that is cut short: the exception comes from where it is read, whether interpreted or compiled. */
class MediumLostTest {
    private static final int COUNT = 1 << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 20000", "63, 0", "63, 20000", "64, 0", "64, 20000", "4096, 0", "4096, 20000",
            "500000, 100"})
    void stagingSaysSo(int length, int warmUp) throws IOException {
        Path file = NpyBytes.file(directory, NpyBytes.header(NpyBytes.dictionary("|u1", "(" + COUNT + ",)")),
                new byte[COUNT]);
        try (Arena arena = Arena.ofShared()) {
            Npy npy = Npy.open(file);
            Samples samples = npy.mapSamples(Optional.of(new Levels(0, 1)), arena);
            MemorySegment target = arena.allocate(length);
            for (int i = 0; i < warmUp; i++) {
                samples.stage(i, length, target);
                samples.fetch(i, length);
            }
            npy.requireUnchanged();
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(200);
            }
            MediumLostException lost = assertThrows(MediumLostException.class,
                    () -> samples.stage(COUNT - length, length, target));
            assertEquals(file + " can no longer be read: the file became shorter or its disk failed while it was"
                    + " mapped; restore the file and run again", lost.getMessage());
            assertThrows(MediumLostException.class, () -> samples.fetch(0, COUNT));
            assertThrows(MediumLostException.class, () -> SampleStatistics.of(samples));
            assertThrows(MalformedFileException.class, npy::requireUnchanged);
        }
        Files.delete(file);
    }
}
