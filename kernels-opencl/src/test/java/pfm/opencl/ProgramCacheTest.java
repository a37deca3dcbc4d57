package pfm.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {
    private static final byte[] BINARY = {1, 2, 3, 4, 5};

    @TempDir
    private Path folder;

    @Test
    void whatIsKeptIsFound() throws IOException {
        ProgramCache cache = cache();
        assertEquals(Optional.empty(), cache.find());
        cache.keep(() -> BINARY);
        assertArrayEquals(BINARY, cache.find().orElseThrow());
    }

    @Test
    void aBrokenFileIsNoneAndIsWrittenAnew() throws IOException {
        ProgramCache cache = cache();
        cache.keep(() -> BINARY);
        Path file = cache.file().orElseThrow();
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 32, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertTrue(cache.find().isEmpty(), "cut to " + length);
        }
        whole[whole.length - 1] ^= 1;
        Files.write(file, whole);
        assertTrue(cache.find().isEmpty());
        cache.keep(() -> BINARY);
        assertArrayEquals(BINARY, cache.find().orElseThrow());
    }

    @Test
    void withoutAFolderToWriteToNothingIsKept() {
        ProgramCache cache = new ProgramCache(Optional.of(Path.of("/proc/none/x.bin")));
        cache.keep(() -> BINARY);
        assertTrue(cache.find().isEmpty());
        assertTrue(new ProgramCache(Optional.empty()).find().isEmpty());
    }

    @Test
    void anotherDriverOrTextIsAnotherFile() {
        DeviceDescription device = new DeviceDescription(0, null, null, "a", "b", "1.0",
                DeviceDescription.Kind.GPU, 1, 1, 1, 1, 1, 1, true, false, true);
        DeviceDescription updated = new DeviceDescription(0, null, null, "a", "b", "1.1",
                DeviceDescription.Kind.GPU, 1, 1, 1, 1, 1, 1, true, false, true);
        long different = Stream.of(ProgramCache.of(device, "", "x"), ProgramCache.of(updated, "", "x"),
                ProgramCache.of(device, "-w", "x"), ProgramCache.of(device, "", "y")).distinct().count();
        assertEquals(4, different);
    }

    private ProgramCache cache() {
        return new ProgramCache(Optional.of(folder.resolve("deep").resolve("x.bin")));
    }
}
