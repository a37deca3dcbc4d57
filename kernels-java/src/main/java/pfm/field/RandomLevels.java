package pfm.field;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.noise.NoiseStream;
import pfm.noise.Philox;
import pfm.quantity.Require;

/**
 * Levels that are generated where they are read, the same bits on every backend: level i is
 * {@code (byte·levels) >> 8}, byte number {@code i mod 16} of the four words, lowest first, of {@link Philox} at the
 * counter {@code (i/16 low, i/16 high, 0,} {@link NoiseStream#MEDIUM}{@code )} under the seed.
 *
 * @param seed   key
 * @param levels how many levels there are, equally likely up to 1/256; 1 to 256
 */
public record RandomLevels(long seed, int levels) {
    /** Levels of one block of words. */
    static final int BLOCK = 16;

    /** Checks the range. */
    public RandomLevels {
        Require.inRange("count of levels", 1, 256, levels);
    }

    /** One level. */
    public int level(long index) {
        return (byteOf(block(index / BLOCK), (int) (index % BLOCK)) * levels) >> 8;
    }

    /** Writes levels {@code first … first + length − 1} to the first bytes of {@code target}. */
    public void write(long first, long length, MemorySegment target) {
        int[] words = new int[0];
        for (long i = 0; i < length; i++) {
            int place = (int) ((first + i) % BLOCK);
            if (place == 0 || i == 0) {
                words = block((first + i) / BLOCK);
            }
            target.set(ValueLayout.JAVA_BYTE, i, (byte) ((byteOf(words, place) * levels) >> 8));
        }
    }

    private int[] block(long number) {
        return Philox.words((int) number, (int) (number >>> 32), 0, NoiseStream.MEDIUM.number(),
                (int) seed, (int) (seed >>> 32));
    }

    private static int byteOf(int[] words, int place) {
        return words[place / 4] >>> 8 * (place % 4) & 0xFF;
    }
}
