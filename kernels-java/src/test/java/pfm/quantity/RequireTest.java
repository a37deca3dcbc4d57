package pfm.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Messages say which quantity, what was expected with its unit, and what came. */
class RequireTest {
    @Test
    void whatIsRightComesBack() {
        assertEquals(5e-7, Require.inRange("wavelength", 1e-9, 1e-2, "m", 5e-7));
        assertEquals(1e-9, Require.inRange("wavelength", 1e-9, 1e-2, "m", 1e-9));
        assertEquals(7L, Require.inRange("batch", 1, 7, 7L));
        assertEquals(-3.0, Require.finite("gain", "", -3));
        assertSame("x", Require.given("name", "x"));
        Require.equal("batch", 3, 3);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertMessage("wavelength must be in [1.0E-9, 0.01] m, was 532.0",
                () -> Require.inRange("wavelength", 1e-9, 1e-2, "m", 532));
        assertMessage("index must be in [0.5, 10.0], was NaN", () -> Require.inRange("index", 0.5, 10, "", Double.NaN));
        assertMessage("batch must be in [1, 7], was 8", () -> Require.inRange("batch", 1, 7, 8L));
        assertMessage("batch must be in [1, 7], was 0", () -> Require.inRange("batch", 1, 7, 0L));
        assertMessage("gain must be a finite number dB, was Infinity",
                () -> Require.finite("gain", "dB", Double.POSITIVE_INFINITY));
        assertMessage("name must be given, was null", () -> Require.given("name", null));
        assertMessage("batch must be 3, was 4", () -> Require.equal("batch", 3, 4));
    }

    private static void assertMessage(String message, Executable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
