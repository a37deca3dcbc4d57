package pfm.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SampleStatisticsTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void smallDifferencesOnALargeLevelKeepTheirDigits() {
        int count = 200_001; // several blocks, the last one partly filled
        Samples samples = Samples.zeros(Precision.FLOAT64, count, arena);
        for (int i = 0; i < count; i++) {
            samples.set(i, 1000 + 1e-6 * (i % 3 - 1)); // -1, 0, 1 equally often
        }
        SampleStatistics statistics = SampleStatistics.of(samples);
        assertEquals(1000 - 1e-6, statistics.lowest());
        assertEquals(1000 + 1e-6, statistics.highest());
        assertEquals(1000, statistics.mean(), 1e-12);
        // √(2/3)·1e-6; the values themselves are rounded to 1000·2⁻⁵³ = 1.1e-13
        assertEquals(Math.sqrt(2.0 / 3) * 1e-6, statistics.deviation(), 2e-13);
    }

    @Test
    void levelsAreCounted() {
        MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) 0, (byte) 255, (byte) 255, (byte) 0);
        SampleStatistics statistics = SampleStatistics.of(Samples.levels8(bytes, 4, -1, 0.01, "n"));
        assertEquals(-1, statistics.lowest());
        assertEquals(1.55, statistics.highest(), 1e-15); // -1 + 255/100, two roundings
        assertEquals(0.275, statistics.mean(), 1e-15);
        assertEquals(1.275, statistics.deviation(), 1e-15);
    }

    @Test
    void aConstantDoesNotDeviate() {
        assertEquals(new SampleStatistics(0.1f, 0.1f, 0.1f, 0),
                SampleStatistics.of(Samples.of(new float[] {0.1f, 0.1f}, arena)));
    }

    @Test
    void theFirstValueThatIsNoNumberIsNamed() {
        float[] values = new float[70_000];
        values[66_000] = Float.NaN;
        values[66_001] = Float.POSITIVE_INFINITY;
        assertEquals("values of samples must be finite everywhere, was NaN at entry 66000",
                assertThrows(IllegalArgumentException.class, () -> SampleStatistics.of(Samples.of(values, arena)))
                        .getMessage());
    }
}
