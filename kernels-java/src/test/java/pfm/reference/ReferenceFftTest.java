package pfm.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.noise.Philox;

/** The transform against its definition, and against itself. */
class ReferenceFftTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 30, 49, 64, 97, 105, 210, 257})
    void equalsItsDefinition(int n) {
        double[] re = random(n, 0);
        double[] im = random(n, 1);
        double[] gotRe = re.clone();
        double[] gotIm = im.clone();
        new ReferenceFft(n).transform(gotRe, gotIm, 0, 1);
        double tolerance = 2e-15 * n; // n terms of magnitude ≤ √2, each with a few roundings of 1.1e-16
        for (int k = 0; k < n; k++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int j = 0; j < n; j++) {
                double angle = -2 * Math.PI * ((long) j * k % n) / n;
                sumRe += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
                sumIm += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
            }
            assertEquals(sumRe, gotRe[k], tolerance);
            assertEquals(sumIm, gotIm[k], tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 60, 512, 1009, 1024})
    void comesBackWithSwappedPartsAndLeavesWhatLiesBetweenStrides(int n) {
        double[] re = random(3 * n + 1, 0);
        double[] im = random(3 * n + 1, 1);
        double[] gotRe = re.clone();
        double[] gotIm = im.clone();
        ReferenceFft fft = new ReferenceFft(n);
        fft.transform(gotRe, gotIm, 1, 3);
        fft.transform(gotIm, gotRe, 1, 3);
        double tolerance = 4e-16 * n * Math.sqrt(n); // a prime adds n terms, partial sums reach n, roundings grow as √n
        for (int i = 0; i < re.length; i++) {
            int factor = i % 3 == 1 ? n : 1;
            assertEquals(re[i] * factor, gotRe[i], tolerance);
            assertEquals(im[i] * factor, gotIm[i], tolerance);
        }
    }

    private static double[] random(int n, int stream) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = 2 * Philox.uniform(1, stream, i) - 1;
        }
        return values;
    }
}
