package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Availability;
import pfm.bindings.Cblas;
import pfm.io.Json;

class BenchProductTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void bothAreJudgedAndTimedInTurns(int batch) throws Exception {
        assumeTrue(Cblas.Library.OPENBLAS.availability() instanceof Availability.Available, "OpenBLAS is missing");
        Ran ran = Ran.pfm("bench", "product", "--backend", "vector", "--threads", "1", "--weights", "33", "--batch",
                "" + batch, "--seconds", "1", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        assertTrue(number(report, "difference") <= number(report, "tolerance"));
        double pfm = number((Map<?, ?>) report.get("pfm"), "ms");
        double openblas = number((Map<?, ?>) report.get("openblas"), "ms");
        assertEquals(openblas / pfm, number(report, "ratio"), 1e-9, "ratio of medians");
        assertEquals(2.0 * 33 * 33 * batch / pfm / 1e6, number((Map<?, ?>) report.get("pfm"), "gigaflops"), 1e-9);
        assertEquals(1L, report.get("threads"));
        assertTrue(String.valueOf(report.get("peer")).startsWith("OpenBLAS"), "with the kernels that it chose");
        assertEquals(batch == 1, report.containsKey("ofRead"), "one vector is compared with reading the weights");
        if (batch == 1) {
            assertEquals(number(report, "readMs") / pfm, number(report, "ofRead"), 1e-9);
            assertEquals(4.0 * 33 * 33 / number(report, "readMs") / 1e6, number(report, "readGigabytes"), 1e-9);
        }
    }

    @Test
    void integersAreTheSameNumbersForBoth() throws Exception {
        assumeTrue(Cblas.Library.OPENBLAS.availability() instanceof Availability.Available, "OpenBLAS is missing");
        Ran ran = Ran.pfm("bench", "product", "--integers", "--backend", "vector", "--threads", "1", "--weights", "33",
                "--batch", "3", "--seconds", "1", "--json");
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        assertEquals(0, number(report, "difference"), "33 products of bytes are exact in float32");
        assertEquals(true, report.get("integers"));
    }

    @Test
    void withoutOpenBlasOneLineSaysWhatToDo() {
        ForkedJvm ran = ForkedJvm.run(List.of(ForkedJvm.VECTOR, ForkedJvm.NATIVE,
                "-Dpfm.openblas=/nowhere/libopenblas.so"), Map.of(), Main.class, "bench", "product");
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertTrue(ran.err().matches("pfm: OpenBLAS must be here to compare with, but .*/nowhere/libopenblas.so.*"),
                ran.err());
    }

    @ParameterizedTest
    @CsvSource({"--weights, '--weights must be in [1, 32768], was 0'",
        "--batch, '--batch must be in [1, 1048576], was 0'",
        "--seconds, '--seconds must be in [1, 3600], was 0'"})
    void nonsenseIsRefused(String option, String line) {
        Ran ran = Ran.pfm("bench", "product", option, "0");
        assertEquals(Exit.BAD_INPUT, ran.exit());
        assertEquals("pfm: " + line + "\n", ran.err());
    }

    private static double number(Map<?, ?> facts, String name) {
        return assertInstanceOf(Number.class, facts.get(name), name).doubleValue();
    }
}
