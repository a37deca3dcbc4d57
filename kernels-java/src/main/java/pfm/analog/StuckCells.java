package pfm.analog;

import pfm.noise.NoiseStream;
import pfm.quantity.Require;

/**
 * Cells of which some are stuck at their smallest or largest conductance, whatever they are programmed to.
 *
 * @param cell  what the others are
 * @param atMin probability to be stuck at g_min
 * @param atMax probability to be stuck at g_max
 */
public record StuckCells(Cell cell, double atMin, double atMax) implements Cell {
    /** Checks ranges. */
    public StuckCells {
        Require.given("cell", cell);
        Require.inRange("probability to be stuck at g_min", 0, 1, "", atMin);
        Require.inRange("probability to be stuck at g_max", 0, 1 - atMin, "", atMax);
    }

    @Override
    public double gMin() {
        return cell.gMin();
    }

    @Override
    public double gMax() {
        return cell.gMax();
    }

    @Override
    public boolean mayBeNegative() {
        return cell.mayBeNegative();
    }

    @Override
    public double conductance(double target, double seconds, CellNoise noise) {
        double chance = noise.uniform(NoiseStream.STUCK);
        if (chance < atMin) {
            return gMin();
        }
        return chance < atMin + atMax ? gMax() : cell.conductance(target, seconds, noise);
    }
}
