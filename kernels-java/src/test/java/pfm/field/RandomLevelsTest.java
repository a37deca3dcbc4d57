package pfm.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.Test;

import pfm.noise.NoiseStream;
import pfm.noise.Philox;

class RandomLevelsTest {
    private static final long FAR = (1L << 40) + 5;

    @Test
    void bytesAreThoseOfTheWordsLowestFirst() {
        int[] words = Philox.words(3, 0, 0, NoiseStream.MEDIUM.number(), 9, 1);
        RandomLevels all = new RandomLevels(1L << 32 | 9, 256);
        for (int place = 0; place < 16; place++) {
            assertEquals(words[place / 4] >>> 8 * (place % 4) & 255, all.level(3 * 16 + place));
        }
    }

    @Test
    void whatIsStagedIsWhatIsRead() {
        Samples samples = Samples.random(new RandomLevels(2, 5), 1L << 41, -0.5, 0.25);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment staged = arena.allocate(100);
            for (long first : new long[] {0, 1, 15, 16, 17, FAR}) {
                samples.stage(first, 100, staged);
                for (int i = 0; i < 100; i++) {
                    int level = staged.get(ValueLayout.JAVA_BYTE, i);
                    assertEquals(samples.get(first + i), -0.5 + 0.25 * level);
                }
            }
        }
    }

    @Test
    void levelsAreEquallyLikely() {
        RandomLevels levels = new RandomLevels(3, 5);
        int[] counts = new int[5];
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            counts[levels.level(i)]++;
        }
        for (int level = 0; level < 5; level++) { // 51 or 52 of 256 bytes; five standard deviations
            double expected = draws * (level == 0 ? 52 : 51) / 256.0;
            assertEquals(expected, counts[level], 5 * Math.sqrt(expected), "level " + level);
        }
    }

    @Test
    void theyHaveNoMemoryAndCannotBeSet() {
        Samples samples = Samples.random(new RandomLevels(2, 5), 100, 0, 1);
        assertThrows(IllegalStateException.class, samples::segment);
        assertThrows(IllegalStateException.class, () -> samples.set(1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> samples.get(100));
        assertThrows(IndexOutOfBoundsException.class, () -> samples.stage(90, 11, MemorySegment.NULL));
        assertThrows(IllegalArgumentException.class, () -> new RandomLevels(1, 257));
    }
}
