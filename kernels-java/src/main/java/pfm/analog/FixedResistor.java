package pfm.analog;

import pfm.noise.NoiseStream;
import pfm.quantity.Require;

/**
 * A resistor that is made once and stays: its resistance is off by a normal relative error,
 * {@code g = target/(1 + σ_R N)}.
 *
 * @param gMin      smallest conductance [S]
 * @param gMax      largest conductance [S]
 * @param tolerance σ_R, relative standard deviation of the resistance, for example 0.01; at most 0.14, so that no
 *                  resistance that is drawn is negative
 */
public record FixedResistor(double gMin, double gMax, double tolerance) implements Cell {
    /** Checks ranges. */
    public FixedResistor {
        Cell.requireRange(gMin, gMax, 1);
        Require.inRange("tolerance", 0, 0.14, "of the resistance", tolerance); // |N| ≤ √(66 ln 2) = 6.8
    }

    @Override
    public double conductance(double target, double seconds, CellNoise noise) {
        return tolerance == 0 ? target : target / (1 + tolerance * noise.normal(NoiseStream.TOLERANCE));
    }
}
