package pfm.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** The generator against the known answers of its authors, and its draws against their distribution. */
class PhiloxTest {
    @Test
    void givesTheKnownAnswersOfRandom123() {
        assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, Philox.words(0, 0, 0, 0, 0, 0));
        assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
                Philox.words(-1, -1, -1, -1, -1, -1));
        assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                Philox.words(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    @Test
    void aDrawIsAWordOfTheBlockThatItsIndexNames() {
        long seed = 0x299f31d0a4093822L;
        int[] block = Philox.words(0x89abcdef, 0x01234567, 7, 0, 0xa4093822, 0x299f31d0);
        for (int i = 0; i < 4; i++) {
            assertEquals(block[i], Philox.word(seed, 7, (0x0123456789abcdefL << 2) + i));
        }
    }

    @Test
    void seedsAndStreamsAreDifferent() {
        Set<Integer> words = new HashSet<>();
        for (int stream = 0; stream < 10; stream++) {
            for (long seed : new long[] {0, 1, 1L << 32, -1}) {
                words.add(Philox.word(seed, stream, 0));
            }
        }
        assertEquals(40, words.size());
        assertNotEquals(Philox.word(1, 0, 0), Philox.word(1, 0, 1));
    }

    @Test
    void uniformDrawsFillTheOpenInterval() {
        int n = 100_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double u = Philox.uniform(42, 0, i);
            assertTrue(u > 0 && u < 1);
            sum += u;
            squares += (u - 0.5) * (u - 0.5);
        }
        assertEquals(0.5, sum / n, 5 * Math.sqrt(1.0 / 12 / n)); // 5 standard errors of the mean
        assertEquals(1.0 / 12, squares / n, 5 * Math.sqrt(1.0 / 180 / n)); // variance of (u − 1/2)² is 1/180
    }
}
