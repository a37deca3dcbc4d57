package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchSuiteTest {
    @TempDir
    private Path folder;

    @Test
    void reportsAreAppendedLineByLineAndMakeATable() throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/include/fftw3.h")), "libfftw3-dev is not installed");
        Path results = Files.writeString(folder.resolve("results.jsonl"), "\n"); // a line that was there
        Ran ran = Ran.pfm("bench", "suite", results.toString(), "--only", "--grid 200 ", "--peer", "fftw",
                "--seconds", "0");
        assertEquals(Exit.OK, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("2 comparisons, 0 failed"), ran.out());
        assertEquals(3, Files.readAllLines(results).size());
        List<String> table = Ran.pfm("bench", "table", results.toString()).out().lines().toList();
        assertEquals(3, table.size(), "head, rule, and one row for both counts of threads");
        assertTrue(table.getLast().matches("\\| split-step, per slice \\| 200² \\|( \\S+ \\| \\*\\*\\S+ \\(\\S+\\)"
                + " \\| \\*\\*\\S+ \\(\\S+\\) fftw \\| \\S+ % \\|){2}"), table::toString);
    }

    @Test
    void aComparisonThatFailsIsToldAndTheRestGoesOn() throws IOException {
        Path results = folder.resolve("results.jsonl");
        Ran ran = Ran.pfm("bench", "suite", results.toString(), "--only", "d2nn", "--peer", "abacus");
        assertEquals(Exit.CHECK_FAILED, ran.exit());
        assertTrue(ran.out().contains("was 'abacus'"), ran.out());
        assertTrue(ran.out().contains("2 comparisons, 2 failed"), ran.out());
        assertEquals("", Files.readString(results));
    }

    @Test
    void whatLeavesNothingToDoIsRefused() {
        Ran ran = Ran.pfm("bench", "suite", folder.resolve("r").toString(), "--only", "--grid 7");
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertEquals("pfm: count of comparisons that --only leaves must be in [1, 2147483647], was 0\n", ran.err());
    }
}
