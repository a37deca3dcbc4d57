package pfm.analog;

import static pfm.quantity.Units.uS;

import pfm.noise.NoiseStream;
import pfm.quantity.Require;

/**
 * A cell whose programming error was measured: {@code g = max(0, target + max(0, c₀ + c₁ target + c₂ target²)·N)} in
 * µS. It does not change with time.
 *
 * @param gMin      smallest conductance [S]
 * @param gMax      largest conductance [S]
 * @param constant  c₀ [µS]
 * @param linear    c₁
 * @param quadratic c₂ [1/µS]
 */
public record NormalSpread(double gMin, double gMax, double constant, double linear, double quadratic)
        implements Cell {
    private static final double MICRO = 1e6;

    /** Checks ranges. */
    public NormalSpread {
        Cell.requireRange(gMin, gMax, 1);
        Require.finite("constant", "uS", constant);
        Require.finite("linear", "", linear);
        Require.finite("quadratic", "1/uS", quadratic);
    }

    /**
     * Phase-change memory up to 25 µS.
     *
     * <p>Source: Joshi et al., "Accurate deep neural network inference using computational phase-change memory",
     * Nat. Commun. 11, 2473 (2020), Fig. 3b, 27 s after programming, as fitted in CrossSim.
     */
    public static NormalSpread pcm() {
        return new NormalSpread(0, uS(25), 0.28638599, 0.07585724, -0.00178767);
    }

    /**
     * Resistive memory of 50 to 225 µS.
     *
     * <p>Source: Milo et al., "Optimized programming algorithms for multilevel RRAM in hardware neural networks",
     * IRPS 2021, Fig. 4, as fitted in CrossSim, which has no smallest conductance of its own and advises 45 µS.
     */
    public static NormalSpread rram() {
        return new NormalSpread(uS(50), uS(225), 4.782321, -0.009107, 0);
    }

    @Override
    public double conductance(double target, double seconds, CellNoise noise) {
        double g = target * MICRO;
        double sigma = Math.max(0, constant + (linear + quadratic * g) * g);
        return uS(Math.max(0, g + sigma * noise.normal(NoiseStream.PROGRAMMING)));
    }

    /** {@code c₀ + c₁ x + c₂ x² + …} */
    static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
