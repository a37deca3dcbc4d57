package pfm.vector;

import java.util.Arrays;

import pfm.simd.TileReadOut;

/** What the DACs give for some vectors, in the layout of {@link Gemm}, and what else sums of products are made of. */
final class TileVectors {
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
        x = TileBatch.floats(size);
        magnitudes = needs.drops() ? TileBatch.floats(size) : null;
        squares = needs.drops() || needs.readsSquares() ? TileBatch.floats(size) : null;
        norms = new float[needs.readsNorm() ? capacity : 0];
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
