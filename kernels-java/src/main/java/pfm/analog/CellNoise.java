package pfm.analog;

import pfm.noise.NoiseCell;
import pfm.noise.NoiseStream;
import pfm.noise.Philox;

/**
 * The random numbers of one cell of an array. A draw depends on the seed, the cell and what it is for, never on the
 * order of drawing, so that neither tiles nor threads change it.
 *
 * @param seed of the array
 * @param cell its number in the array
 */
public record CellNoise(long seed, long cell) {
    /** A standard normal number, the same whenever the cell is looked at. */
    public double normal(NoiseStream stream) {
        return new NoiseCell(seed, stream, cell).normal();
    }

    /** A standard normal number, another at every time: the time makes another seed of the seed. */
    public double normal(NoiseStream stream, double seconds) {
        long time = Double.doubleToLongBits(seconds);
        int[] w = Philox.words((int) time, (int) (time >>> 32), 1, stream.number(), (int) seed, (int) (seed >>> 32));
        return new NoiseCell(w[0] & 0xFFFFFFFFL | (long) w[1] << 32, stream, cell).normal();
    }

    /** A number uniform in (0, 1). */
    public double uniform(NoiseStream stream) {
        return new NoiseCell(seed, stream, cell).uniform();
    }
}
