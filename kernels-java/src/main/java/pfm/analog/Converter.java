package pfm.analog;

import pfm.quantity.Require;

/**
 * A DAC or ADC: {@code convert(v) = clip(rint(v/lsb)·lsb, ±bound)}, in this order: float32 division, rounding with ties
 * to even, float32 multiplication, clip. NaN stays NaN; ±∞ leaves at ±bound; −0 keeps its sign. A converter without
 * rounding (lsb 0) does not narrow its value to float32.
 *
 * <p>Source: the tile of IBM aihwkit (Rasch et al., AICAS 2021).
 *
 * @param lsb   least significant bit, in units of the value converted; 0 for no rounding
 * @param bound largest magnitude that leaves the converter; may be infinite
 */
public record Converter(float lsb, float bound) implements UniformConverter {
    /** Neither rounds nor clips. */
    public static final Converter IDEAL = new Converter(0, Float.POSITIVE_INFINITY);

    /** Checks ranges. */
    public Converter {
        Require.inRange("lsb", 0, Float.MAX_VALUE, "", lsb);
        if (!(bound > 0)) {
            throw new IllegalArgumentException("bound must be positive, was " + bound);
        }
        if (lsb > 0 && Float.isInfinite(bound)) {
            throw new IllegalArgumentException("bound must be finite where lsb is not 0, was " + bound);
        }
    }

    /**
     * A converter with {@code lsb = resolution·2·bound}.
     *
     * @param resolution step as a part of the range; 0 or less is off, more than 1 means 1/resolution
     */
    public static Converter ofResolution(double resolution, double bound) {
        Require.finite("resolution", "", resolution);
        float r = (float) (resolution > 1 ? 1 / resolution : Math.max(resolution, 0));
        return new Converter(r * 2 * (float) bound, (float) bound);
    }

    /** A converter of {@code bits} bits, symmetric about an exact zero: {@code resolution = 1/(2^bits − 2)}. */
    public static Converter ofBits(int bits, double bound) {
        Require.inRange("bits", 2, 24, bits);
        return ofResolution(1.0 / ((1 << bits) - 2), bound);
    }

    @Override
    public boolean isIdeal() {
        return lsb == 0 && Float.isInfinite(bound);
    }

    @Override
    public Converter withBound(float other) {
        return lsb == 0 ? new Converter(0, other) : ofBits(bits(), other);
    }

    @Override
    public int bits() {
        return lsb == 0 ? 0 : 64 - Long.numberOfLeadingZeros(2 * (long) Math.rint((double) bound / lsb));
    }

    /** Rounds, then clips. */
    @Override
    public float convert(float value) {
        return Math.clamp(round(value), -bound, bound);
    }

    /**
     * As {@link #convert(float)} of the value narrowed to float32; without rounding the value is only clipped, as a
     * double.
     */
    @Override
    public double convert(double value) {
        return lsb == 0 ? Math.clamp(value, -(double) bound, (double) bound) : convert((float) value);
    }

    /** Whether the value is clipped: whether it exceeds the bound once it is rounded. NaN does not. */
    @Override
    public boolean clips(double value) {
        return Math.abs(lsb == 0 ? value : round((float) value)) > bound;
    }

    private float round(float value) {
        return lsb == 0 ? value : (float) Math.rint(value / lsb) * lsb;
    }
}
