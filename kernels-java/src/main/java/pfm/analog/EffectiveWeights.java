package pfm.analog;

import java.lang.foreign.Arena;

import pfm.field.Matrix;
import pfm.field.Precision;

/** For backends: the weights of a {@link Crossbar} as they act on inputs some time after they were programmed. */
public final class EffectiveWeights {
    private final Crossbar spec;
    private final int threads;
    /** What cells make of the weights; the weights themselves where there are no cells. */
    private final Matrix matrix;
    private ProgrammedWeights programmed;
    private double seconds;

    /** As {@link #EffectiveWeights(Crossbar, int, Arena)}, on the calling thread. */
    public EffectiveWeights(Crossbar spec, Arena arena) {
        this(spec, 1, arena);
    }

    /**
     * Programs the weights; what cells make of them lies in {@code arena}, in float64.
     *
     * @param threads that compute the currents of lines with resistance; results do not depend on it
     */
    public EffectiveWeights(Crossbar spec, int threads, Arena arena) {
        this.spec = spec;
        this.threads = threads;
        this.matrix = spec.cells().isEmpty() ? spec.weights()
                : Matrix.zeros(spec.outputs(), spec.inputs(), Precision.FLOAT64, arena);
        program();
    }

    /** The weights at the time of reading, {@code [outputs][inputs]}. */
    public Matrix matrix() {
        return matrix;
    }

    /** Programs weights that were changed in place anew; they are read at the same time after it as before. */
    public void program() {
        if (spec.isInteger()) {
            spec.arithmetic().require(spec.weights());
        }
        spec.cells().ifPresent(cells -> {
            programmed = cells.program(spec.weights(), spec.tileOutputs(), spec.tileInputs(), spec.seed(), threads);
            moveTo(seconds);
        });
    }

    /**
     * Reads the weights at another time.
     *
     * @param time after programming [s]
     */
    public void moveTo(double time) {
        seconds = time;
        if (programmed != null) {
            double[] effective = programmed.effective(time);
            for (int i = 0; i < effective.length; i++) {
                matrix.set(i / spec.inputs(), i % spec.inputs(), effective[i]);
            }
        }
    }

    /**
     * What the voltage drop takes from a weight, before its strength: {@code 1 − (1 − j/n)²} for input j of a tile's n.
     */
    public static double drop(int j, int n) {
        double rest = 1 - (double) j / n;
        return 1 - rest * rest;
    }
}
