package pfm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pfm.Backends.Choice;
import pfm.tuning.Family;
import pfm.tuning.Speeds;
import pfm.tuning.Speeds.Problem;
import pfm.tuning.Tuning;

class RankingTest {
    private static final Availability.Unavailable MISSING = new Availability.Unavailable("it is gone", "fetch it");
    private static final Map<String, String> DEVICES = Map.of("a", "A", "b", "B", "c", "C");
    private static final String SOURCE = " by the figures of 2026-11-22 on 2 threads: ";

    private final List<Backend> all = List.of(backend("a"), backend("b"), backend("c"));

    @Test
    void withoutFiguresTheFirstThatIsAvailableIsChosen() {
        assertChoice("a", "the most preferred backend that is available", choose(all, Speeds.NONE));
        assertChoice("b", "the most preferred backend that is available; not a (it is gone; fetch it)",
                choose(List.of(missing("a"), backend("b")), Speeds.NONE));
        assertThrows(IllegalStateException.class, () -> choose(List.of(missing("a")), Speeds.NONE));
    }

    @Test
    void theFastestIsChosenAndTheReasonTold() {
        assertChoice("b", "the fastest for split-step of 4096 samples" + SOURCE + "a 2.00 ms, b 0.500 ms, c 1.00 ms",
                choose(all, speeds(Map.of("a", 2.0, "b", 0.5, "c", 1.0))));
    }

    @Test
    void aLeadWithinTheNoiseLeavesTheOrderAsItIs() {
        assertEquals("a", choose(all, speeds(Map.of("a", 1.0, "b", 0.99, "c", 0.985))).backend().name());
        assertEquals("c", choose(all, speeds(Map.of("a", 1.0, "b", 0.99, "c", 0.97))).backend().name());
    }

    @Test
    void whoHasNoFiguresOrCannotRunIsPassedOverAndTold() {
        assertChoice("c", "the fastest for split-step of 4096 samples" + SOURCE + "c 3.00 ms; not a (it is gone;"
                + " fetch it), not b (no figures there; 'pfm tune' measures)",
                choose(List.of(missing("a"), backend("b"), backend("c")), speeds(Map.of("a", 1.0, "c", 3.0))));
        assertChoice("a", "the fastest for split-step of 4096 samples" + SOURCE + "a 1.00 ms",
                choose(all, speeds(Map.of("a", 1.0))));
    }

    @Test
    void figuresOfAnotherDeviceDoNotCount() {
        Speeds other = new Speeds("2026-11-22", 2, Map.of("a", "A", "b", "another"),
                Map.of(new Problem(Family.SPLIT_STEP, 4096), Map.of("a", 3.0, "b", 1.0)));
        assertEquals("a", choose(all, other).backend().name());
        assertChoice("c", "the most preferred backend that is available; not b (it is gone; fetch it)",
                choose(List.of(missing("b"), backend("c")), other));
    }

    @Test
    void everyKernelTogetherDecidesWhereNoneIsNamed() {
        Map<String, Double> fasterA = Map.of("a", 1.0, "b", 1.5);
        Map<String, Double> fasterB = Map.of("a", 100.0, "b", 1.0, "c", 1.0);
        Speeds some = new Speeds("2026-11-22", 2, DEVICES, Map.of(new Problem(Family.SPLIT_STEP, 9), fasterB,
                new Problem(Family.ANGULAR_SPECTRUM, 9), fasterA));
        assertEquals("a", Ranking.choose(all, some, Speeds::overall).backend().name(), "no figures for crossbars");
        Map<Problem, Map<String, Double>> times = new HashMap<>();
        for (Family family : Family.values()) {
            times.put(new Problem(family, 9), family == Family.SPLIT_STEP ? fasterB : fasterA);
        }
        // a takes 100 times the best in one family, b 1.5 times in the others; c was not measured everywhere
        double n = Family.values().length;
        assertChoice("b", String.format(Locale.ROOT, "the fastest for all kernels together%sa %.2f x, b %.2f x",
                SOURCE, Math.pow(100, 1 / n), Math.pow(1.5, (n - 1) / n)),
                Ranking.choose(all, new Speeds("2026-11-22", 2, DEVICES, times), Speeds::overall));
    }

    private static Speeds speeds(Map<String, Double> times) {
        return new Speeds("2026-11-22", 2, DEVICES, Map.of(new Problem(Family.SPLIT_STEP, 4096), times));
    }

    private static Choice choose(List<Backend> backends, Speeds speeds) {
        return Ranking.choose(backends, speeds, figures -> figures.at(Family.SPLIT_STEP, 5000));
    }

    private static void assertChoice(String name, String why, Choice choice) {
        assertEquals(name, choice.backend().name());
        assertEquals(why, choice.why());
    }

    private static Backend backend(String name) {
        return new Scripted(name, new Availability.Available(DEVICES.get(name)));
    }

    private static Backend missing(String name) {
        return new Scripted(name, MISSING);
    }

    private record Scripted(String name, Availability availability) implements Backend {
        @Override
        public int preference() {
            throw new IllegalStateException("the order of the list counts");
        }

        @Override
        public Kernels open(Tuning tuning) {
            throw new IllegalStateException("a choice opens nothing");
        }
    }
}
