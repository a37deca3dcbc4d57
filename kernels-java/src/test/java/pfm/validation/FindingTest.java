package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** A closed form fails if one of its numbers does, wherever it stands. */
class FindingTest {
    @Test
    void theWorstIsTheOneThatFails() {
        Finding good = new Finding("good", 1, 1.09, 0.1, "");
        Finding better = new Finding("better", 1, 1, 0.1, "");
        Finding bad = new Finding("bad", 1, 2, 0.1, "");
        Finding inexact = new Finding("inexact", 1, 1 + 1e-15, 0, "");
        Finding none = new Finding("none", 1, Double.NaN, 0.1, "");
        assertEquals("good", Finding.worst(List.of(better, good, better)).quantity());
        for (Finding failing : List.of(bad, inexact, none)) {
            for (int at = 0; at < 3; at++) {
                List<Finding> findings = new ArrayList<>(List.of(better, good));
                findings.add(at, failing);
                assertEquals(failing, Finding.worst(findings));
            }
        }
    }
}
