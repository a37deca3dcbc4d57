package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.io.Json;

class BenchTileTest {
    @Test
    void everyCaseIsJudgedAndComparedWithTheIdealProduct() throws Exception {
        Ran ran = Ran.pfm("bench", "tile", "--backend", "vector", "--threads", "1", "--size", "70", "--tile", "40",
                "--batch", "3", "--cases", "default-once,default,realistic,lines", "--seconds", "1", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        double ideal = number((Map<?, ?>) report.get("ideal"), "ms");
        for (String key : List.of("default-once", "default", "realistic", "lines")) {
            Map<?, ?> facts = (Map<?, ?>) report.get(key);
            assertEquals(number(facts, "ms") / ideal, number(facts, "ratio"), 1e-9, key);
            assertTrue(ran.err().contains(title(key) + " differs by"), ran.err());
        }
        assertEquals(0, number((Map<?, ?>) report.get("default-once"), "repetitions"), 0, "its ADCs clip nothing");
    }

    @Test
    void weightsUpToOneMakeTheDefaultTileRepeat() throws Exception {
        Ran ran = Ran.pfm("bench", "tile", "--backend", "vector", "--threads", "1", "--size", "300", "--batch", "4",
                "--cases", "default", "--seconds", "1", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> facts = (Map<?, ?>) ((Map<?, ?>) Json.parse(ran.out(), "stdout")).get("default");
        assertTrue(number(facts, "repetitions") >= 1, "12 is 2 deviations of a sum of 300 products");
    }

    @ParameterizedTest
    @CsvSource({"--size, 0, '--size must be in [1, 16384], was 0'",
        "--batch, 0, '--batch must be in [1, 65536], was 0'",
        "--tile, 0, '--tile must be in [1, 16384], was 0'",
        "--seconds, 0, '--seconds must be in [1, 3600], was 0'",
        "--cases, fast, '--cases must be of [default-once, default, realistic, sar, pipeline, lines], was ''fast'''"})
    void nonsenseIsRefused(String option, String value, String line) {
        Ran ran = Ran.pfm("bench", "tile", option, value);
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertEquals("pfm: " + line + "\n", ran.err());
    }

    private static String title(String key) {
        return Arrays.stream(TileCase.values()).filter(c -> c.key().equals(key)).findFirst().orElseThrow().title();
    }

    private static double number(Map<?, ?> facts, String name) {
        return assertInstanceOf(Number.class, facts.get(name), name).doubleValue();
    }
}
