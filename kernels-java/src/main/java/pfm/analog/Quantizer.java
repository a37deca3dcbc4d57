package pfm.analog;

import pfm.quantity.Require;

/**
 * A converter of 2^bits levels from {@code min} to {@code max}, both included:
 * {@code convert(v) = rint((clip(v, min, max) − min)·steps)/steps + min} with {@code steps = (2^bits − 1)/(max − min)},
 * all in float32, ties to even. Unlike {@link Converter} it clips first, and it need not have a level at 0.
 *
 * <p>Source: the quantizer of CrossSim (Sandia National Laboratories).
 *
 * @param bits 1 to 24
 * @param min  smallest level
 * @param max  largest level
 */
public record Quantizer(int bits, float min, float max) implements DataConverter {
    /** Checks ranges. */
    public Quantizer {
        Require.inRange("bits", 1, 24, bits);
        Require.inRange("min", -Float.MAX_VALUE / 4, Float.MAX_VALUE / 4, "", min);
        Require.inRange("max", Math.nextUp(min), Float.MAX_VALUE / 4, "", max);
    }

    /** What becomes of a value. */
    public float convert(float value) {
        float steps = ((1 << bits) - 1) / (max - min);
        return (float) Math.rint((Math.clamp(value, min, max) - min) * steps) / steps + min;
    }

    @Override
    public boolean clips(double value) {
        return value < min || value > max;
    }

    @Override
    public Columns columns(int count) {
        return (value, column) -> convert(value);
    }
}
