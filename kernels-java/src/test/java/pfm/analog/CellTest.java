package pfm.analog;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.quantity.Units.uS;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.analog.RandomError.Distribution;
import pfm.analog.RandomError.Growth;

/** Moments of many cells against published values and closed forms; every bound is 5 standard errors. */
class CellTest {
    private static final int DRAWS = 200_000;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;

    /**
     * Mean and standard deviation [µS].
     *
     * @param fourth fourth central moment, which the error of a variance follows from
     */
    private record Moments(double mean, double deviation, double fourth) {
        static Moments of(Cell cell, double target, double seconds) {
            double[] g = LongStream.range(0, DRAWS)
                    .mapToDouble(i -> cell.conductance(uS(target), seconds, new CellNoise(7, i)) * 1e6).toArray();
            double mean = LongStream.range(0, DRAWS).mapToDouble(i -> g[(int) i]).average().orElseThrow();
            double second = 0;
            double fourth = 0;
            for (double v : g) {
                double d = (v - mean) * (v - mean);
                second += d / DRAWS;
                fourth += d * d / DRAWS;
            }
            return new Moments(mean, Math.sqrt(second), fourth);
        }

        /** @param experiments 1 where a value is exact, 2 where it comes from as many draws */
        void assertMean(double expected, int experiments) {
            assertEquals(expected, mean, 5 * deviation * Math.sqrt((double) experiments / DRAWS) + 1e-12, "mean");
        }

        void assertDeviation(double expected, int experiments) {
            double variance = deviation * deviation;
            double error = Math.sqrt(Math.max(0, fourth - variance * variance) * experiments / DRAWS);
            assertEquals(expected, deviation, 5 * error / (2 * deviation) + 1e-12, "deviation");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, .33971", "5, .6101", "12.5, .9534", "25, 1.0555"})
    void pcmIsProgrammedAsAihwkitProgramsIt(double target, double deviation) {
        Pcm cell = new Pcm(0, uS(25), 20, 250e-9, 1, 0, 0, 0);
        Moments.of(cell, target, 0).assertDeviation(deviation, 2);
    }

    @ParameterizedTest
    @CsvSource({"1, 24.942", "3600, 19.390", "86400, 16.624", "2592000, 14.102", "31536000, 12.503"})
    void pcmDriftsAsAihwkitDrifts(double seconds, double mean) {
        Moments drifted = Moments.of(new Pcm(0, uS(25), 20, 250e-9, 0, 1, 1, 1), 25, seconds);
        assertEquals(mean, drifted.mean(), 5 * drifted.deviation() * Math.sqrt(2.0 / DRAWS) + 5e-4, "three digits");
    }

    @Test
    void pcmDriftAloneIsAPowerLaw() {
        Pcm cell = new Pcm(0, uS(25), 20, 250e-9, 0, 1, 0, 0);
        CellNoise noise = new CellNoise(1, 2);
        assertEquals(uS(25), cell.conductance(uS(25), 0, noise));
        assertEquals(25 * Math.pow(181, -0.049), cell.conductance(uS(25), HOUR, noise) * 1e6, 1e-12);
        assertEquals(0.25 * Math.pow(181, -0.0155 * Math.log(100) - 0.0244),
                cell.conductance(uS(0.25), HOUR, noise) * 1e6, 1e-12);
        assertEquals(0.01 * Math.pow(181, -0.1), cell.conductance(uS(0.01), HOUR, noise) * 1e6, 1e-12);
    }

    @Test
    void pcmReadNoiseIsThatOfOneOverF() {
        Pcm cell = new Pcm(0, uS(25), 20, 250e-9, 0, 0, 0, 1);
        Moments read = Moments.of(cell, 25, HOUR);
        read.assertMean(25, 1);
        read.assertDeviation(25 * 0.0088 * Math.sqrt(Math.log((3620 + 250e-9) / 500e-9)), 1);
    }

    @Test
    void readNoiseIsAnotherAtEveryTimeAndProgrammingNoiseTheSame() {
        CellNoise noise = new CellNoise(3, 4);
        Pcm read = new Pcm(0, uS(25), 20, 250e-9, 0, 0, 0, 1);
        assertEquals(read.conductance(uS(9), 5, noise), read.conductance(uS(9), 5, noise));
        double early = read.conductance(uS(9), 5, noise) - uS(9);
        double late = read.conductance(uS(9), 5.001, noise) - uS(9);
        assertTrue(Math.abs(early / late - 1) > 1e-3, "q hardly changed, so N did");
        Pcm programmed = new Pcm(0, uS(25), 20, 250e-9, 1, 0, 0, 0);
        assertEquals(programmed.conductance(uS(9), 5, noise), programmed.conductance(uS(9), DAY, noise));
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 52.5, 60, 180})
    void pcmOfLanguageModelsHasThePolynomialsSpread(double target) {
        Moments g = Moments.of(PcmPolynomial.published(), target, 0);
        g.assertMean(target, 1);
        double below = 2.5797410660159494 + target * (0.22419685954327148
                + target * (-0.00371581208142707 + target * 2.939751381126213e-05));
        double above = 2.110295720240385 + target * (0.2453487119885723
                + target * (-0.003054993405157235 + target * 1.2329755395573392e-05));
        g.assertDeviation(target > 52.5 ? above : below, 1);
    }

    @Test
    void pcmOfLanguageModelsLosesSmallConductances() {
        assertEquals(0, PcmPolynomial.published().conductance(uS(0.59), 0, new CellNoise(1, 1)));
    }

    @Test
    void reRamSpreadsAsMeasured() {
        Moments.of(ReRam.published(), 20, 1).assertDeviation(.348 + 8.015 - 10.96325 + 5.674125 - 1.0509375, 1);
        Moments.of(ReRam.published(), 40, 1).assertDeviation(1.103, 1);
        Moments.of(ReRam.published(), 40, DAY).assertDeviation(2.651, 1);
        Moments.of(ReRam.published(), 40, 3 * DAY).assertDeviation(2.677, 1);
    }

    @Test
    void fittedSpreadsAreTheirPolynomials() {
        Moments.of(NormalSpread.pcm(), 20, 0).assertDeviation(.28638599 + 1.5171448 - .715068, 1);
        Moments.of(NormalSpread.rram(), 100, 0).assertDeviation(4.782321 - .9107, 1);
        Moments.of(NormalSpread.rram(), 100, 0).assertMean(100, 1);
    }

    @Test
    void aConductanceIsNeverNegative() {
        for (Cell cell : List.of(Pcm.published(), ReRam.published(), NormalSpread.pcm(),
                new RandomError(0, uS(25), Distribution.NORMAL, Growth.ADDITIVE, 0.5))) {
            boolean reached = false;
            for (int i = 0; i < 1000; i++) {
                double g = cell.conductance(uS(0.1), HOUR, new CellNoise(1, i));
                assertTrue(g >= 0, cell + " gave " + g);
                reached |= g == 0;
            }
            assertTrue(reached, () -> cell + " is cut off at 0");
        }
    }

    @Test
    void genericErrorsHaveTheirMoments() {
        double uniform = 0.1 / Math.sqrt(3);
        assertAll(
                () -> moments(Distribution.NORMAL, Growth.ADDITIVE).assertDeviation(5, 1),
                () -> moments(Distribution.NORMAL, Growth.PROPORTIONAL).assertDeviation(4, 1),
                () -> moments(Distribution.NORMAL, Growth.INVERSE).assertDeviation(6.25, 1),
                () -> moments(Distribution.UNIFORM, Growth.ADDITIVE).assertDeviation(50 * uniform, 1),
                () -> moments(Distribution.UNIFORM, Growth.PROPORTIONAL).assertDeviation(40 * uniform, 1),
                () -> moments(Distribution.UNIFORM, Growth.INVERSE).assertDeviation(50 * uniform / 0.8, 1));
    }

    /** Of cells at 40 µS of 50 µS with an error of 0.1. */
    private static Moments moments(Distribution distribution, Growth growth) {
        Moments g = Moments.of(new RandomError(0, uS(50), distribution, growth, 0.1), 40, 0);
        g.assertMean(40, 1);
        return g;
    }

    @ParameterizedTest
    @CsvSource({".01", ".05", ".1"})
    void fixedResistorsHaveTheirTolerance(double tolerance) {
        Cell inverse = new FixedResistor(0, uS(100), tolerance);
        Moments.of(inverse, 100, 0).assertMean(reciprocalMean(tolerance, 1), 1);
        assertEquals(inverse.conductance(uS(70), 0, new CellNoise(1, 1)),
                inverse.conductance(uS(70), DAY, new CellNoise(1, 1)), "made once");
        double[] r = LongStream.range(0, DRAWS)
                .mapToDouble(i -> uS(100) / inverse.conductance(uS(100), 0, new CellNoise(5, i)) - 1).toArray();
        double second = LongStream.range(0, DRAWS).mapToDouble(i -> r[(int) i] * r[(int) i]).average().orElseThrow();
        assertEquals(tolerance, Math.sqrt(second), 5 * tolerance / Math.sqrt(2.0 * DRAWS), "deviation of resistance");
    }

    /** Mean of 100/(1+σN) from the moments of N. */
    private static double reciprocalMean(double s, int order) {
        return order > 8 ? 100 : 100 + s * s * (2 * order - 1) * reciprocalMean(s, order + 1);
    }

    @Test
    void cellsAreStuckAsOftenAsSaid() {
        StuckCells cell = new StuckCells(new ExactCell(uS(1), uS(25)), 0.02, 0.1);
        long low = LongStream.range(0, DRAWS).filter(i -> at(cell, i) == uS(1)).count();
        long high = LongStream.range(0, DRAWS).filter(i -> at(cell, i) == uS(25)).count();
        long free = LongStream.range(0, DRAWS).filter(i -> at(cell, i) == uS(9)).count();
        assertEquals(DRAWS, low + high + free);
        assertEquals(0.02, (double) low / DRAWS, 5 * Math.sqrt(0.02 * 0.98 / DRAWS));
        assertEquals(0.1, (double) high / DRAWS, 5 * Math.sqrt(0.1 * 0.9 / DRAWS));
    }

    private static double at(Cell cell, long i) {
        return cell.conductance(uS(9), 0, new CellNoise(11, i));
    }

    @Test
    void everyNonIdealityCanBeOff() {
        for (Cell cell : List.of(new Pcm(0, uS(25), 20, 250e-9, 0, 0, 0, 0), new ReRam(0, uS(25), 0),
                new NormalSpread(0, uS(25), 0, 0, 0), new FixedResistor(0, uS(25), 0), new ExactCell(0, uS(25)),
                new StuckCells(new ExactCell(0, uS(25)), 0, 0),
                new RandomError(0, uS(25), Distribution.UNIFORM, Growth.INVERSE, 0))) {
            assertEquals(uS(13), cell.conductance(uS(13), DAY, new CellNoise(1, 1)), 1e-20, cell.toString());
        }
    }

    @Test
    void badValuesAreRefusedWithRangeAndUnit() {
        assertAll(
                () -> refuses("g_min must be in [0.0, ", () -> new ExactCell(uS(2), uS(1))),
                () -> refuses("S, was 25.0", () -> new Pcm(0, 25, 20, 250e-9, 1, 1, 1, 1)),
                () -> refuses("t_0 must be in [1.0E-9, 1.0E9] s", () -> new Pcm(0, uS(25), 0, 250e-9, 1, 1, 1, 1)),
                () -> refuses("tolerance must be in [0.0, 0.14]", () -> new FixedResistor(0, 1, 0.5)),
                () -> refuses("stuck at g_max must be in [0.0, 0.5]", () -> new StuckCells(ExactCell.UNIT, .5, .6)),
                () -> refuses("cell must be given", () -> new StuckCells(null, 0, 0)));
    }

    private static void refuses(String message, Executable made) {
        String said = assertThrows(IllegalArgumentException.class, made).getMessage();
        assertTrue(said.contains(message), said);
    }
}
