package pfm.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import pfm.field.Precision;
import pfm.validation.Discrepancy;

/** What stays in memory of checks. */
class KeptChecksTest {
    @Test
    void ofAnEndlessRunTheWorstAndTheFailedStay() {
        KeptChecks kept = new KeptChecks(true);
        assertTrue(kept.add(check("random/crossbar/seed=1", 0.1)));
        assertFalse(kept.add(check("random/crossbar/seed=2", 0.05)));
        assertTrue(kept.add(check("random/mzi-mesh/seed=2", 0.01)));
        assertTrue(kept.add(check("random/crossbar/seed=3", 0.2)));
        for (int seed = 4; seed < 5000; seed++) {
            kept.add(check("random/crossbar/seed=" + seed, seed % 2 == 0 ? 0.15 : 1.5));
        }
        assertEquals("5000 checks, 2498 failed", kept.counted());
        assertEquals(1000, kept.failed().size());
        assertEquals(List.of("random/crossbar/seed=3", "random/mzi-mesh/seed=2"),
                kept.all().stream().filter(Check::passed).map(Check::name).sorted().toList());
    }

    @Test
    void elseAllStay() {
        KeptChecks kept = new KeptChecks(false);
        assertTrue(kept.add(check("a", 0.1)) && kept.add(check("a", 0.05)));
        Check failed = check("b", 2);
        kept.add(failed);
        kept.replace(failed, failed.withSmallest("c"));
        assertEquals("c", kept.failed().getFirst().smallest());
        assertEquals(3, kept.all().size());
    }

    private static Check check(String name, double ratio) {
        return new Check(name, "vector", "", Precision.FLOAT32, Check.REFERENCE, new Discrepancy(ratio, 1), ratio <= 1,
                0, "", "");
    }
}
