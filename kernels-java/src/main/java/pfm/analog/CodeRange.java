package pfm.analog;

import pfm.quantity.Require;

/**
 * The codes of an ADC without a code at 0: 2^bits intervals of equal width from −V to V, each of which stands for its
 * middle.
 *
 * @param bits  1 to 16
 * @param bound V
 */
public record CodeRange(int bits, float bound) {
    /** Checks ranges. */
    public CodeRange {
        Require.inRange("bits", 1, 16, bits);
        Require.inRange("bound", Float.MIN_NORMAL, Float.MAX_VALUE / 4, "", bound);
    }

    /** Whether a value is outside. NaN is not. */
    public boolean clips(double value) {
        return Math.abs(value) > bound;
    }

    /** Count of codes. */
    public int codes() {
        return 1 << bits;
    }

    /** What a code stands for, {@code V(2 code − (2^bits − 1))/2^bits}: exact but for the product with V. */
    public float middle(int code) {
        return bound * ((float) (2 * code + 1 - codes()) / codes());
    }
}
