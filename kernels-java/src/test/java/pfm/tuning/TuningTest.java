package pfm.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;

import org.junit.jupiter.api.Test;

import pfm.Backends;

class TuningTest {
    @Test
    void aParameterThatIsNotSetHasTheDefaultOfItsUse() {
        assertEquals(7, new Tuning(1, Map.of()).integer("vector.spins", 7));
        assertEquals(3, new Tuning(1, Map.of("vector.spins", " 3 ")).withThreads(2).integer("vector.spins", 7));
    }

    @Test
    void theVectorBackendReadsItsParameterAndRefusesAWrongOne() {
        var wrong = new Tuning(2, Map.of("vector.spins", "many"));
        var refusal = assertThrows(IllegalArgumentException.class, () -> Backends.named("vector").open(wrong));
        assertEquals("tuning parameter vector.spins must be an integer, was 'many'", refusal.getMessage());
    }

    @Test
    void aThreadCountOutsideItsRangeIsRefused() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Tuning.defaults().withThreads(0));
        assertEquals("threads must be in [1, 4096], was 0", refusal.getMessage());
    }
}
