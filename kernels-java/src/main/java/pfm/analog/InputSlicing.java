package pfm.analog;

import pfm.quantity.Require;

/**
 * Inputs as integers whose digits are sent one after the other, of {@code sliceBits} bits each, the least significant
 * first: {@code q = rint(x/α·(2^(bits−1) − 1))} and {@code x ≈ α/(2^(bits−1) − 1)·Σ_l 2^(sliceBits·l)·d_l}, with d_l
 * the digits of |q| with the sign of q.
 *
 * @param bits      of an input with its sign, 2 to 24
 * @param sliceBits of a digit, 1 to 12
 */
public record InputSlicing(int bits, int sliceBits) {
    /** Checks ranges. */
    public InputSlicing {
        Require.inRange("bits of an input", 2, 24, bits);
        Require.inRange("bits of a digit", 1, 12, sliceBits);
    }

    /** Count of digits. */
    public int slices() {
        return Math.ceilDiv(bits - 1, sliceBits);
    }

    /** What a digit's results are multiplied by, {@code 2^(sliceBits·slice)}. */
    public int factor(int slice) {
        return 1 << sliceBits * slice;
    }

    /** Largest |q|. */
    public int largest() {
        return (1 << bits - 1) - 1;
    }

    /** Largest digit. */
    public int largestDigit() {
        return (1 << sliceBits) - 1;
    }

    /** q of an input. */
    public int integer(double input, double alpha) {
        return (int) Math.rint(input / alpha * largest());
    }

    /** A digit of q, with its sign. */
    public int digit(int integer, int slice) {
        return Integer.signum(integer) * (Math.abs(integer) >> sliceBits * slice & largestDigit());
    }
}
