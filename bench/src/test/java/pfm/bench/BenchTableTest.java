package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published table says what the reports say. */
class BenchTableTest {
    private static final String PEERS = """
            [{"name": "fftw", "ratio": 2.5, "ratioLow": 2.25, "ratioHigh": 2.75},
             {"name": "mkl", "ratio": 1.25, "ratioLow": 1.125, "ratioHigh": 1.5}]""";

    @TempDir
    private Path folder;

    @Test
    void aRowHasBothRatiosForEveryCountOfThreadsAndTheLastRunCounts() throws IOException {
        Path first = write("a.jsonl", report("split-step", "slice", 1024, "", 1, 9.875, 0.5, PEERS),
                report("split-step", "slice", 256, "", 1, 0.25, 0.25, PEERS),
                report("d2nn", "step", 400, "\"batch\": 32,", 2, 125, 0.125,
                        "[{\"name\": \"mkl\", \"ratio\": 1, \"ratioLow\": 1, \"ratioHigh\": 1}]"));
        Path second = write("b.jsonl", report("split-step", "slice", 256, "", 1, 0.125, 0.5, PEERS), "",
                report("split-step", "slice", 256, "", 2, 0.0625, 0.375, PEERS));
        String ratios = "**2.50** (2.25–2.75) | **1.25** (1.13–1.50) mkl";
        assertEquals("| kernel | grid | 1 thread: ms | distro | best native | of limit | 2 threads: ms | distro "
                + "| best native | of limit |\n|---|---|---|---|---|---|---|---|---|---|\n"
                + "| split-step, per slice | 256² | 0.125 | " + ratios + " | 50 % | 0.063 | " + ratios + " | 38 % |\n"
                + "| split-step, per slice | 1024² | 9.88 | " + ratios + " | 50 % | | | | |\n"
                + "| d2nn, batch 32, per step | 400² | | | | | 125 | – | **1.00** (1.00–1.00) mkl | 13 % |\n",
                Ran.pfm("bench", "table", first.toString(), second.toString()).out());
    }

    @Test
    void whatIsNoReportIsToldByItsLine() throws IOException {
        Path file = write("c.jsonl", report("split-step", "slice", 8, "", 1, 1, 1, PEERS), "{\"peers\": 7}");
        Ran ran = Ran.pfm("bench", "table", file.toString());
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertEquals("pfm: " + file + ", line 2 must be the report of a comparison, was something else; make one with "
                + "./pfm bench suite\n", ran.err());
        String absent = folder.resolve("absent").toString();
        assertEquals("pfm: " + absent + ": no such file; check the path\n", Ran.pfm("bench", "table", absent).err());
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static String report(String kernel, String unit, int grid, String more, int threads, double ms,
            double reached, String peers) {
        return """
                {"kernel": "%s", "unit": "%s", "grid": %d, %s "threads": %d, "pfm": {"ms": %s}, "best": "mkl",
                 "limit": {"reached": %s}, "peers": %s}""".formatted(kernel, unit, grid, more, threads, ms, reached,
                peers).replace("\n", " ");
    }
}
