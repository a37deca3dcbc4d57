package pfm.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * Discrete Fourier transform of n complex numbers, {@code X[k] = Σ x[j] exp(−2πi jk/n)}: split into the prime factors
 * of n by decimation in time, each prime by its definition. Any n; a large prime takes n² steps.
 *
 * <p>Source: Cooley and Tukey, Math. Comput. 19, 297 (1965).
 */
final class ReferenceFft {
    private final int n;
    private final int[] primes;
    /** Real and imaginary part of exp(−2πi j/n). */
    private final double[] rootRe;
    private final double[] rootIm;
    private final double[] outRe;
    private final double[] outIm;
    private final double[] termRe;
    private final double[] termIm;

    ReferenceFft(int n) {
        this.n = n;
        this.primes = primes(n);
        this.rootRe = new double[n];
        this.rootIm = new double[n];
        this.outRe = new double[n];
        this.outIm = new double[n];
        int largest = primes.length == 0 ? 1 : primes[primes.length - 1];
        this.termRe = new double[largest];
        this.termIm = new double[largest];
        for (int j = 0; j < n; j++) {
            double turn = (double) (2 * j <= n ? j : j - n) / n; // the angle of least magnitude has the least error
            rootRe[j] = Math.cos(2 * Math.PI * turn);
            rootIm[j] = -Math.sin(2 * Math.PI * turn);
        }
    }

    /**
     * Transforms the numbers at {@code first, first + stride, …} in place. With re and im swapped it is the inverse
     * times n.
     */
    void transform(double[] re, double[] im, int first, int stride) {
        decimate(0, n, re, im, first, stride, 0);
        for (int k = 0; k < n; k++) {
            re[first + k * stride] = outRe[k];
            im[first + k * stride] = outIm[k];
        }
    }

    private void decimate(int level, int length, double[] re, double[] im, int first, int stride, int out) {
        if (length == 1) {
            outRe[out] = re[first];
            outIm[out] = im[first];
            return;
        }
        int p = primes[level];
        int m = length / p;
        for (int r = 0; r < p; r++) {
            decimate(level + 1, m, re, im, first + r * stride, stride * p, out + r * m);
        }
        for (int k = 0; k < m; k++) {
            for (int r = 0; r < p; r++) {
                int twiddle = r * k * (n / length);
                double a = outRe[out + r * m + k];
                double b = outIm[out + r * m + k];
                termRe[r] = a * rootRe[twiddle] - b * rootIm[twiddle];
                termIm[r] = a * rootIm[twiddle] + b * rootRe[twiddle];
            }
            if (p == 2) {
                put(out + k, termRe[0] + termRe[1], termIm[0] + termIm[1]);
                put(out + m + k, termRe[0] - termRe[1], termIm[0] - termIm[1]);
                continue;
            }
            for (int q = 0; q < p; q++) {
                sum(p, q, out + q * m + k);
            }
        }
    }

    private void put(int out, double real, double imaginary) {
        outRe[out] = real;
        outIm[out] = imaginary;
    }

    /** Output q of the transform of the p terms by definition. */
    private void sum(int p, int q, int out) {
        double sumRe = 0;
        double sumIm = 0;
        int power = 0; // r·q mod p
        for (int r = 0; r < p; r++) {
            double c = rootRe[power * (n / p)];
            double s = rootIm[power * (n / p)];
            sumRe += termRe[r] * c - termIm[r] * s;
            sumIm += termRe[r] * s + termIm[r] * c;
            power += q;
            if (power >= p) {
                power -= p;
            }
        }
        put(out, sumRe, sumIm);
    }

    private static int[] primes(int n) {
        List<Integer> primes = new ArrayList<>();
        for (int p = 2; p <= n / p; p++) {
            while (n % p == 0) {
                primes.add(p);
                n /= p;
            }
        }
        if (n > 1) {
            primes.add(n);
        }
        return primes.stream().mapToInt(Integer::intValue).toArray();
    }
}
