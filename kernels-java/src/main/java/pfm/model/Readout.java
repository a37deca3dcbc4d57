package pfm.model;

/** How the powers on the detectors become one signal per class, whatever the brightness of the image. */
public enum Readout {
    /** One detector per class: {@code s_k = I_k / Σ_j I_j}, in [0, 1]. */
    INTENSITY(1) {
        @Override
        void signals(double[] power, double[] signal) {
            double sum = 0;
            for (double p : power) {
                sum += p;
            }
            for (int k = 0; k < signal.length; k++) {
                signal[k] = sum > 0 ? power[k] / sum : 0;
            }
        }

        @Override
        void pullBack(double[] power, double[] signalCotangent, double[] powerCotangent) {
            double sum = 0;
            double mean = 0;
            for (int k = 0; k < power.length; k++) {
                sum += power[k];
                mean += power[k] * signalCotangent[k];
            }
            for (int k = 0; k < power.length; k++) {
                powerCotangent[k] = sum > 0 ? (signalCotangent[k] - mean / sum) / sum : 0;
            }
        }
    },

    /**
     * A pair of detectors per class, 2k and 2k + 1: {@code s_k = (I⁺ − I⁻)/(I⁺ + I⁻)}, in [−1, 1].
     *
     * <p>Source: Li, Mengu, Luo, Rivenson, Ozcan, Adv. Photonics 1, 046001 (2019).
     */
    DIFFERENTIAL(2) {
        @Override
        void signals(double[] power, double[] signal) {
            for (int k = 0; k < signal.length; k++) {
                double sum = power[2 * k] + power[2 * k + 1];
                signal[k] = sum > 0 ? (power[2 * k] - power[2 * k + 1]) / sum : 0;
            }
        }

        @Override
        void pullBack(double[] power, double[] signalCotangent, double[] powerCotangent) {
            for (int k = 0; k < signalCotangent.length; k++) {
                double plus = power[2 * k];
                double minus = power[2 * k + 1];
                double slope = plus + minus > 0 ? 2 * signalCotangent[k] / ((plus + minus) * (plus + minus)) : 0;
                powerCotangent[2 * k] = slope * minus;
                powerCotangent[2 * k + 1] = -slope * plus;
            }
        }
    };

    private final int regionsPerSignal;

    Readout(int regionsPerSignal) {
        this.regionsPerSignal = regionsPerSignal;
    }

    /** Detectors that make one signal. */
    public int regionsPerSignal() {
        return regionsPerSignal;
    }

    /** Writes the signals of one image; none where no light falls. */
    abstract void signals(double[] power, double[] signal);

    /** Writes ∂L/∂power of one image, given ∂L/∂signal. */
    abstract void pullBack(double[] power, double[] signalCotangent, double[] powerCotangent);
}
