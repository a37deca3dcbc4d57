package pfm.analog;

import pfm.noise.Philox;

/**
 * The random numbers of one part of a device: of a cell, of a column's converter. A draw depends on the seed, the part
 * and what it is for, never on the order of drawing, so that neither tiles nor threads change it.
 *
 * @param seed of the device
 * @param part its number among all of its kind
 */
public record DeviceNoise(long seed, long part) {
    /** What a number is drawn for. */
    public enum Purpose {
        /** How far from its target a cell is programmed or made. */
        PROGRAMMING,
        /** How fast its conductance drifts. */
        DRIFT,
        /** Its fluctuation when it is read. */
        READ,
        /** Whether it is stuck. */
        STUCK,
        /** How far from its size a capacitor of a converter is made. */
        CAPACITOR,
        /** What a comparator of a converter adds to its input. */
        COMPARATOR
    }

    private static final double WORD = 0x1p-32;
    private static final long LOW = 0xFFFFFFFFL;
    /** Above the streams of everything else. */
    private static final int STREAMS = 0x43454C00;

    /** A standard normal number, the same whenever the part is looked at. */
    public double normal(Purpose purpose) {
        return normal(words(purpose, seed));
    }

    /** A standard normal number, another at every time. */
    public double normal(Purpose purpose, double seconds) {
        long time = Double.doubleToLongBits(seconds);
        int[] key = Philox.words((int) time, (int) (time >>> 32), 0, stream(purpose) | 0x80, (int) seed,
                (int) (seed >>> 32));
        return normal(words(purpose, (key[0] & LOW) | (long) key[1] << 32));
    }

    /** A number uniform in (0, 1). */
    public double uniform(Purpose purpose) {
        return uniform(words(purpose, seed)[0]);
    }

    private int[] words(Purpose purpose, long key) {
        return Philox.words((int) part, (int) (part >>> 32), 0, stream(purpose), (int) key, (int) (key >>> 32));
    }

    private static int stream(Purpose purpose) {
        return STREAMS + purpose.ordinal();
    }

    /** Box and Muller's: {@code √(−2 ln u₀)·cos(2π u₁)}. */
    private static double normal(int[] words) {
        return Math.sqrt(-2 * Math.log(uniform(words[0]))) * Math.cos(2 * Math.PI * uniform(words[1]));
    }

    private static double uniform(int word) {
        return ((word & LOW) + 0.5) * WORD;
    }
}
