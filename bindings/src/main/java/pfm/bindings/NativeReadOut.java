package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.analog.Crossbar;
import pfm.simd.SimdNoise;
import pfm.simd.TileReadOut;

/**
 * What lies between DAC, products and ADC of a {@link NativeTileBatch}, one vector at a time, on the heap, where
 * {@link TileReadOut} computes it.
 */
final class NativeReadOut {
    private final int outputs;
    /** |ξ| and ξ², {@code [vector][inputs of the tile]}; null where nothing needs them. */
    private final MemorySegment magnitudes;
    private final MemorySegment squares;
    /** Sums that the voltage drop and read noise need, {@code [vector][outputs]}; null where nothing needs them. */
    private final MemorySegment current;
    private final MemorySegment far;
    private final MemorySegment ofSquares;
    private final SimdNoise random = new SimdNoise();
    private final float[] norms;
    private final float[] vector;
    private final float[] derived;
    private final float[] y;
    private final float[] a;
    private final float[] b;

    NativeReadOut(Crossbar spec, int capacity, int inputs, TileReadOut needs, Arena arena) {
        outputs = spec.outputs();
        long vectors = (long) capacity * inputs;
        long sums = (long) capacity * outputs;
        magnitudes = needs.drops() ? NativeTileBatch.floats(vectors, arena) : null;
        squares = needs.readsSquares() ? NativeTileBatch.floats(vectors, arena) : null;
        current = needs.drops() ? NativeTileBatch.floats(sums, arena) : null;
        far = needs.drops() ? NativeTileBatch.floats(sums, arena) : null;
        ofSquares = needs.readsSquares() ? NativeTileBatch.floats(sums, arena) : null;
        norms = new float[capacity];
        vector = new float[inputs];
        derived = new float[inputs];
        y = new float[outputs];
        a = new float[outputs];
        b = new float[outputs];
    }

    MemorySegment magnitudes() {
        return magnitudes;
    }

    MemorySegment squares() {
        return squares;
    }

    MemorySegment current() {
        return current;
    }

    MemorySegment far() {
        return far;
    }

    MemorySegment ofSquares() {
        return ofSquares;
    }

    /** What follows the DAC for vector {@code v}, and what is derived of it. */
    void feed(TileReadOut tile, int v, MemorySegment xi, int inputs, boolean lit, int round, long number) {
        long at = (long) v * inputs * Float.BYTES;
        take(xi, at, inputs, vector);
        if (lit && tile.feeds()) {
            tile.feed(vector, 0, 0, inputs, round, number, random);
            put(vector, inputs, xi, at);
        }
        double norm = 0;
        for (int i = 0; tile.readsNorm() && i < inputs; i++) {
            norm += (double) vector[i] * vector[i];
        }
        norms[v] = (float) norm;
        if (magnitudes != null) {
            for (int i = 0; i < inputs; i++) {
                derived[i] = Math.abs(vector[i]);
            }
            put(derived, inputs, magnitudes, at);
        }
        if (squares != null) {
            for (int i = 0; i < inputs; i++) {
                derived[i] = vector[i] * vector[i];
            }
            put(derived, inputs, squares, at);
        }
    }

    /** Makes what the ADC gets of the sums of {@code count} outputs from {@code first} on, at byte {@code at}. */
    void read(TileReadOut tile, int v, MemorySegment p, long at, int first, int count, int round, long number) {
        take(p, at, count, y);
        if (far != null) {
            take(current, at, count, a);
            take(far, at, count, b);
            tile.drop(y, a, b, 0, count);
        }
        if (ofSquares != null) {
            take(ofSquares, at, count, a);
        }
        tile.read(y, a, 0, norms[v], first, count, round, number, random);
        put(y, count, p, at);
    }

    private static void take(MemorySegment from, long at, int count, float[] to) {
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, at, to, 0, count);
    }

    private static void put(float[] from, int count, MemorySegment to, long at) {
        MemorySegment.copy(from, 0, to, ValueLayout.JAVA_FLOAT, at, count);
    }
}
