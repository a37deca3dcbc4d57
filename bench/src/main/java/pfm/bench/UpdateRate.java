package pfm.bench;

import java.lang.foreign.Arena;

import pfm.Kernels;
import pfm.field.Precision;
import pfm.tuning.Family;
import pfm.validation.Trial;
import pfm.validation.Workloads;

/** The rate of a split step, by which the cost of a simulation is told. */
final class UpdateRate {
    /** Side of the grid. */
    static final int SIDE = 512;
    /** Measuring ends when nothing was faster for so long [s], or after the most: Java compiles meanwhile. */
    private static final double SETTLED = 4;
    private static final double MOST = 30;
    /** What counts as faster. */
    private static final double GAIN = 1.03;

    private UpdateRate() {
    }

    /** The best of some seconds [voxel·field updates/s]. */
    static double measure(Kernels kernels) {
        try (Arena arena = Arena.ofShared()) {
            Trial trial = Workloads.typical(Family.SPLIT_STEP, SIDE).prepare(kernels, Precision.FLOAT32, arena);
            double best = 0;
            long start = System.nanoTime();
            long improved = start;
            while (System.nanoTime() - improved < SETTLED * 1e9 && System.nanoTime() - start < MOST * 1e9) {
                long before = System.nanoTime();
                trial.run();
                double found = trial.cost().voxelUpdates() / (System.nanoTime() - before) * 1e9;
                improved = found > GAIN * best ? System.nanoTime() : improved;
                best = Math.max(best, found);
            }
            return best;
        }
    }
}
