package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.fft.FftRecipe;
import pfm.noise.Philox;
import pfm.simd.Lanes;
import pfm.tuning.Tuning;

/** Transforms of lines of blocks against the definition, in every lane. */
class LineFftTest {
    private static final double UNIT_ROUNDOFF = 0x1p-24;
    private static final VectorTuning TUNING = new VectorTuning(Tuning.defaults());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 21, 24, 30, 32, 35, 48, 49, 60, 64,
        97, 101, 120, 127, 128, 200, 210, 256, 257, 343, 384, 400, 512, 625, 1000, 1021, 1024, 1536, 2048})
    void agreesWithTheDefinitionAndComesBack(int n) {
        FftRecipe recipe = FftRecipe.of(n);
        LineFft fft = LineFft.of(recipe, TUNING);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment line = arena.allocate((n + 2) * Lanes.BLOCK, 64);
            MemorySegment scratch = arena.allocate(fft.scratchBlocks() * Lanes.BLOCK + 1, 64);
            scratch.fill((byte) 0x7f); // dirty: huge numbers that must not leak
            double[][] x = random(n, line);
            List<Integer> bounds = new ArrayList<>(List.of(0));
            fft.forward(line, Lanes.BLOCK, scratch, (from, to) -> {
                assertEquals(bounds.getLast(), from);
                bounds.add(to);
            });
            assertEquals(n, bounds.getLast());
            double bound = bound(recipe);
            for (int lane = 0; lane < Lanes.COUNT; lane += Lanes.COUNT - 1) {
                double[] expected = transform(x[lane]);
                double error = 0;
                double norm = 0;
                for (int p = 0; p < n; p++) {
                    int k = recipe.frequency(p);
                    error += Math.pow(get(line, p + 1, lane, 0) - expected[2 * k], 2)
                            + Math.pow(get(line, p + 1, lane, 1) - expected[2 * k + 1], 2);
                    norm += expected[2 * k] * expected[2 * k] + expected[2 * k + 1] * expected[2 * k + 1];
                }
                assertTrue(Math.sqrt(error / norm) <= bound, n + ": " + Math.sqrt(error / norm) + " > " + bound);
            }
            fft.inverse(line, Lanes.BLOCK, scratch, (from, to) -> { });
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                double error = 0;
                double norm = 0;
                for (int p = 0; p < n; p++) {
                    error += Math.pow(get(line, p + 1, lane, 0) / n - x[lane][2 * p], 2)
                            + Math.pow(get(line, p + 1, lane, 1) / n - x[lane][2 * p + 1], 2);
                    norm += x[lane][2 * p] * x[lane][2 * p] + x[lane][2 * p + 1] * x[lane][2 * p + 1];
                }
                assertTrue(Math.sqrt(error / norm) <= 2 * bound, n + " there and back: " + Math.sqrt(error / norm));
            }
            for (int part = 0; part < 2; part++) {
                assertEquals(7, get(line, 0, 0, part), "the block before");
                assertEquals(7, get(line, n + 1, 0, part), "the block behind");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 60, 256, 512, 1000})
    void filteringIsForwardThenProductThenInverse(int n) {
        LineFft fft = LineFft.of(FftRecipe.of(n), TUNING);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment one = arena.allocate((n + 2) * Lanes.BLOCK, 64);
            MemorySegment other = arena.allocate((n + 2) * Lanes.BLOCK, 64);
            MemorySegment scratch = arena.allocate(fft.scratchBlocks() * Lanes.BLOCK + 1, 64);
            random(n, one);
            other.copyFrom(one);
            LineFft.Stretch none = (from, to) -> { };
            fft.forward(one, Lanes.BLOCK, scratch, (from, to) -> product(one, from, to));
            fft.inverse(one, Lanes.BLOCK, scratch, none);
            fft.filter(other, Lanes.BLOCK, scratch, (last, line, at, from, to) -> {
                last.forward(line, at);
                product(line, from, to);
                last.inverse(line, at);
            });
            assertArrayEquals(one.toArray(ValueLayout.JAVA_INT), other.toArray(ValueLayout.JAVA_INT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 7, 8, 15, 16, 48, 64, 100, 256, 400, 512, 1000})
    void aTableOfFactorsGivesTheSameBitsInRegistersAndBetweenStages(int n) {
        LineFft fft = LineFft.of(FftRecipe.of(n), TUNING);
        int[] row = new int[n];
        Arrays.setAll(row, p -> (n - p) / 2);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment one = arena.allocate((n + 2) * Lanes.BLOCK, 64);
            MemorySegment other = arena.allocate((n + 2) * Lanes.BLOCK, 64);
            MemorySegment table = arena.allocate((n + 2) * Lanes.BLOCK, 64);
            random(n, table);
            random(n, one);
            other.copyFrom(one);
            fft.filter(one, Lanes.BLOCK, one, (last, line, at, from, to) -> {
                last.forward(line, at);
                Pointwise.multiplyRows(line, at, to - from, table, Lanes.BLOCK, row, from, Pointwise.DESCENDING);
                last.inverse(line, at);
            });
            fft.filter(other, Lanes.BLOCK, other, (last, line, at, from, to) ->
                    last.filter(line, at, to - from, table, Lanes.BLOCK, n / 2 + 1, row, from, Pointwise.DESCENDING));
            assertArrayEquals(one.toArray(ValueLayout.JAVA_INT), other.toArray(ValueLayout.JAVA_INT));
        }
    }

    @Test
    void aLineOutsideItsSegmentIsRefusedBeforeMemoryIsTouched() {
        LineFft fft = LineFft.of(FftRecipe.of(60), TUNING);
        LineFft.Stretch none = (from, to) -> { };
        MemorySegment closed;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment line = arena.allocate(60 * Lanes.BLOCK, 64);
            closed = line;
            fft.forward(line, 0, MemorySegment.NULL, none);
            for (long base : new long[] {4, -4, Lanes.BLOCK, Long.MAX_VALUE}) {
                assertThrows(IndexOutOfBoundsException.class, () -> fft.forward(line, base, MemorySegment.NULL, none));
                assertThrows(IndexOutOfBoundsException.class, () -> fft.inverse(line, base, MemorySegment.NULL, none));
            }
            assertThrows(IllegalStateException.class,
                    () -> fft.forward(line.asReadOnly(), 0, MemorySegment.NULL, none));
        }
        assertThrows(IllegalStateException.class, () -> fft.forward(closed, 0, MemorySegment.NULL, none));
        MemorySegment heap = MemorySegment.ofArray(new float[60 * 2 * Lanes.COUNT]);
        assertThrows(IllegalStateException.class, () -> fft.forward(heap, 0, MemorySegment.NULL, none));
    }

    private static void product(MemorySegment line, int from, int to) {
        for (int p = from; p < to; p++) {
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                set(line, p + 1, lane, 0, get(line, p + 1, lane, 0) * (p + 1));
            }
        }
    }

    /**
     * 4 u log2 n for a chain, three of them, of the longer length, for a convolution; one rounding for a chain of
     * nothing.
     */
    private static double bound(FftRecipe recipe) {
        int n = recipe.chirp().map(c -> c.convolution().length()).orElse(recipe.length());
        double chain = 4 * UNIT_ROUNDOFF * Math.max(1, Math.log(n) / Math.log(2));
        return recipe.chirp().isPresent() ? 3 * chain : chain;
    }

    private static double[][] random(int n, MemorySegment line) {
        double[][] x = new double[Lanes.COUNT][2 * n];
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            for (int p = 0; p < n; p++) {
                for (int part = 0; part < 2; part++) {
                    float value = (float) (2 * Philox.uniform(n, lane, 2L * p + part) - 1);
                    x[lane][2 * p + part] = value;
                    set(line, p + 1, lane, part, value);
                }
            }
            for (int part = 0; part < 2; part++) {
                set(line, 0, lane, part, 7);
                set(line, n + 1, lane, part, 7);
            }
        }
        return x;
    }

    private static double[] transform(double[] x) {
        int n = x.length / 2;
        double[] cos = new double[n];
        double[] sin = new double[n];
        for (int j = 0; j < n; j++) {
            cos[j] = Math.cos(2 * Math.PI * j / n);
            sin[j] = -Math.sin(2 * Math.PI * j / n);
        }
        double[] sum = new double[2 * n];
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                int w = (int) ((long) j * k % n);
                sum[2 * k] += x[2 * j] * cos[w] - x[2 * j + 1] * sin[w];
                sum[2 * k + 1] += x[2 * j] * sin[w] + x[2 * j + 1] * cos[w];
            }
        }
        return sum;
    }

    private static float get(MemorySegment line, int block, int lane, int part) {
        return line.get(ValueLayout.JAVA_FLOAT, block * Lanes.BLOCK + part * Lanes.BYTES + lane * 4L);
    }

    private static void set(MemorySegment line, int block, int lane, int part, float value) {
        line.set(ValueLayout.JAVA_FLOAT, block * Lanes.BLOCK + part * Lanes.BYTES + lane * 4L, value);
    }
}
