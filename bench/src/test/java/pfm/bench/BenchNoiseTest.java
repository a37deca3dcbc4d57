package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.io.Json;

class BenchNoiseTest {
    @Test
    void bitsAgreeAndRatesAreTold() throws Exception {
        Ran ran = Ran.pfm("bench", "noise", "--row", "130", "--rows", "20", "--seconds", "1", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        assertEquals(true, report.get("agree"));
        double registers = rate(report, "registers");
        assertEquals(registers / rate(report, "oneByOne"), number(report, "overOneByOne"), 1e-9);
        assertEquals(registers / rate(report, "javaUtilRandom"), number(report, "overJavaUtilRandom"), 1e-9);
        assertTrue(List.of(4L, 8L, 16L).contains(report.get("lanes")), report.toString());
    }

    @Test
    void aForcedWidthIsTimed() throws Exception {
        ForkedJvm ran = ForkedJvm.run(List.of(ForkedJvm.VECTOR, "-Dpfm.vector.bits=128"), Map.of(), Main.class,
                "bench", "noise", "--row", "64", "--rows", "1", "--seconds", "1", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        assertEquals(4L, ((Map<?, ?>) Json.parse(ran.out(), "stdout")).get("lanes"));
    }

    @Test
    void withoutTheVectorApiOneLineSaysWhatToDo() {
        ForkedJvm ran = ForkedJvm.run(List.of(), Map.of(), Main.class, "bench", "noise");
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertTrue(ran.err().matches("pfm: registers of SIMD lanes must be here to be timed, but .*--add-modules "
                + "jdk.incubator.vector"), ran.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--row", "--rows", "--seconds"})
    void nonsenseIsRefused(String option) {
        Ran ran = Ran.pfm("bench", "noise", option, "0");
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertTrue(ran.err().startsWith("pfm: " + option + " must be in [1, "), ran.err());
    }

    private static double rate(Map<?, ?> report, String name) {
        return number((Map<?, ?>) report.get(name), "millionsPerSecond");
    }

    private static double number(Map<?, ?> facts, String name) {
        return assertInstanceOf(Number.class, facts.get(name), name).doubleValue();
    }
}
