package pfm.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class TuningTest {
    @Test
    void aParameterThatIsNotSetHasTheDefaultOfItsUse() {
        assertEquals(7, new Tuning(1, Map.of()).integer("vector.spins", 0, 9, 7));
        assertEquals(3, new Tuning(1, Map.of("vector.spins", " 3 ")).withThreads(2).integer("vector.spins", 0, 9, 7));
    }

    @Test
    void aValueOutsideItsRangeIsRefused() {
        for (String value : List.of("many", "-1", "10", "", "1e3", "99999999999999999999")) {
            Tuning tuning = new Tuning(1, Map.of("a.b", value));
            var refusal = assertThrows(IllegalArgumentException.class, () -> tuning.integer("a.b", 0, 9, 7));
            assertEquals("tuning parameter a.b must be an integer in [0, 9], was '" + value + "'",
                    refusal.getMessage());
        }
    }

    @Test
    void aThreadCountOutsideItsRangeIsRefused() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Tuning.defaults().withThreads(0));
        assertEquals("threads must be in [1, 4096], was 0", refusal.getMessage());
    }

    @Test
    void withSetsOneParameterAndLeavesTheOriginal() {
        Tuning one = new Tuning(3, Map.of("a.b", "1", "a.c", "2"));
        assertEquals(new Tuning(3, Map.of("a.b", "5", "a.c", "2")), one.with("a.b", "5"));
        assertEquals("1", one.values().get("a.b"));
    }

    @Test
    void anUnknownParameterOfABackendIsRefusedAndThoseOfOthersPass() {
        List<String> known = List.of("a.size", "a.size.LENGTH");
        new Tuning(1, Map.of("a.size", "1", "a.size.12", "2", "b.size", "3", "ab.x", "4")).requireKnown("a", known);
        for (String wrong : List.of("a.sise", "a.", "a.size.LENGTHS", "a.size.0", "a.size.012", "a.size.1.2")) {
            Tuning tuning = new Tuning(1, Map.of(wrong, "1"));
            var refusal = assertThrows(IllegalArgumentException.class, () -> tuning.requireKnown("a", known));
            assertEquals("tuning parameter must be one of [a.size, a.size.LENGTH], was '" + wrong + "'",
                    refusal.getMessage());
        }
    }
}
