package pfm.vector;

import java.util.Arrays;

import pfm.field.InsufficientMemoryException;
import pfm.simd.TileReadOut;

/** What the DACs give for some vectors, in the layout of {@link Gemm}, and what else sums of products are made of. */
final class TileVectors {
    /** Vectors at once: enough that reading a panel from memory is little beside using it. */
    private static final int MOST_ROWS = 256;
    /** Floats of x that are worth fewer vectors at once. */
    private static final long MOST_X = 1 << 21;
    /** Floats of sums that are worth fewer vectors at once, where tiles are large. */
    private static final long MOST_SUMS = 1 << 20;
    /** Pairs of a unit and a vector that are worth fewer vectors at once. */
    private static final long MOST_FLAGS = 1 << 24;

    private final int capacity;
    private final float[] x;
    /** |ξ|; null where nothing needs it. */
    private final float[] magnitudes;
    /** ξ²; null where nothing needs it. */
    private final float[] squares;
    /** ‖ξ‖² of each vector. */
    private final float[] norms;

    /** Room for so many vectors of {@code inputs} at most. */
    TileVectors(int capacity, int inputs, TileReadOut needs) {
        this.capacity = capacity;
        long size = Gemm.sizeOfX(capacity, inputs);
        x = floats(size);
        magnitudes = needs.drops() ? floats(size) : null;
        squares = needs.drops() || needs.readsSquares() ? floats(size) : null;
        norms = new float[needs.readsNorm() ? capacity : 0];
    }

    /** Vectors of so many inputs to take at once: a multiple of what a kernel takes. */
    static int capacity(int inputs, OutputUnits units) {
        long most = Math.min(MOST_X / Gemm.sizeOfX(1, inputs),
                Math.min(MOST_SUMS / units.mostStride(), MOST_FLAGS / units.count()));
        return Math.clamp(most, Gemm.ROWS, MOST_ROWS) / Gemm.ROWS * Gemm.ROWS;
    }

    /** So many zeros. */
    static float[] floats(long count) {
        try {
            return new float[Math.toIntExact(count)];
        } catch (ArithmeticException | OutOfMemoryError e) {
            throw new InsufficientMemoryException("scratch of a crossbar", count * Float.BYTES,
                    "the JVM's heap has no room for it", "use smaller tiles, or start java with a larger -Xmx");
        }
    }

    float[] x() {
        return x;
    }

    float[] magnitudes() {
        return magnitudes;
    }

    float[] squares() {
        return squares;
    }

    float norm(int v) {
        return norms.length == 0 ? 0 : norms[v];
    }

    /** Vector {@code from} becomes vector {@code to}. */
    void move(int from, int to, int inputs) {
        for (int j = 0; j < inputs; j += Gemm.DEPTH) {
            int depth = Math.min(Gemm.DEPTH, inputs - j);
            for (float[] values : new float[][] {x, magnitudes, squares}) {
                if (values != null) {
                    System.arraycopy(values, Gemm.indexOfX(capacity, from, j), values, Gemm.indexOfX(capacity, to, j),
                            depth);
                }
            }
        }
        if (norms.length > 0) {
            norms[to] = norms[from];
        }
    }

    /** Fills a vector with zeros. */
    void clear(int v, int inputs) {
        for (int j = 0; j < inputs; j += Gemm.DEPTH) {
            int at = Gemm.indexOfX(capacity, v, j);
            Arrays.fill(x, at, at + Math.min(Gemm.DEPTH, inputs - j), 0);
        }
    }

    /** Derives from a vector what is needed beside it. */
    void derive(int v, int inputs) {
        double norm = 0;
        for (int j = 0; j < inputs; j += Gemm.DEPTH) {
            int at = Gemm.indexOfX(capacity, v, j);
            int depth = Math.min(Gemm.DEPTH, inputs - j);
            if (magnitudes != null) {
                for (int i = at; i < at + depth; i++) {
                    magnitudes[i] = Math.abs(x[i]);
                }
            }
            if (squares != null) {
                for (int i = at; i < at + depth; i++) {
                    squares[i] = x[i] * x[i];
                }
            }
            for (int i = at; norms.length > 0 && i < at + depth; i++) {
                norm += (double) x[i] * x[i];
            }
        }
        if (norms.length > 0) {
            norms[v] = (float) norm;
        }
    }
}
