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
public record Quantizer(int bits, float min, float max) implements UniformConverter {
    /** Checks ranges. */
    public Quantizer {
        Require.inRange("bits", 1, 24, bits);
        Require.inRange("min", -Float.MAX_VALUE / 4, Float.MAX_VALUE / 4, "", min);
        Require.inRange("max", Math.nextUp(min), Float.MAX_VALUE / 4, "", max);
    }

    /** Steps in a unit of the value, {@code (2^bits − 1)/(max − min)}. */
    public float steps() {
        return ((1 << bits) - 1) / (max - min);
    }

    @Override
    public float lsb() {
        return 1 / steps();
    }

    @Override
    public float bound() {
        return Math.max(Math.abs(min), Math.abs(max));
    }

    @Override
    public Quantizer withBound(float bound) {
        return new Quantizer(bits, -bound, bound);
    }

    @Override
    public float convert(float value) {
        float steps = steps();
        return (float) Math.rint((Math.clamp(value, min, max) - min) * steps) / steps + min;
    }

    @Override
    public double convert(double value) {
        return convert((float) value);
    }

    @Override
    public boolean clips(double value) {
        return value < min || value > max;
    }
}
