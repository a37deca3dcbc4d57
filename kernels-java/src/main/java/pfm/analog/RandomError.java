package pfm.analog;

import pfm.noise.NoiseStream;
import pfm.quantity.Require;

/**
 * A cell with an error e of a simple law, drawn once. With conductances in units of g_max, it has
 * {@code max(0, g + e)} (additive), {@code max(0, g(1 + e))} (proportional) or {@code max(0, g + e/g)} (inverse; a cell
 * of conductance 0 stays at 0).
 *
 * <p>Source: the generic devices of CrossSim (Sandia National Laboratories).
 *
 * @param gMin         smallest conductance [S]
 * @param gMax         largest conductance [S]
 * @param distribution how e is distributed
 * @param growth       how the error depends on the conductance
 * @param size         standard deviation of a normal e; largest magnitude of a uniform one
 */
public record RandomError(double gMin, double gMax, Distribution distribution, Growth growth, double size)
        implements Cell {
    /** How an error is distributed. */
    public enum Distribution {
        /** Normal. */
        NORMAL,
        /** Uniform in ± its size. */
        UNIFORM
    }

    /** How an error depends on the conductance. */
    public enum Growth {
        /** Not at all. */
        ADDITIVE,
        /** It is proportional to it. */
        PROPORTIONAL,
        /** It is inversely proportional to it. */
        INVERSE
    }

    /** Checks ranges. */
    public RandomError {
        Cell.requireRange(gMin, gMax, 1);
        Require.given("distribution", distribution);
        Require.given("growth", growth);
        Require.inRange("size of the error", 0, 10, "", size);
    }

    @Override
    public double conductance(double target, double seconds, CellNoise noise) {
        double g = target / gMax;
        double e = size * switch (distribution) {
            case NORMAL -> noise.normal(NoiseStream.PROGRAMMING);
            case UNIFORM -> 2 * noise.uniform(NoiseStream.PROGRAMMING) - 1;
        };
        double error = switch (growth) {
            case ADDITIVE -> e;
            case PROPORTIONAL -> g * e;
            case INVERSE -> g == 0 ? 0 : e / g;
        };
        return size == 0 ? target : Math.max(0, (g + error) * gMax);
    }
}
