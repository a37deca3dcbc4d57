package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.io.Json;

class BenchLineResistanceTest {
    @Test
    void matrixAndVectorAgreeAndAreTimed() throws Exception {
        Ran ran = Ran.pfm("bench", "line-resistance", "--size", "33", "--segment", "1e-3", "--threads", "1",
                "--rounds", "2", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        assertTrue(number(report, "difference") <= 1e-9);
        assertTrue(number(report, "matrixMs") > 0);
        assertTrue(number(report, "vectorMs") > 0);
        assertEquals(1L, report.get("threads"));
    }

    @ParameterizedTest
    @CsvSource({"--size, 0, '--size must be in [1, 8192], was 0'",
        "--rounds, 0, '--rounds must be in [1, 1048576], was 0'",
        "--threads, 0, '--threads must be in [1, 32767], was 0'",
        "--segment, -1, 'resistance of a segment of an input line must be in [0.0, 1000.0] R_min, was -1.0'"})
    void nonsenseIsRefused(String option, String value, String line) {
        Ran ran = Ran.pfm("bench", "line-resistance", option, value);
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertEquals("pfm: " + line + "\n", ran.err());
    }

    private static double number(Map<?, ?> facts, String name) {
        return assertInstanceOf(Number.class, facts.get(name), name).doubleValue();
    }
}
