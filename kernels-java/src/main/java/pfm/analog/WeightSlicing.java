package pfm.analog;

import pfm.quantity.Require;

/**
 * Weights as integers whose digits lie in cells of their own, of {@code cellBits} bits each, the least significant
 * first: {@code q = rint(w/w_max·(2^(bits−1) − 1))} and {@code w ≈ lsb·Σ_k 2^(cellBits·k)·d_k} with
 * {@code lsb = w_max/(2^(bits−1) − 1)}. Each slice makes a product of its own, whose results are shifted and added
 * digitally.
 *
 * <p>In a {@linkplain Mapping#DIFFERENTIAL_PAIR pair}, d_k are the digits of |q| with the sign of q. With an
 * {@linkplain Mapping#OFFSET_COLUMN offset column}, they are the digits of {@code q + 2^(bits−1)}, less those of
 * {@code 2^(bits−1)}, which are in the offset column.
 *
 * @param bits     of a weight with its sign, 2 to 24
 * @param cellBits of a cell, 1 to 12
 */
public record WeightSlicing(int bits, int cellBits) {
    /** Checks ranges. */
    public WeightSlicing {
        Require.inRange("bits of a weight", 2, 24, bits);
        Require.inRange("bits of a cell", 1, 12, cellBits);
    }

    /** Count of slices. */
    public int slices(Mapping mapping) {
        return Math.ceilDiv(mapping == Mapping.OFFSET_COLUMN ? bits : bits - 1, cellBits);
    }

    /** What a slice's results are multiplied by, {@code 2^(cellBits·slice)}. */
    public int factor(int slice) {
        return 1 << cellBits * slice;
    }

    /** Largest |q|. */
    public int largest() {
        return (1 << bits - 1) - 1;
    }

    /** Largest digit. */
    public int largestDigit() {
        return (1 << cellBits) - 1;
    }

    /** q of a weight. */
    public int integer(double weight, double largestWeight) {
        return (int) Math.rint(weight / largestWeight * largest());
    }

    /** A digit of a number that is not negative. */
    public int digit(int number, int slice) {
        return number >> cellBits * slice & largestDigit();
    }

    /**
     * A bound on a partial sum of a slice, in units of its lsb: below {@code 2^24} every sum of products of digits and
     * codes is exact in float32, in whatever order.
     *
     * @param inputs  of a tile
     * @param largest code of an input
     */
    public double largestSum(int inputs, double largest) {
        return largestDigit() * largest * inputs;
    }
}
