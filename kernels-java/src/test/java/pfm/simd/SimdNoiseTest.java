package pfm.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;

/** The SIMD noise gives the same bits as {@link NoiseRow}, from every first sample and for every count. */
class SimdNoiseTest {
    private static final SimdNoise NOISE = new SimdNoise();
    private static final List<NoiseRow> ROWS = List.of(new NoiseRow(1, NoiseStream.OUTPUT_NOISE, 0, 0, 0),
            new NoiseRow(-1, NoiseStream.DETECTOR, 254, (1 << 24) - 1, (1L << 48) - 1),
            new NoiseRow(0x8000000180000001L, NoiseStream.INPUT_NOISE, 128, 7, 0xABCD80000001L));
    private static final int[] FIRST = {0, 1, 15, 16, 33, 63, 64, 1000, Integer.MAX_VALUE - 1100};
    private static final int[] COUNT = {0, 1, 2, 3, 7, 16, 17, 31, 64, 65, 131, 200, 513, 1100};

    @Test
    void rowsHaveTheBitsOfTheDefinition() {
        for (NoiseRow row : ROWS) {
            for (int first : FIRST) {
                for (int count : COUNT) {
                    float[] got = new float[count + 4];
                    NOISE.normals(row, first, count, got, 3);
                    assertEquals(0, got[2]);
                    assertEquals(0, got[count + 3]);
                    for (int i = 0; i < count; i++) {
                        same(row.normal(first + i), got[3 + i], row + " sample " + (first + i));
                    }
                }
            }
        }
    }

    @Test
    void noiseIsAddedWithOneRounding() {
        for (NoiseRow row : ROWS) {
            for (int first : FIRST) {
                for (int count : COUNT) {
                    added(row, first, count);
                }
            }
        }
    }

    private static void added(NoiseRow row, int first, int count) {
        float[] y = new float[count + 3];
        float[] sigma = new float[count + 1];
        float[] one = new float[count + 3];
        float[] each = new float[count + 3];
        for (int i = 0; i < count; i++) {
            y[2 + i] = i - 0.3f;
            sigma[1 + i] = 0.7f / (i + 1);
            one[2 + i] = Math.fma(row.normal(first + i), 0.06f, y[2 + i]);
            each[2 + i] = Math.fma(row.normal(first + i), sigma[1 + i], y[2 + i]);
        }
        float[] got = y.clone();
        NOISE.addNormals(row, first, count, 0.06f, got, 2);
        same(one, got, row + ", one sigma");
        got = y.clone();
        NOISE.addNormals(row, first, count, sigma, 1, got, 2);
        same(each, got, row + ", a sigma each");
    }

    private static void same(float[] expected, float[] got, String what) {
        for (int i = 0; i < expected.length; i++) {
            same(expected[i], got[i], what + " at " + i);
        }
    }

    private static void same(float expected, float got, String what) {
        assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(got),
                () -> what + " must be " + expected + ", was " + got);
    }
}
