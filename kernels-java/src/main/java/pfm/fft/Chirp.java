package pfm.fft;

import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A transform of any length n as a convolution with a chirp: with {@code c[j] = exp(−πi j²/n)},
 * {@code X[k] = c[k]·Σ_j (c[j]·x[j])·conj(c[k − j])}. The sum is a cyclic convolution of at least 2n − 1 points:
 * transform, multiply by the spectrum, transform back. All numbers conjugated, it gives the inverse.
 *
 * @param convolution recipe of the longer transform
 * @param chirp       c, interleaved complex {@code [2n]}
 * @param spectrum    transform of conj(c), in the order that {@code convolution} leaves, divided by its length
 */
public record Chirp(FftRecipe convolution, double[] chirp, double[] spectrum) {

    static Chirp of(int n, IntFunction<Optional<int[]>> choice) {
        double[] chirp = new double[2 * n];
        for (int j = 0; j < n; j++) {
            RootOfUnity.write((long) j * j, 2L * n, chirp, 2 * j);
        }
        FftRecipe convolution = FftRecipe.of(FftRecipe.smoothLength(2 * n - 1), choice);
        return new Chirp(convolution, chirp, spectrum(n, chirp, convolution));
    }

    private static double[] spectrum(int n, double[] chirp, FftRecipe convolution) {
        int m = convolution.length();
        double[] kernel = new double[2 * m];
        for (int j = 0; j < n; j++) {
            int mirrored = j == 0 ? 0 : m - j;
            kernel[2 * j] = chirp[2 * j];
            kernel[2 * j + 1] = -chirp[2 * j + 1];
            kernel[2 * mirrored] = chirp[2 * j];
            kernel[2 * mirrored + 1] = -chirp[2 * j + 1];
        }
        for (Stage stage : convolution.stages()) {
            transform(stage, kernel);
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= m;
        }
        return kernel;
    }

    /** Applies a stage to all its blocks in {@code x}, plainly: planning runs this once. */
    private static void transform(Stage stage, double[] x) {
        int radix = stage.radix();
        int span = stage.span();
        double[] root = new double[2];
        double[] y = new double[2 * radix];
        for (int block = 0; block < x.length / 2; block += radix * span) {
            for (int j = 0; j < span; j++) {
                for (int q = 0; q < radix; q++) {
                    double re = 0;
                    double im = 0;
                    for (int p = 0; p < radix; p++) {
                        RootOfUnity.write((long) p * q, radix, root, 0);
                        int at = 2 * (block + j + p * span);
                        re += x[at] * root[0] - x[at + 1] * root[1];
                        im += x[at] * root[1] + x[at + 1] * root[0];
                    }
                    int w = 2 * (j * (radix - 1) + q - 1);
                    double wr = q == 0 ? 1 : stage.twiddles()[w];
                    double wi = q == 0 ? 0 : stage.twiddles()[w + 1];
                    y[2 * q] = re * wr - im * wi;
                    y[2 * q + 1] = re * wi + im * wr;
                }
                for (int q = 0; q < radix; q++) {
                    x[2 * (block + j + q * span)] = y[2 * q];
                    x[2 * (block + j + q * span) + 1] = y[2 * q + 1];
                }
            }
        }
    }
}
