package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;

import org.junit.jupiter.api.Test;

import pfm.field.Matrix;
import pfm.field.Precision;

/** How results are compared: what is good passes, NaN never does. */
class ToleranceTest {
    private static final Tolerance CODES = new Tolerance.Codes(0.5, 2, 0.25);

    @Test
    void theErrorIsRelativeToAllOfTheExpected() {
        assertEquals(5.0 / 13, Discrepancy.relativeL2(output(3, 4, 12), output(3, 4, 7)), 1e-16);
        assertEquals(2, Discrepancy.relativeL2(output(0, 0), output(0, 2)));
        assertEquals(0, Discrepancy.relativeL2(output(0, 0), output(0, 0)));
        assertThrows(IllegalArgumentException.class, () -> Discrepancy.relativeL2(output(1, 2), output(1)));
    }

    @Test
    void whatIsNoNumberNeverPasses() {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (Tolerance tolerance : new Tolerance[] {
                new Tolerance.Transforms(2, 16), new Tolerance.DotProducts(1000), CODES,
                new Tolerance.Exact()}) {
                assertTrue(tolerance.judge(output(1, 2), output(1, 2), Precision.FLOAT32).passes(), tolerance::reason);
                assertFalse(tolerance.judge(output(1, 2), output(1, wrong), Precision.FLOAT32).passes(),
                        tolerance::reason);
                assertFalse(tolerance.judge(output(0, 0), output(0, wrong), Precision.FLOAT32).passes(),
                        tolerance::reason);
                assertFalse(tolerance.judge(output(1, wrong), output(1, wrong), Precision.FLOAT32).passes());
            }
        }
        assertFalse(new Finding("x", 1, Double.NaN, 1e300, "").passes());
    }

    @Test
    void boundsGrowAsTheirReasonsSay() {
        double u = 0x1p-24;
        assertEquals(4 * u * 10 * Math.sqrt(6), new Tolerance.Transforms(6, 1024).bound(Precision.FLOAT32), 1e-12);
        assertEquals(4 * 0x1p-53 * 10, new Tolerance.Transforms(1, 1024).bound(Precision.FLOAT64), 1e-20);
        assertEquals(4 * u * 2, new Tolerance.Transforms(1, 1).bound(Precision.FLOAT32), 1e-12);
        assertEquals(18 * u, new Tolerance.DotProducts(256).judge(output(1), output(1), Precision.FLOAT32).bound(),
                1e-12);
    }

    @Test
    void aScaleOrASampleThatIsWrongFails() {
        Tolerance fields = new Tolerance.Transforms(2, 1 << 18);
        assertFalse(fields.judge(output(1, 2, 3), output(1.0001, 2.0002, 3.0003), Precision.FLOAT32).passes());
        assertTrue(fields.judge(output(1, 2, 3), output(1.000001, 2, 3), Precision.FLOAT32).passes());
        assertFalse(fields.judge(output(1, 2, 3), output(1.000001, 2, 3), Precision.FLOAT64).passes());
    }

    @Test
    void fewResultsMayMoveByACodeOfEachTileAndNoneByMore() {
        Output expected = output(1, 2, 3, 4);
        assertTrue(CODES.judge(expected, output(1, 2.5, 3, 4), Precision.FLOAT32).passes());
        assertTrue(CODES.judge(expected, output(1, 3, 3, 4), Precision.FLOAT32).passes(),
                "one code in each of two tiles");
        assertFalse(CODES.judge(expected, output(1, 3.5, 3, 4), Precision.FLOAT32).passes(), "three codes");
        assertFalse(CODES.judge(expected, output(1.5, 2.5, 3, 4), Precision.FLOAT32).passes(), "half of the results");
        assertTrue(CODES.judge(expected, output(1.001, 2.001, 3.001, 4.001), Precision.FLOAT32).passes(), "rounding");
    }

    @Test
    void exactResultsAreRoundedOnceAndDifferInNoBit() {
        Tolerance exact = new Tolerance.Exact();
        Output odd = output(0x1p24 + 1, 3);
        assertTrue(exact.judge(odd, output(0x1p24, 3), Precision.FLOAT32).passes());
        assertFalse(exact.judge(odd, output(0x1p24 + 2, 3), Precision.FLOAT32).passes());
        assertFalse(exact.judge(odd, output(0x1p24, 3), Precision.FLOAT64).passes());
        assertEquals(0.5, exact.judge(odd, output(0x1p24, 2), Precision.FLOAT32).error());
    }

    @Test
    void termsThatCancelRoundTooAndCountsMayBeDrawnOtherwise() {
        Output small = output(3, 4);
        double u = Precision.FLOAT64.unitRoundoff();
        assertEquals(8 * u * 3, new Tolerance.Cancelling(16, 10).judge(small, small, Precision.FLOAT64).bound(), 1e-20);
        Tolerance counts = new Tolerance.Counts(1, 5, 0.25);
        assertTrue(counts.judge(output(1, 2, 3, 4), output(1, 2, 3, 9), Precision.FLOAT32).passes());
        assertFalse(counts.judge(output(1, 2, 3, 4), output(1, 2, 4, 3), Precision.FLOAT32).passes());
        assertFalse(counts.judge(output(1, 2, 3, 4), output(1, 2, 3, 10), Precision.FLOAT32).passes());
    }

    @Test
    void theWorseIsTheOneThatUsesMoreOfItsBound() {
        Discrepancy small = new Discrepancy(1, 10);
        Discrepancy large = new Discrepancy(2, 4);
        Discrepancy none = new Discrepancy(Double.NaN, 4);
        assertSame(large, small.worse(large));
        assertSame(large, large.worse(small));
        assertSame(none, none.worse(large));
        assertSame(none, large.worse(none));
        assertEquals(0.5, large.ratio());
        assertEquals(0, new Discrepancy(0, 0).ratio());
        assertTrue(new Discrepancy(0, 0).passes());
    }

    @Test
    void aFindingSaysWhatItJudgedAndWhy() {
        assertEquals("radius: expected 2.00000000, got 2.50000000, tolerance 1.00e-01 (by construction)",
                new Finding("radius", 2, 2.5, 0.1, "by construction").toString());
        assertFalse(new Finding("radius", 2, 2.5, 0.1, "by construction").passes());
        assertTrue(new Finding("radius", 2, 1.95, 0.1, "by construction").passes());
    }

    @Test
    void aVerdictNeedsTwiceTheSameBits() {
        Discrepancy good = new Discrepancy(1, 2);
        assertTrue(new Verdict("w", good, "r", true, 1).passes());
        assertFalse(new Verdict("w", good, "r", false, 1).passes());
        assertFalse(new Verdict("w", new Discrepancy(3, 2), "r", true, 1).passes());
        assertEquals("w: error 1.00e+00 of at most 2.00e+00 (r); a second run gave other bits",
                new Verdict("w", good, "r", false, 1).toString());
    }

    private static Output output(double... values) {
        Matrix matrix = Matrix.zeros(1, values.length, Precision.FLOAT64, Arena.ofAuto());
        for (int i = 0; i < values.length; i++) {
            matrix.set(0, i, values[i]);
        }
        return Output.of("output", matrix);
    }
}
