package pfm.analog;

import pfm.quantity.Require;

/** How the light that carries the results of an {@link OpticalProduct} is measured. */
public sealed interface Detection {
    /**
     * Mean count of photons that a result is measured with.
     *
     * @param inputs of the product
     * @param result without noise, (Wx)_i
     */
    double photons(int inputs, double result);

    /**
     * Photons are counted: results have the shot noise of a given budget of light. Inputs are intensities, so that
     * they must not be negative: a vector with a negative entry has no result (NaN). Weights are transmissions in
     * [0, 1] once shifted and scaled, {@code T = (W − min W)/(max W − min W)}. With n inputs and S = Σx the mean count
     * of output i is {@code F = photons·n·Σ T_ij x_j/S}, and
     * {@code y_i = S·((max W − min W)·Poisson(F)/(photons·n) + min W)}.
     *
     * <p>Source: Wang et al., "An optical neural network using less than 1 photon per multiplication", Nature
     * Communications 13, 123 (2022).
     *
     * @param photons mean for each multiplication, at the input
     */
    record ShotNoise(double photons) implements Detection {
        /** Checks the range. */
        public ShotNoise {
            Require.inRange("photons for a multiplication", 1e-9, 1e6, "", photons);
        }

        /** The budget at the input, {@code photons·n}: those that weights absorb are paid for, too. */
        @Override
        public double photons(int inputs, double result) {
            return photons * inputs;
        }
    }

    /**
     * A single-photon detector clicks or not, {@code p = 1 − exp(−z²)} for the field z = (Wx)_i, in each of some shots:
     * {@code y_i = sign(z)·clicks/shots}. A threshold that is drawn, not a linear result.
     *
     * <p>Source: Ma, Wang, Laydevant, Wright, McMahon, "Quantum-limited stochastic optical neural networks operating at
     * a few quanta per activation", arXiv 2307.15712 (2023).
     *
     * @param shots repetitions that are averaged
     */
    record SinglePhoton(int shots) implements Detection {
        /** Checks the range. */
        public SinglePhoton {
            Require.inRange("shots", 1, 255, shots);
        }

        /** {@code z²} reach the detector in each shot, in the mean. */
        @Override
        public double photons(int inputs, double result) {
            return shots * result * result;
        }
    }

    /**
     * A photodiode with load gives the current {@code i = R P + N(0, 4kT B/R_L + 2q (R P + I_d) B)} for the power
     * {@code P = watts·(Wx)_i}; the result is i in units of the current for 1. A negative result falls on the second
     * diode of a balanced pair.
     *
     * <p>Source: Saleh and Teich, Fundamentals of Photonics, chapter on detectors: thermal and shot noise.
     *
     * @param watts        power of a result of 1 [W]
     * @param responsivity R [A/W]
     * @param bandwidth    B [Hz]
     * @param temperature  T [K]
     * @param load         R_L [Ω]
     * @param darkCurrent  I_d [A]
     */
    record Photodiode(double watts, double responsivity, double bandwidth, double temperature, double load,
            double darkCurrent) implements Detection {
        private static final double BOLTZMANN = 1.380649e-23; // [J/K], exact by definition of the SI
        private static final double CHARGE = 1.602176634e-19; // [C], likewise

        /** Checks ranges. */
        public Photodiode {
            Require.inRange("power of a result of 1", 1e-18, 1e3, "W", watts);
            Require.inRange("responsivity", 1e-6, 100, "A/W", responsivity);
            Require.inRange("bandwidth", 1e-3, 1e15, "Hz", bandwidth);
            Require.inRange("temperature", 0, 1e4, "K", temperature);
            Require.inRange("load", 1e-3, 1e15, "Ohm", load);
            Require.inRange("dark current", 0, 1, "A", darkCurrent);
        }

        /** The electrons of a sample, {@code R P/q} for a time of 1/(2B). */
        @Override
        public double photons(int inputs, double result) {
            return responsivity * watts * Math.abs(result) / (2 * bandwidth * CHARGE);
        }

        /** Deviation of a result of this magnitude, in units of results. */
        public double deviation(double magnitude) {
            double perUnit = responsivity * watts;
            double thermal = 4 * BOLTZMANN * temperature * bandwidth / load;
            double shot = 2 * CHARGE * (perUnit * magnitude + darkCurrent) * bandwidth;
            return Math.sqrt(thermal + shot) / perUnit;
        }
    }
}
