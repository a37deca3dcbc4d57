package pfm.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class MachineLimitsTest {
    @Test
    void bothLimitsAreMeasured() throws InterruptedException {
        MachineLimits limits = MachineLimits.measure(2, 1 << 20);
        assertTrue(limits.gigaflops() > 0 && limits.gigaflops() < 1e6, limits::toString);
        assertTrue(limits.gigabytes() > 0 && limits.gigabytes() < 1e6, limits::toString);
    }

    @Test
    void theTighterLimitCounts() {
        MachineLimits limits = new MachineLimits(200, 20);
        assertEquals(5, limits.milliseconds(1e9, 1e6));
        assertEquals(50, limits.milliseconds(1e9, 1e9));
    }

    @Test
    void quantilesLieBetweenRoundsInProportion() {
        Timings times = new Timings(List.of(4.0, 1.0, 3.0, 2.0));
        assertEquals(2.5, times.median());
        assertEquals(1.3, times.quantile(0.1), 1e-12);
        assertEquals(4, times.quantile(1));
        assertEquals(List.of(2.0, 0.25, 1.0, 0.5), times.over(new Timings(List.of(2.0, 4.0, 3.0, 4.0))).values());
    }
}
