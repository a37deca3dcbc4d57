package pfm.fft;

/**
 * One stage of a transform in decimation in frequency. A transform of radix·span points falls into radix transforms of
 * span points: for every j &lt; span,
 * {@code y[j + q·span] = w(jq)·Σ_p x[j + p·span]·exp(−2πi pq/radix)} with {@code w(m) = exp(−2πi m/(radix·span))}.
 *
 * @param radix    2, 3, 4, 5, 7 or 8; 16 where a backend asks for it
 * @param span     points of each part, and distance of the points that a butterfly joins
 * @param twiddles w(jq) as {@code [span][radix − 1]} for q = 1 … radix − 1, interleaved complex
 */
public record Stage(int radix, int span, double[] twiddles) {

    /** Computes the twiddles. */
    static Stage of(int radix, int span) {
        double[] twiddles = new double[2 * span * (radix - 1)];
        for (int j = 0; j < span; j++) {
            for (int q = 1; q < radix; q++) {
                RootOfUnity.write((long) j * q, (long) radix * span, twiddles, 2 * (j * (radix - 1) + q - 1));
            }
        }
        return new Stage(radix, span, twiddles);
    }
}
