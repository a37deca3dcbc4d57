package pfm.analog;

import pfm.quantity.Require;

/** Noise of weights while they are read, as it shows at the outputs: {@code y_i + deviation·N(0, 1)}. */
public sealed interface WeightNoise {
    /** No noise. */
    record None() implements WeightNoise {
    }

    /**
     * Every weight fluctuates alike: the deviation is {@code σ‖ξ‖₂}.
     *
     * @param sigma σ, in units of weights
     */
    record Additive(float sigma) implements WeightNoise {
        /** Checks the range. */
        public Additive {
            Require.inRange("weight noise", 0, 1e6, "", sigma);
        }
    }

    /**
     * As phase-change cells fluctuate: the deviation is {@code σ √(Σ_j |W_ij| ξ_j²)}.
     *
     * @param sigma σ
     */
    record PcmRead(float sigma) implements WeightNoise {
        /** Checks the range. */
        public PcmRead {
            Require.inRange("weight noise", 0, 1e6, "", sigma);
        }
    }
}
