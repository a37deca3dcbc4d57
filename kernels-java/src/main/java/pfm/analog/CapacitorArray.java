package pfm.analog;

/**
 * The DAC inside a converter: capacitors {@code C_k = 2^k + σ_C 2^(k/2) N}, k below the bits, against one of 2^bits.
 * A code c with bits c_k switches {@code S = Σ c_k C_k} on and gives the level
 * {@code V(2 S/C_bits − 1)/(1 + 1/(A β))}, {@code β = C_bits/(C_bits + S)}; without errors {@code V(2c/2^bits − 1)}.
 *
 * <p>Source: Spear et al., "The impact of analog-to-digital converter architecture and variability on analog neural
 * network accuracy", IEEE JXCDC 9, 176 (2023).
 */
final class CapacitorArray {
    private CapacitorArray() {
    }

    /** The levels of all codes. */
    static double[] levels(CodeRange range, ConverterErrors errors, long converter) {
        int bits = range.bits();
        double[] c = new double[bits + 1];
        for (int k = 0; k <= bits; k++) {
            c[k] = errors.capacitor(converter, k, 1 << k);
        }
        double[] levels = new double[range.codes()];
        for (int code = 0; code < levels.length; code++) {
            double on = 0;
            for (int k = 0; k < bits; k++) {
                on += (code >> k & 1) * c[k];
            }
            double beta = c[bits] / (c[bits] + on);
            levels[code] = range.bound() * (2 * on / c[bits] - 1) / (1 + 1 / (errors.gain() * beta));
        }
        return levels;
    }
}
