package pfm.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntToDoubleFunction;

import org.junit.jupiter.api.Test;

/**
 * Normal numbers against the mathematics: each against its formula in double precision, and many against their
 * distribution, in a statistic that rejects generators with small faults. {@code -Dpfm.long=true} draws 10⁸ instead of
 * 10⁶. Seeds are fixed, so that no run differs from another.
 */
class GaussianTest {
    private static final int DRAWS = Boolean.getBoolean("pfm.long") ? 100_000_000 : 1_000_000;
    /** In standard errors: one in a million of all seeds goes beyond. */
    private static final double LIMIT = 5;
    private static final int ROW = 1000;

    @Test
    void everyRadiusHasTheDigitsOfAFloat() {
        for (long i = 0; i < 3_000_000; i++) {
            int w = i < 1_000_000 ? (int) i : (int) (i * 1431);
            double u = ((w & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
            double exact = Math.sqrt(-2 * Math.log(u));
            // near 1, u itself is known to half of 2⁻²⁴ only
            double off = 2e-7 * exact + 0x1p-25 / Math.max(exact, 0x1p-12);
            assertEquals(exact, Gaussian.radius(w), off, () -> "word " + w);
        }
        assertEquals(Math.sqrt(66 * Math.log(2)), Gaussian.radius(0), 1e-6);
    }

    /** P(r > 6) = e⁻¹⁸: 65.4 of the 2³² words. The rarest radii are as many as they should be, one by one. */
    @Test
    void theTailGoesBeyondSixSigma() {
        for (int w = 0; w < 100; w++) {
            assertEquals(w + 0.5 < 0x1p32 * Math.exp(-18), Gaussian.radius(w) > 6, "word " + w);
        }
        assertTrue(Gaussian.first(0, 0) > 6.7 && Gaussian.first(0, 1 << 31) < -6.7);
        assertTrue(Gaussian.second(0, 1 << 30) > 6.7 || Gaussian.second(0, 1 << 30) < -6.7);
    }

    @Test
    void bothNumbersFollowTheirFormula() {
        for (int i = 0; i < 1_000_000; i++) {
            int w = Philox.word(1, 0, i);
            int angle = i < 1000 ? (i - 500) << 30 >> 2 | i : Philox.word(2, 0, i);
            double r = Gaussian.radius(w);
            double phi = Math.PI * ((double) (angle << 1) * 0x1p-32 + (angle < 0 ? 1 : 0));
            assertEquals(r * Math.cos(phi), Gaussian.first(w, angle), 2.5e-7 * r, () -> "cos, " + angle);
            assertEquals(r * Math.sin(phi), Gaussian.second(w, angle), 2.5e-7 * r, () -> "sin, " + angle);
        }
    }

    private static double draw(NoiseStream stream, int i) {
        return new NoiseRow(12, stream, 0, 0, i / ROW).normal(i % ROW);
    }

    private static double worst(IntToDoubleFunction draws, int count) {
        NormalStatistic statistic = new NormalStatistic();
        for (int i = 0; i < count; i++) {
            statistic.add(draws.applyAsDouble(i));
        }
        return statistic.worst();
    }

    @Test
    void manyDrawsAreNormal() {
        double worst = worst(i -> draw(NoiseStream.OUTPUT_NOISE, i), DRAWS);
        assertTrue(worst < LIMIT, "off by " + worst + " standard errors");
        worst = worst(i -> new NoiseCell(3, NoiseStream.PROGRAMMING, i).normal(), DRAWS);
        assertTrue(worst < LIMIT, "of cells: off by " + worst + " standard errors");
    }

    @Test
    void generatorsWithFaultsAreRejected() {
        IntToDoubleFunction good = i -> draw(NoiseStream.OUTPUT_NOISE, i);
        List<IntToDoubleFunction> faults = List.of(
                i -> 1.01 * good.applyAsDouble(i), // too wide
                i -> good.applyAsDouble(i) + 0.01, // not centred
                i -> Math.clamp(good.applyAsDouble(i), -3.9, 3.9), // no tail
                i -> Math.abs(good.applyAsDouble(i)) > 4 ? 0 : good.applyAsDouble(i), // tail lost
                GaussianTest::sumOfTwelve,
                i -> Gaussian.first(Philox.word(5, 0, i), Philox.word(5, 0, i)), // one word for radius and angle
                i -> Math.sqrt(2) * Math.sqrt(-Math.log(((Philox.word(5, 0, i) >>> 22) + 0.5) / 1024)) // 10 bits
                        * Math.cos(2 * Math.PI * Philox.uniform(6, 0, i)),
                i -> 0.98 * good.applyAsDouble(i) + 0.199 * good.applyAsDouble(i + 1), // neighbours correlated
                i -> good.applyAsDouble(i & ~64)); // every group twice
        for (int fault = 0; fault < faults.size(); fault++) {
            double worst = worst(faults.get(fault), 1_000_000);
            assertTrue(worst > LIMIT, "fault " + fault + " passes: " + worst);
        }
    }

    private static double sumOfTwelve(int i) {
        double sum = -6;
        for (int k = 0; k < 12; k++) {
            sum += Philox.uniform(5, 0, 12L * i + k);
        }
        return sum;
    }

    /** Draws whose places differ in one thing are independent: they and their squares do not correlate. */
    @Test
    void placesAreIndependent() {
        NoiseRow row = new NoiseRow(5, NoiseStream.OUTPUT_NOISE, 0, 0, 1);
        List<NoiseRow> others = List.of(new NoiseRow(6, NoiseStream.OUTPUT_NOISE, 0, 0, 1),
                new NoiseRow(5 | 1L << 32, NoiseStream.OUTPUT_NOISE, 0, 0, 1),
                new NoiseRow(5, NoiseStream.INPUT_NOISE, 0, 0, 1), new NoiseRow(5, NoiseStream.OUTPUT_NOISE, 1, 0, 1),
                new NoiseRow(5, NoiseStream.OUTPUT_NOISE, 0, 1, 1), new NoiseRow(5, NoiseStream.OUTPUT_NOISE, 0, 0, 2),
                new NoiseRow(5, NoiseStream.OUTPUT_NOISE, 0, 0, 1 | 1L << 32));
        for (NoiseRow other : others) {
            double worst = correlation(row, other, 200_000);
            assertTrue(worst < LIMIT, other + ": " + worst);
        }
        double same = correlation(row, new NoiseRow(5, NoiseStream.OUTPUT_NOISE, 0, 0, 1), 1000);
        assertTrue(same > LIMIT, "equal rows correlate: " + same);
    }

    private static double correlation(NoiseRow one, NoiseRow other, int count) {
        double product = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double x = one.normal(i);
            double y = other.normal(i);
            product += x * y;
            squares += (x * x - 1) * (y * y - 1);
        }
        return Math.max(Math.abs(product), Math.abs(squares) / 2) / Math.sqrt(count); // variances 1 and 4
    }
}
