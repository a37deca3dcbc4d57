package pfm.noise;

import pfm.quantity.Require;

/**
 * The random number of one part of a device: of a cell, a phase shifter, a capacitor. In double precision and with
 * StrictMath, so that every machine gives the same bits.
 *
 * <p>The Philox block has the counter {@code c0}, {@code c1} = the cell, {@code c2} = 0,
 * {@code c3 = stream | 255 << 8}, and the seed as key.
 *
 * @param seed   of everything random in a device
 * @param stream what the number is for
 * @param cell   number of the part among all of its kind
 */
public record NoiseCell(long seed, NoiseStream stream, long cell) {
    /** Where a {@link NoiseRow} has its round: no row has this one. */
    static final int ROUND = 255;
    private static final long LOW = 0xFFFFFFFFL;

    /** Checks that there is a stream. */
    public NoiseCell {
        Require.given("noise stream", stream);
    }

    /** Standard normal, by Box and Muller from 64 bits of radius and 64 of angle. */
    public double normal() {
        int[] w = words();
        return Math.sqrt(-2 * StrictMath.log(uniform(w[0], w[1]))) * StrictMath.cos(2 * Math.PI * uniform(w[2], w[3]));
    }

    /** Uniform in (0, 1); of a stream whose normal numbers are not used, because both come from the same words. */
    public double uniform() {
        return ((words()[0] & LOW) + 0.5) * 0x1p-32;
    }

    private int[] words() {
        return Philox.words((int) cell, (int) (cell >>> 32), 0, stream.number() | ROUND << 8,
                (int) seed, (int) (seed >>> 32));
    }

    /** Uniform in (0, 1] from 64 bits, as fine as double precision is. */
    private static double uniform(int high, int low) {
        return (high & LOW) * 0x1p-32 + ((low & LOW) + 0.5) * 0x1p-64;
    }
}
