package pfm.analog;

import static pfm.quantity.Units.uS;

import pfm.noise.NoiseStream;
import pfm.quantity.Require;

/**
 * A cell of phase-change memory. With {@code r = target/g_max}, {@code t = seconds + t₀} and N a standard normal number
 * of its own each time:
 *
 * <ol>
 * <li>programming: {@code g = max(0, target + σN)}, {@code σ = (0.26348 + 1.9650 r − 1.1731 r²)·g_max/25};
 * <li>drift: {@code g·(t/t₀)^−ν}, {@code ν = |μ + ςN|}, {@code μ = clamp(−0.0155 ln r + 0.0244, .049, .1)},
 *     {@code ς = clamp(−0.0125 ln r − 0.0059, .008, .045)};
 * <li>1/f noise: {@code g·max(0, 1 + qN√ln((t + t_read)/(2 t_read)))},
 *     {@code q = min(.2, .0088/max((g_programmed/g_max)^.65, .001))}.
 * </ol>
 *
 * <p>Source: Nandakumar et al., "Phase-change memory models for deep learning training and inference", ICECS 2019, with
 * the constants of IBM aihwkit.
 *
 * @param gMin        smallest conductance [S]
 * @param gMax        largest conductance [S]
 * @param t0          time of the first reading, from which drift counts [s]
 * @param readTime    how long a reading takes [s]
 * @param programming factor on σ: 1 as published, 0 none
 * @param drift       factor on ν
 * @param driftSpread factor on ς
 * @param reading     factor on q
 */
public record Pcm(double gMin, double gMax, double t0, double readTime, double programming, double drift,
        double driftSpread, double reading) implements Cell {
    private static final double LARGEST_FACTOR = 100;
    private static final double SMALLEST_RATIO = 1e-7;

    /** Checks ranges. */
    public Pcm {
        Cell.requireRange(gMin, gMax, uS(1000));
        Require.inRange("t_0", 1e-9, 1e9, "s", t0);
        Require.inRange("t_read", 1e-12, t0, "s", readTime);
        Require.inRange("programming", 0, LARGEST_FACTOR, "", programming);
        Require.inRange("drift", 0, LARGEST_FACTOR, "", drift);
        Require.inRange("driftSpread", 0, LARGEST_FACTOR, "", driftSpread);
        Require.inRange("reading", 0, LARGEST_FACTOR, "", reading);
    }

    /** As published: 0 to 25 µS, first reading after 20 s, readings of 250 ns. */
    public static Pcm published() {
        return new Pcm(0, uS(25), 20, 250e-9, 1, 1, 1, 1);
    }

    @Override
    public double conductance(double target, double seconds, CellNoise noise) {
        double r = target / gMax;
        double sigma = (0.26348 + (1.9650 - 1.1731 * r) * r) * gMax / 25;
        double programmed = programming == 0 ? target
                : Math.max(0, target + programming * sigma * noise.normal(NoiseStream.PROGRAMMING));
        double drifted = drift == 0 || seconds == 0 ? programmed
                : programmed * Math.pow(seconds / t0 + 1, -exponent(r, noise));
        return reading == 0 ? drifted
                : drifted * Math.max(0, 1 + fluctuation(programmed, seconds) * noise.normal(NoiseStream.READ, seconds));
    }

    private double exponent(double r, CellNoise noise) {
        double log = Math.log(Math.max(r, SMALLEST_RATIO));
        double mean = Math.clamp(-0.0155 * log + 0.0244, 0.049, 0.1);
        double spread = driftSpread * Math.clamp(-0.0125 * log - 0.0059, 0.008, 0.045);
        return drift * Math.abs(mean + spread * noise.normal(NoiseStream.DRIFT));
    }

    private double fluctuation(double programmed, double seconds) {
        double q = Math.min(0.2, 0.0088 / Math.max(Math.pow(programmed / gMax, 0.65), 1e-3));
        return reading * q * Math.sqrt(Math.log((seconds + t0 + readTime) / (2 * readTime)));
    }
}
