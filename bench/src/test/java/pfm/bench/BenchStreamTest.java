package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.io.Json;

class BenchStreamTest {
    @TempDir
    private Path folder;

    @Test
    void fileAndMemoryGiveTheSameBitsAndTheirTimesAndRatioAreReported() throws IOException {
        Ran ran = Ran.pfm("bench", "stream", "--grid", "32", "--slices", "5", "--rounds", "3", "--folder",
                folder.toString(), "--threads", "2", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        assertTrue(ran.err().contains("judged     the same bits"), ran.err());
        assertEquals("stream", report.get("kernel"));
        assertEquals(3, ((List<?>) report.get("fileMsOfRounds")).size());
        double ratio = ((Number) report.get("fileMs")).doubleValue() / ((Number) report.get("memoryMs")).doubleValue();
        assertEquals(ratio, ((Number) report.get("ratio")).doubleValue(), 1e-9);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aFolderThatIsMissingIsOneLine() {
        Ran ran = Ran.pfm("bench", "stream", "--grid", "32", "--folder", folder.resolve("absent").toString());
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains("absent"), ran.err());
    }
}
