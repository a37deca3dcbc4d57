package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import pfm.Backend;
import pfm.Backends;
import pfm.tuning.Family;
import pfm.tuning.Tuning;

class BackendContestTest {
    private static final long HOUR = 3_600_000_000_000L;

    private final Backend reference = Backends.named("reference");
    private final Backend vector = Backends.named("vector");
    private long now;

    @Test
    void everyBackendHasAMedianOnEveryKernel() {
        BackendContest contest = contest(vector, reference);
        for (Family family : Family.values()) {
            Map<String, Double> times = contest.run(family, 20, HOUR);
            assertEquals(Set.of("vector", "reference"), times.keySet());
            times.values().forEach(time -> assertEquals(1, time, "by a clock that ticks a millisecond"));
        }
        assertEquals(List.of(), contest.wrong());
    }

    @Test
    void theReferenceStaysAwayWhereItWouldTakeTooLong() {
        // 1 ms at 32 x 32, so 4 ms at 64 x 64: 60 runs take 240 ms
        assertEquals(Set.of("vector", "reference"),
                contest(vector, reference).run(Family.SPLIT_STEP, 64, 240_000_000).keySet());
        assertEquals(Map.of(), contest(vector, reference).run(Family.SPLIT_STEP, 64, 239_999_999), "one is no contest");
    }

    @Test
    void whoeverDisagreesIsNotTimed() {
        BackendContest contest = contest(new CrookedBackend(), vector);
        assertEquals(Map.of(), contest.run(Family.ANGULAR_SPECTRUM, 20, HOUR));
        assertEquals(List.of("angular-spectrum/exact/20x20/forward: crooked and vector differ"), contest.wrong());
        assertTrue(contest.run(Family.CROSSBAR, 20, HOUR).containsKey("crooked"), "it multiplies well");
    }

    private BackendContest contest(Backend... backends) {
        return new BackendContest(List.of(backends), b -> new Tuning(1, Map.of()), new Contest(() -> now += 1_000_000));
    }
}
