package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConverterTest {
    private static final Converter HALVES = new Converter(0.5f, 10);

    @Test
    void tiesGoToEvenCodes() {
        assertEquals(0, HALVES.convert(0.25f));
        assertEquals(1, HALVES.convert(0.75f));
        assertEquals(1, HALVES.convert(1.25f));
        assertEquals(-0.0f, HALVES.convert(-0.25f));
        assertEquals(-1, HALVES.convert(-0.75f));
    }

    @Test
    void neighboursOfATieGoToTheNearestCode() {
        assertEquals(0.5f, HALVES.convert(Math.nextUp(0.25f)));
        assertEquals(0.5f, HALVES.convert(Math.nextDown(0.75f)));
    }

    @Test
    void roundingComesBeforeClipping() {
        Converter coarse = new Converter(0.4f, 1);
        assertEquals(0.8f, coarse.convert(0.99f), "2.475 codes, not clipped");
        assertEquals(1, coarse.convert(1.01f), "2.525 codes round to 1.2, which is clipped");
    }

    @Test
    void aValueThatRoundsToTheBoundIsNotClipped() {
        Converter c = new Converter(0.5f, 1.5f);
        assertFalse(c.clips(1.7f));
        assertFalse(c.clips(-1.75f + 0.01f));
        assertTrue(c.clips(1.8f));
        assertTrue(c.clips(-1.8f));
        assertFalse(c.clips(Float.NaN));
        assertTrue(c.clips(Float.NEGATIVE_INFINITY));
    }

    @Test
    void infinityLeavesAtTheBoundAndNaNStaysNaN() {
        assertEquals(10, HALVES.convert(Float.POSITIVE_INFINITY));
        assertEquals(-10, HALVES.convert(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(HALVES.convert(Float.NaN)));
        assertTrue(Double.isNaN(HALVES.convert(Double.NaN)));
    }

    @Test
    void withoutRoundingADoubleIsNotNarrowed() {
        assertEquals(1.0 / 3, Converter.IDEAL.convert(1.0 / 3));
        assertEquals(0.25, new Converter(0, 0.25f).convert(1.0 / 3));
        assertEquals((double) HALVES.convert((float) 1.13), HALVES.convert(1.13));
    }

    @Test
    void bitsGiveASymmetricRangeOfCodesWithZero() {
        Converter c = Converter.ofBits(7, 1);
        assertEquals((float) (1 / 126.0) * 2, c.lsb());
        assertEquals(63 * c.lsb(), c.convert(Math.nextDown(1f)));
        assertEquals(0, c.convert(0f));
        assertEquals(c.lsb(), Converter.ofResolution(126, 1).lsb(), "more than 1 is the count of steps");
        assertEquals(0, Converter.ofResolution(-1, 1).lsb(), "0 or less is off");
    }

    @Test
    void wrongArgumentsAreNamedWithTheirRange() {
        refused("bits must be in [2, 24], was 1", () -> Converter.ofBits(1, 1));
        refused("lsb must be in [0.0, ", () -> new Converter(-1, 1));
        refused("lsb must be in [0.0, ", () -> new Converter(Float.NaN, 1));
        refused("bound must be positive, was 0.0", () -> new Converter(0.1f, 0));
        refused("bound must be positive, was NaN", () -> new Converter(0.1f, Float.NaN));
        refused("bound must be finite where lsb is not 0, was Infinity",
                () -> new Converter(0.1f, Float.POSITIVE_INFINITY));
        refused("resolution must be a finite number, was NaN", () -> Converter.ofResolution(Double.NaN, 1));
    }

    private static void refused(String message, Runnable body) {
        String got = assertThrows(IllegalArgumentException.class, body::run).getMessage();
        assertTrue(got.startsWith(message), got);
    }
}
