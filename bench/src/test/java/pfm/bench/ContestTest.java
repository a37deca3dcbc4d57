package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import pfm.bench.Contest.Comparison;

/** Turns and rule, by a clock that only the contestants move. */
class ContestTest {
    private static final long MILLISECOND = 1_000_000;

    private final List<String> ran = new ArrayList<>();
    private long now;

    private Runnable contestant(String name, long nanos) {
        return () -> {
            ran.add(name);
            now += nanos;
        };
    }

    private long[][] run(long nanos, Runnable... contestants) {
        return new Contest(() -> now).run(List.of(contestants), nanos);
    }

    @Test
    void eachIsTimedOncePerRoundAfterARunThatIsNot() {
        long[][] times = run(1, contestant("a", 2 * MILLISECOND), contestant("b", 3 * MILLISECOND));
        assertArrayEquals(new long[] {2 * MILLISECOND}, times[0]);
        assertArrayEquals(new long[] {3 * MILLISECOND}, times[1]);
        assertEquals(List.of("a", "a", "b", "b"), ran);
    }

    @Test
    void aShortOneRunsUntilTheOthersThreadsSleep() {
        long[][] times = run(1, contestant("a", MILLISECOND / 4));
        assertArrayEquals(new long[] {MILLISECOND / 4}, times[0]);
        assertEquals(5, ran.size());
    }

    @Test
    void everyOneIsFirstAndLastAndBehindEveryOther() {
        run(6 * 3 * 2 * MILLISECOND, contestant("a", MILLISECOND), contestant("b", MILLISECOND),
                contestant("c", MILLISECOND));
        String order = String.join("", ran).replace("aa", "a").replace("bb", "b").replace("cc", "c");
        assertTrue(order.startsWith("abc" + "acb" + "bca" + "bac" + "cab" + "cba"), order);
    }

    @Test
    void roundsFillTheTimeAndAreFewWhereTheyAreLong() {
        assertEquals(20, run(20 * 2 * MILLISECOND, contestant("a", MILLISECOND))[0].length);
        assertEquals(10, run(5 * 2 * MILLISECOND, contestant("a", MILLISECOND))[0].length, "twice the time for enough");
        assertEquals(1, run(1, contestant("a", 1000 * MILLISECOND))[0].length);
        assertEquals(501, run(1L << 60, contestant("a", MILLISECOND))[0].length);
    }

    @Test
    void aCandidateWinsThatIsFasterByMoreThanTheNoise() {
        long[] usual = filled(100, 25);
        assertTrue(Comparison.of(usual, filled(100, 25), filled(97, 25)).wins());
        assertFalse(Comparison.of(usual, filled(100, 25), filled(99, 25)).wins(), "1 % is too little");
        assertFalse(Comparison.of(usual, filled(100, 25), filled(103, 25)).wins(), "slower");
        assertFalse(Comparison.of(usual, filled(97, 25), filled(95, 25)).wins(), "a plan gains 3 % over its twin");
        assertFalse(Comparison.of(filled(97, 25), usual, filled(92, 25)).wins(), "or loses them");
        assertTrue(Comparison.of(usual, filled(97, 25), filled(90, 25)).wins());
    }

    @Test
    void aCandidateWinsThatIsFasterInClearlyMoreThanHalfTheRounds() {
        long[] candidate = filled(90, 25);
        Arrays.fill(candidate, 0, 7, 200); // 18 of 25 are won: 12.5 + 5 is the least
        Comparison comparison = Comparison.of(filled(100, 25), filled(100, 25), candidate);
        assertEquals(18, comparison.won());
        assertTrue(comparison.wins());
        candidate[7] = 200;
        assertFalse(Comparison.of(filled(100, 25), filled(100, 25), candidate).wins());
        assertFalse(Comparison.of(filled(100, 3), filled(100, 3), filled(1, 3)).wins(), "three rounds prove nothing");
        assertTrue(Comparison.of(filled(100, 4), filled(100, 4), filled(1, 4)).wins());
    }

    @Test
    void theMedianIsTheMiddle() {
        assertEquals(2, Contest.median(new double[] {9, 2, 1}));
        assertEquals(3, Contest.median(new double[] {9, 4, 2, 1}));
        assertEquals(2.5, Contest.medianMilliseconds(new long[] {2_000_000, 3_000_000}));
    }

    private static long[] filled(long value, int count) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }
}
