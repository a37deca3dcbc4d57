package pfm.optics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.field.Grid;
import pfm.noise.Philox;

/** The transfer function against its formula in 50 digits, and what backends build on it. */
class TransferFunctionTest {
    private static final MathContext DIGITS = new MathContext(50);
    private static final BigDecimal TWO = BigDecimal.TWO;
    private static final Grid GRID = new Grid(16, 9, 0.9e-6, 1.3e-6);

    @ParameterizedTest
    @CsvSource({"4e-5, 1", "-4e-5, 1.33", "0.3, 1", "-12.5, 2.2", "1e6, 1", "0, 1"})
    void thePhaseIsThatOfTheFormulaHoweverLongThePath(double distance, double index) {
        double wavelength = 5.32e-7;
        for (Diffraction diffraction : Diffraction.values()) {
            TransferFunction h = new TransferFunction(GRID, wavelength, index, distance, diffraction, false);
            double[] entry = new double[2];
            for (int ky = 0; ky < GRID.ny(); ky++) {
                for (int kx = 0; kx < GRID.nx(); kx++) {
                    BigDecimal k = new BigDecimal(index).divide(new BigDecimal(wavelength), DIGITS);
                    BigDecimal fx2 = new BigDecimal(GRID.frequencyX(kx)).pow(2);
                    BigDecimal fy2 = new BigDecimal(GRID.frequencyY(ky)).pow(2);
                    BigDecimal along = diffraction == Diffraction.EXACT
                            ? k.pow(2).subtract(fx2).subtract(fy2).sqrt(DIGITS)
                            : k.subtract(fx2.add(fy2).divide(TWO.multiply(k), DIGITS));
                    double phase = 2 * Math.PI * along.multiply(new BigDecimal(distance))
                            .remainder(BigDecimal.ONE).doubleValue();
                    h.entry(kx, ky, entry);
                    // A few roundings of a phase of one turn; 1e12 turns of 31 digits add 1e-19
                    assertEquals(Math.cos(phase), entry[0], 4e-15);
                    assertEquals(Math.sin(phase), entry[1], 4e-15);
                }
            }
        }
    }

    @Test
    void overNoDistanceEveryWaveStaysAsItIs() {
        Grid fine = new Grid(16, 9, 0.1e-6, 0.13e-6); // most bins are evanescent: 1/pitch is far above n/λ
        double[] entry = new double[2];
        for (Diffraction diffraction : Diffraction.values()) {
            for (boolean limited : new boolean[] {false, true}) {
                TransferFunction h = new TransferFunction(fine, 5e-7, 1, 0, diffraction, limited);
                for (int ky = 0; ky < fine.ny(); ky++) {
                    for (int kx = 0; kx < fine.nx(); kx++) {
                        h.entry(kx, ky, entry);
                        assertEquals(1, entry[0], diffraction + " " + limited + " at " + kx + ", " + ky);
                        assertEquals(0, entry[1], diffraction + " " + limited + " at " + kx + ", " + ky);
                    }
                }
            }
        }
    }

    @Test
    void theParaxialOneIsAProduct() {
        for (boolean limited : new boolean[] {false, true}) {
            TransferFunction h = new TransferFunction(GRID, 5e-7, 1.5, 3e-5, Diffraction.PARAXIAL, limited);
            assertTrue(h.separable());
            double[] x = h.alongX();
            double[] y = h.alongY();
            double[] entry = new double[2];
            for (int ky = 0; ky < GRID.ny(); ky++) {
                for (int kx = 0; kx < GRID.nx(); kx++) {
                    h.entry(kx, ky, entry);
                    assertEquals(entry[0], x[2 * kx] * y[2 * ky] - x[2 * kx + 1] * y[2 * ky + 1], 4e-15);
                    assertEquals(entry[1], x[2 * kx] * y[2 * ky + 1] + x[2 * kx + 1] * y[2 * ky], 4e-15);
                }
            }
        }
    }

    @Test
    void itIsEvenInBothAxesToTheLastBit() {
        for (Diffraction diffraction : Diffraction.values()) {
            TransferFunction h = new TransferFunction(GRID, 5e-7, 1.5, 3e-5, diffraction, true);
            double[] entry = new double[2];
            double[] mirrored = new double[2];
            for (int ky = 1; ky < GRID.ny(); ky++) {
                for (int kx = 1; kx < GRID.nx(); kx++) {
                    h.entry(kx, ky, entry);
                    h.entry(GRID.nx() - kx, ky, mirrored);
                    assertEquals(entry[0], mirrored[0]);
                    h.entry(kx, GRID.ny() - ky, mirrored);
                    assertEquals(entry[1], mirrored[1]);
                }
            }
        }
    }

    @Test
    void evanescentWavesDecayInBothDirections() {
        Grid fine = new Grid(8, 1, 1e-7);
        double f = fine.frequencyX(4);
        double decay = Math.exp(-2 * Math.PI * 5e-8 * Math.sqrt(f * f - 1 / (5e-7 * 5e-7)));
        for (double distance : new double[] {5e-8, -5e-8}) {
            double[] entry = new double[2];
            new TransferFunction(fine, 5e-7, 1, distance, Diffraction.EXACT, false).entry(4, 0, entry);
            assertEquals(decay, entry[0], 1e-14);
            assertEquals(0, entry[1]);
        }
    }

    @Test
    void aTwofoldNumberKeepsWhatADoubleDrops() {
        for (int i = 0; i < 1000; i++) {
            double a = 1e6 * Philox.uniform(1, 0, i);
            double b = 1e6 * Philox.uniform(1, 1, i);
            double c = Philox.uniform(1, 2, i);
            BigDecimal da = new BigDecimal(a);
            BigDecimal db = new BigDecimal(b);
            BigDecimal dc = new BigDecimal(c);
            assertNear(da.multiply(db), Twofold.product(a, b));
            assertNear(da.divide(db, DIGITS), Twofold.quotient(a, b));
            assertNear(da.multiply(db).multiply(dc), Twofold.product(a, b).times(c));
            assertNear(da.multiply(dc).pow(2), Twofold.product(a, c).square());
            assertNear(da.multiply(db).divide(dc.multiply(da), DIGITS),
                    Twofold.product(a, b).over(Twofold.product(c, a)));
            assertNear(da.multiply(db).sqrt(DIGITS), Twofold.product(a, b).root());
            assertNear(da.multiply(da).subtract(dc.multiply(dc)), Twofold.product(a, a).minus(Twofold.product(c, c)));
        }
        assertEquals(0, new Twofold(0, 0).root().high());
    }

    private static void assertNear(BigDecimal expected, Twofold actual) {
        BigDecimal got = new BigDecimal(actual.high()).add(new BigDecimal(actual.low()));
        double error = got.subtract(expected).divide(expected, DIGITS).abs().doubleValue();
        assertTrue(error < 1e-30, () -> error + " for " + expected); // 2⁻¹⁰⁰ is 8e-31: a few roundings of the low part
    }
}
