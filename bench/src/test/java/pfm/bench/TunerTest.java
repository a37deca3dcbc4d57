package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import pfm.Availability;
import pfm.Backend;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/** The search, on a backend whose plans take as long as their tuning says by a clock that nothing else moves. */
class TunerTest {
    private static final Grid GRID = Grid.square(8, 1e-6);
    private static final Tuning DEFAULTS = new Tuning(2, Map.of());
    private static final long SECOND = 1_000_000_000;

    private final List<Alternatives> alternatives = new ArrayList<>();
    private long now;
    private int open;
    private String wrong = "";
    private boolean failing;

    @AfterEach
    void everyPlanIsClosed() {
        assertEquals(0, open);
    }

    @Test
    void theFastestValueOfEachParameterIsFound() {
        offer("t.time", 1, false, "9000", "8000", "7000", "8500", "11000");
        offer("t.factor", 1, false, "2", "3");
        Tuner tuner = tuner(true);
        Tuner.Outcome outcome = tuner.tune(GRID, DEFAULTS, SECOND);
        assertEquals(Map.of("t.time", "7000"), outcome.after().values());
        assertEquals(10000e-3 / 16, outcome.usual(), 1e-9, "per slice of 16");
        assertEquals(7000e-3 / 16, outcome.tuned(), 1e-9);
        assertEquals(10.0 / 7 - 1, outcome.comparison().orElseThrow().gain(), 1e-9);
        assertEquals(Set.of("t.time", "t.factor"), tuner.measured());
    }

    @Test
    void oneChoiceBuildsOnTheOther() {
        offer("t.time", 1, false, "8000");
        offer("t.factor", 1, false, "0.75");
        Tuner.Outcome outcome = tuner(true).tune(GRID, DEFAULTS.with("t.other", "1"), SECOND);
        assertEquals(Map.of("t.time", "8000", "t.factor", "0.75", "t.other", "1"), outcome.after().values());
        assertEquals(6000e-3 / 16, outcome.tuned(), 1e-9);
    }

    @Test
    void theDefaultsStayWhereNothingIsFaster() {
        offer("t.time", 1, false, "10000", "9950", "20000");
        Tuner.Outcome outcome = tuner(true).tune(GRID, DEFAULTS, SECOND);
        assertEquals(DEFAULTS, outcome.after());
        assertTrue(outcome.comparison().isEmpty());
        assertEquals(outcome.usual(), outcome.tuned());
    }

    @Test
    void aValueThatGivesAWrongResultIsNeverTaken() {
        offer("t.time", 1, false, "1000", "8000");
        wrong = "1000";
        Tuner tuner = tuner(true);
        assertEquals("8000", tuner.tune(GRID, DEFAULTS, SECOND).after().values().get("t.time"));
        assertEquals(List.of("t.time=1000"), tuner.wrong());
    }

    @Test
    void howThreadsShareWorkIsLeftAloneOnABusyMachine() {
        offer("t.time", 3, true, "1000");
        assertEquals(DEFAULTS, tuner(false).tune(GRID, DEFAULTS, SECOND).after());
        Tuner.Outcome outcome = tuner(true).tune(GRID, DEFAULTS, SECOND);
        assertEquals("1000", outcome.after().values().get("t.time"));
        assertEquals(1000e-3 / 16 / 3, outcome.tuned(), 1e-9, "per field of a batch of 3");
    }

    @Test
    void aGainThatCannotBeIsNotBelieved() {
        offer("t.time", 1, false, "1000", "9000");
        Tuner tuner = tuner(true);
        assertEquals("9000", tuner.tune(GRID, DEFAULTS, SECOND).after().values().get("t.time"));
        assertEquals(List.of("t.time"), tuner.doubtful());
    }

    @Test
    void aPlanThatCannotBeMadeLeavesNothingOpen() {
        offer("t.time", 1, false, "5000");
        failing = true;
        assertThrows(IllegalStateException.class, () -> tuner(true).tune(GRID, DEFAULTS, SECOND));
    }

    private void offer(String name, int batch, boolean sharing, String... values) {
        alternatives.add(new Alternatives(name, List.of(values), batch, sharing));
    }

    private Tuner tuner(boolean quiet) {
        return new Tuner(new Scripted(), new Contest(() -> now), quiet, said -> { });
    }

    private final class Scripted implements Backend {
        @Override
        public String name() {
            return "t";
        }

        @Override
        public int preference() {
            return 0;
        }

        @Override
        public Availability availability() {
            return new Availability.Available("a script");
        }

        @Override
        public List<Alternatives> alternatives(Grid grid, Tuning tuning) {
            return alternatives;
        }

        @Override
        public Kernels open(Tuning tuning) {
            open++;
            return (Kernels) Proxy.newProxyInstance(Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "splitStep" -> plan((SplitStep) arguments[0], tuning);
                        case "close" -> {
                            open--;
                            yield null;
                        }
                        default -> throw new IllegalStateException(method.getName());
                    });
        }
    }

    private MediumPropagator plan(SplitStep spec, Tuning tuning) {
        if (failing) {
            throw new IllegalStateException("no plan");
        }
        String time = tuning.values().getOrDefault("t.time", "10000");
        double factor = Double.parseDouble(tuning.values().getOrDefault("t.factor", "1"));
        return new MediumPropagator(spec, Arena.global().scope(), EnumSet.allOf(Precision.class)) {
            @Override
            protected void run(Field in, Field out) {
                now += (long) (1000 * Long.parseLong(time) * factor);
                out.re().copyFrom(in.re());
                out.im().copyFrom(in.im());
                if (time.equals(wrong)) {
                    out.set(in.batch() - 1, 7, 7, 99, 0);
                }
            }

            @Override
            protected void runAdjoint(Field in, Field out) {
                throw new IllegalStateException();
            }

            @Override
            protected void runReload() {
                throw new IllegalStateException();
            }

            @Override
            protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient) {
                throw new IllegalStateException();
            }
        };
    }
}
