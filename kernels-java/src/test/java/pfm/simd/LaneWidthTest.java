package pfm.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Availability;

/** A forced lane width is used or refused. */
class LaneWidthTest {
    @Test
    void thePreferredWidthAndTheNarrowestAreAvailable() {
        assertInstanceOf(Availability.Available.class, LaneWidth.availability(null));
        assertInstanceOf(Availability.Available.class, LaneWidth.availability("128"));
        assertTrue(LaneWidth.bits() == 32 * Lanes.COUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "100", "1024", "wide", "-128", "128 ", "99999999999"})
    void anotherWidthIsRefusedWithTheRemedy(String forced) {
        Availability.Unavailable why = assertInstanceOf(
                Availability.Unavailable.class, LaneWidth.availability(forced));
        assertTrue(why.reason().startsWith("pfm.vector.bits must be 128, 256 or 512"), why::reason);
        assertTrue(why.reason().endsWith("was '" + forced + "'"), why::reason);
        assertEquals("leave out -Dpfm.vector.bits", why.remedy());
    }
}
