package pfm.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths as people write them. */
class UnitsTest {
    @ParameterizedTest
    @CsvSource({"532nm, 532e-9", "532 nm, 532e-9", "1.5um, 1.5e-6", "1.5µm, 1.5e-6", "1.5μm, 1.5e-6", "-3 mm, -3e-3",
        "+2cm, 2e-2", "0.75m, .75", "0.001, .001", "1e-6, 1e-6", "1E3um, 1e-3", ".5um, .5e-6", "5.um, 5e-6",
        "200pm, 200e-12", "'  7 nm ', 7e-9", "0, 0"})
    void aLengthIsReadToTheNearestDouble(String text, double metres) {
        assertEquals(metres, Units.length("pitch", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nm", "532 furlong", "five um", "1.5.5um", "1,5um", "0x10um", "NaN", "Infinity m",
        "--1um", "1um 2um", "532NM"})
    void anythingElseIsRefusedWithAnExample(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Units.length("wavelength", text))
                .getMessage();
        assertEquals("wavelength must be a number with a unit of length (m, cm, mm, um, nm, pm), for example 532nm, "
                + "was '" + text + "'", message);
    }

    @Test
    void unitsAreSi() {
        assertEquals(532e-9, Units.nm(532));
        assertEquals(1.5e-6, Units.um(1.5));
        assertEquals(3e-3, Units.mm(3));
        assertEquals(2e-2, Units.cm(2));
        assertEquals(25e-6, Units.uS(25));
    }

    @ParameterizedTest
    @CsvSource({"5.32e-7, 532.0 nm", "1.5e-6, 1.500 um", "-0.003, -3.000 mm", "0.3, 300.0 mm", "2, 2.000 m", "0, 0 m",
        "1e-6, 1.000 um", "9.9996e-4, 1000 um"})
    void aLengthIsWrittenWithAUnitThatFits(double metres, String text) {
        assertEquals(text, Units.format(metres));
    }

    @Test
    void aLengthIsWrittenTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("1.500 um", Units.format(1.5e-6));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (double metres : new double[] {5.32e-7, 1.5e-6, -3e-3, 0.25, 40, 1.234e-10}) {
            assertEquals(metres, Units.length("z", Units.format(metres)), 5e-4 * Math.abs(metres)); // four digits
        }
        assertTrue(Units.format(1.234e-10).endsWith("nm"));
    }
}
