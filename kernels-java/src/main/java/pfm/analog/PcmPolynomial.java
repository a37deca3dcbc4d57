package pfm.analog;

import static pfm.quantity.Units.uS;

import pfm.noise.NoiseStream;

/**
 * Phase-change memory as used for language models: {@code g = target + σ(target)·N} with a σ of third degree, another
 * one above 52.5 µS; a target below 0.6 µS gives 0. A conductance may become negative, as the published model has it:
 * it stands for the difference of a pair. Meant for weights scaled per output.
 *
 * <p>Source: Büchel et al., "Analog Foundation Models" (2025), IBM/analog-foundation-models.
 *
 * @param gMax largest conductance [S], as published 180 µS
 */
public record PcmPolynomial(double gMax) implements Cell {
    private static final double MICRO = 1e6;
    private static final double SMALLEST = 0.6;
    private static final double BOUNDARY = 52.5;
    private static final double[] BELOW =
            {2.5797410660159494, 0.22419685954327148, -0.00371581208142707, 2.939751381126213e-05};
    private static final double[] ABOVE =
            {2.110295720240385, 0.2453487119885723, -0.003054993405157235, 1.2329755395573392e-05};

    /** Checks the range. */
    public PcmPolynomial {
        Cell.requireRange(0, gMax, uS(180.0000001));
    }

    /** As published: 0 to 180 µS. */
    public static PcmPolynomial published() {
        return new PcmPolynomial(uS(180));
    }

    @Override
    public double gMin() {
        return 0;
    }

    @Override
    public boolean mayBeNegative() {
        return true;
    }

    @Override
    public double conductance(double target, double seconds, CellNoise noise) {
        double g = target * MICRO;
        if (g < SMALLEST) {
            return 0;
        }
        double sigma = NormalSpread.polynomial(g > BOUNDARY ? ABOVE : BELOW, g);
        return uS(g + sigma * noise.normal(NoiseStream.PROGRAMMING));
    }
}
