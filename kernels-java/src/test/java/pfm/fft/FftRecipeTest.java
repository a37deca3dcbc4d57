package pfm.fft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.noise.Philox;

/**
 * The recipe as data: what it promises about its numbers, and that they make a Fourier transform when executed plainly.
 */
class FftRecipeTest {
    private static final Set<Integer> RADICES = Set.of(2, 3, 4, 5, 7, 8);

    @Test
    void everyLengthUpTo600IsAChainOfKnownRadicesOrAChirp() {
        for (int n = 1; n <= 600; n++) {
            FftRecipe recipe = FftRecipe.of(n);
            int length = n;
            for (int p = 2; p <= 7; p++) {
                while (length % p == 0) {
                    length /= p;
                }
            }
            assertEquals(length == 1, recipe.chirp().isEmpty(), "length " + n);
            int span = recipe.chirp().isEmpty() ? n : 1;
            for (Stage stage : recipe.stages()) {
                assertTrue(RADICES.contains(stage.radix()), "radix " + stage.radix());
                span /= stage.radix();
                assertEquals(span, stage.span());
            }
            assertEquals(1, span, "length " + n);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 12, 13, 60, 97, 128, 200, 1000, 1536})
    void positionsHoldEachFrequencyOnce(int n) {
        FftRecipe recipe = FftRecipe.of(n);
        int[] sorted = IntStream.range(0, n).map(recipe::frequency).sorted().toArray();
        assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 21, 30, 32, 35, 49, 60, 64, 120, 128, 192, 210,
            400, 512})
    void stagesMakeATransform(int n) {
        stagesMakeATransform(FftRecipe.of(n));
        stagesMakeATransform(FftRecipe.of(n, 16));
    }

    @ParameterizedTest
    @CsvSource({"16,1", "32,2", "64,2", "128,2", "512,3", "1024,3", "2048,3", "4096,3", "8192,4", "16384,4", "48,2"})
    void sixteensMakeTheFewestStages(int n, int stages) {
        assertEquals(stages, FftRecipe.of(n, 16).stages().size());
        assertEquals(n, FftRecipe.of(n, 16).stages().stream().mapToInt(Stage::radix).reduce(1, (a, b) -> a * b));
        assertTrue(FftRecipe.of(n, 8).stages().stream().allMatch(stage -> RADICES.contains(stage.radix())));
        var refusal = assertThrows(IllegalArgumentException.class, () -> FftRecipe.of(n, 32));
        assertEquals("widest radix must be in [8, 16], was 32", refusal.getMessage());
    }

    @Test
    void radicesInAnyOrderMakeATransform() {
        for (List<Integer> radices : List.of(List.of(3, 16), List.of(16, 3), List.of(5, 16, 2))) {
            FftRecipe recipe = FftRecipe.ofRadices(radices);
            assertEquals(radices, recipe.stages().stream().map(Stage::radix).toList());
            stagesMakeATransform(recipe);
        }
    }

    private static void stagesMakeATransform(FftRecipe recipe) {
        int n = recipe.length();
        double[] x = random(n);
        double[] y = x.clone();
        recipe.stages().forEach(stage -> execute(stage, y));
        double[] expected = transform(x);
        for (int p = 0; p < n; p++) {
            int k = recipe.frequency(p);
            // n terms of magnitude ≤ √2, each with a few roundings of 1.1e-16
            assertEquals(expected[2 * k], y[2 * p], 2e-15 * n);
            assertEquals(expected[2 * k + 1], y[2 * p + 1], 2e-15 * n);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 13, 17, 22, 97, 101, 143, 509})
    void theSpectrumOfAChirpConvolvesWithIt(int n) {
        FftRecipe recipe = FftRecipe.of(n);
        Chirp chirp = recipe.chirp().orElseThrow();
        int m = chirp.convolution().length();
        assertTrue(m >= 2 * n - 1, "length " + m);
        double[] kernel = new double[2 * m];
        for (int j = -(n - 1); j < n; j++) {
            int at = Math.floorMod(j, m);
            kernel[2 * at] = chirp.chirp()[2 * Math.abs(j)] / m;
            kernel[2 * at + 1] = -chirp.chirp()[2 * Math.abs(j) + 1] / m;
        }
        double[] expected = transform(kernel);
        for (int p = 0; p < m; p++) {
            int k = chirp.convolution().frequency(p);
            assertEquals(k < n && recipe.frequency(k) != k, false, "a chirp leaves natural order");
            // 2n − 1 terms of magnitude 1/m, each with a few roundings
            assertEquals(expected[2 * k], chirp.spectrum()[2 * p], 4e-15);
            assertEquals(expected[2 * k + 1], chirp.spectrum()[2 * p + 1], 4e-15);
        }
    }

    @Test
    void rootsOfUnityAreExactWhereTheyAreSimple() {
        double[] w = new double[2];
        double half = Math.sqrt(0.5);
        double[][] eighths = {{1, 0}, {half, -half}, {0, -1}, {-half, -half}, {-1, 0}, {-half, half}, {0, 1},
                {half, half}};
        for (int k = 0; k < 24; k++) {
            RootOfUnity.write(k, 8, w, 0);
            assertEquals(eighths[k % 8][0], w[0], Math.ulp(half));
            assertEquals(eighths[k % 8][1], w[1], Math.ulp(half));
        }
        RootOfUnity.write(3, 4, w, 0);
        assertArrayEquals(new double[] {0, 1}, new double[] {w[0] + 0, w[1]});
    }

    private static void execute(Stage stage, double[] x) {
        int part = stage.radix() * stage.span();
        for (int block = 0; block < x.length / 2; block += part) {
            for (int j = 0; j < stage.span(); j++) {
                double[] legs = new double[2 * stage.radix()];
                for (int p = 0; p < stage.radix(); p++) {
                    System.arraycopy(x, 2 * (block + j + p * stage.span()), legs, 2 * p, 2);
                }
                double[] y = transform(legs);
                for (int q = 0; q < stage.radix(); q++) {
                    double angle = -2 * Math.PI * j * q / part;
                    double re = y[2 * q] * Math.cos(angle) - y[2 * q + 1] * Math.sin(angle);
                    double im = y[2 * q] * Math.sin(angle) + y[2 * q + 1] * Math.cos(angle);
                    if (q > 0) {
                        int w = 2 * (j * (stage.radix() - 1) + q - 1);
                        assertEquals(Math.cos(angle), stage.twiddles()[w], 1e-15);
                        assertEquals(Math.sin(angle), stage.twiddles()[w + 1], 1e-15);
                    }
                    x[2 * (block + j + q * stage.span())] = re;
                    x[2 * (block + j + q * stage.span()) + 1] = im;
                }
            }
        }
    }

    /** The definition, interleaved complex. */
    private static double[] transform(double[] x) {
        int n = x.length / 2;
        double[] sum = new double[2 * n];
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                double angle = -2 * Math.PI * ((long) j * k % n) / n;
                sum[2 * k] += x[2 * j] * Math.cos(angle) - x[2 * j + 1] * Math.sin(angle);
                sum[2 * k + 1] += x[2 * j] * Math.sin(angle) + x[2 * j + 1] * Math.cos(angle);
            }
        }
        return sum;
    }

    private static double[] random(int n) {
        double[] values = new double[2 * n];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * Philox.uniform(1, n, i) - 1;
        }
        return values;
    }
}
