package pfm.analog;

import static pfm.quantity.Units.uS;

import pfm.noise.NoiseStream;
import pfm.quantity.Require;

/**
 * A cell of resistive memory that relaxes after programming: {@code g = max(0, target + σN)} with a σ of fourth degree
 * in {@code r = target/g_max}, measured 1 s, one day and two days after programming. σ is that of the last measurement
 * before (of the first until then), and N stays the same.
 *
 * <p>Source: Wan et al., "A compute-in-memory chip based on resistive random-access memory", Nature 608, 504 (2022), as
 * fitted in IBM aihwkit.
 *
 * @param gMin   smallest conductance [S]
 * @param gMax   largest conductance [S], as published 40 µS
 * @param spread factor on σ: 1 as published, 0 none
 */
public record ReRam(double gMin, double gMax, double spread) implements Cell {
    private static final double DAY = 86_400;
    private static final double[] AFTER_A_SECOND = {0.348, 16.030, -43.853, 45.393, -16.815};
    private static final double[] AFTER_A_DAY = {0.701, 22.086, -50.773, 47.095, -16.458};
    private static final double[] AFTER_TWO_DAYS = {0.782, 20.274, -43.507, 37.062, -11.934};

    /** Checks ranges. */
    public ReRam {
        Cell.requireRange(gMin, gMax, uS(1000));
        Require.inRange("spread", 0, 100, "", spread);
    }

    /** As published: 0 to 40 µS. */
    public static ReRam published() {
        return new ReRam(0, uS(40), 1);
    }

    @Override
    public double conductance(double target, double seconds, CellNoise noise) {
        double[] measured = seconds < DAY ? AFTER_A_SECOND : seconds < 2 * DAY ? AFTER_A_DAY : AFTER_TWO_DAYS;
        double sigma = uS(NormalSpread.polynomial(measured, target / gMax)) * gMax / uS(40);
        return Math.max(0, target + spread * sigma * noise.normal(NoiseStream.PROGRAMMING));
    }
}
