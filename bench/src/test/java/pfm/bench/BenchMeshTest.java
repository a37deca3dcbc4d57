package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Availability;
import pfm.bindings.Cblas;
import pfm.io.Json;

class BenchMeshTest {
    @Test
    void meshAndIdealProductAreJudgedAndTimedInTurns() throws Exception {
        assumeTrue(Cblas.Library.OPENBLAS.availability() instanceof Availability.Available, "OpenBLAS is missing");
        Ran ran = Ran.pfm("bench", "mesh", "--backend", "vector", "--threads", "1", "--modes", "9", "--batch", "5",
                "--seconds", "1", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        assertTrue(number(report, "difference") <= number(report, "tolerance"));
        double pfm = number((Map<?, ?>) report.get("pfm"), "ms");
        double openblas = number((Map<?, ?>) report.get("openblas"), "ms");
        assertEquals(openblas / pfm, number(report, "ratio"), 1e-9, "ratio of medians");
        assertTrue(number(report, "decompositionMs") > 0);
        assertEquals(9L, report.get("modes"));
    }

    @ParameterizedTest
    @CsvSource({"--modes, '--modes must be in [1, 1024], was 0'",
        "--batch, '--batch must be in [2, 1048576], was 0'",
        "--seconds, '--seconds must be in [1, 3600], was 0'"})
    void nonsenseIsRefused(String option, String line) {
        Ran ran = Ran.pfm("bench", "mesh", option, "0");
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertEquals("pfm: " + line + "\n", ran.err());
    }

    private static double number(Map<?, ?> facts, String name) {
        return assertInstanceOf(Number.class, facts.get(name), name).doubleValue();
    }
}
