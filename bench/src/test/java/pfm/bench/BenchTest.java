package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pfm.io.Json;

class BenchTest {
    @Test
    void bothAreTimedInTurnsAndTheRatioIsReported() throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/include/fftw3.h")), "libfftw3-dev is not installed");
        Ran ran = Ran.pfm("bench", "split-step", "--backend", "vector", "--threads", "1", "--grid", "24",
                "--slices", "3", "--rounds", "5", "--warm-up", "0", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        assertEquals("vector", report.get("backend"));
        assertEquals("split-step", report.get("kernel"));
        for (String name : List.of("pfm", "fftw")) {
            List<?> all = (List<?>) report.get(name + "MsPerSliceAll");
            assertEquals(5, all.size());
            assertTrue(all.stream().allMatch(ms -> ((Number) ms).doubleValue() > 0), all::toString);
            assertTrue(all.contains(report.get(name + "MsPerSlice")), "the median of an odd count is one of them");
        }
        assertTrue(((Number) report.get("ratio")).doubleValue() > 0);
    }

    @Test
    void anotherKernelIsRefused() {
        Ran ran = Ran.pfm("bench", "warp-drive");
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertEquals("pfm: KERNEL must be split-step, was warp-drive\n", ran.err());
    }
}
