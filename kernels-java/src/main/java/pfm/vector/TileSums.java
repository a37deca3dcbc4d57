package pfm.vector;

import pfm.simd.SimdNoise;
import pfm.simd.TileReadOut;

/** Sums over the inputs of a tile, {@code [vector][stride]}, of some outputs: what its results are made of. */
final class TileSums {
    private static final int SCRATCH = Math.max(Gemm.SCRATCH, DropSums.SCRATCH);

    private final float[] products;
    /** Σ|W||ξ|; null where nothing needs it. */
    private final float[] current;
    /** Those of the voltage drop; null where nothing needs them. */
    private final float[] far;
    /** Σ|W|ξ²; null where nothing needs it. */
    private final float[] squares;
    /** Fills all four where lines drop voltage; else null. */
    private final DropSums drops;
    /** Scratch of the products, {@code [worker][SCRATCH]}. */
    private final float[] scratch;

    TileSums(long size, int workers, TileReadOut needs) {
        products = TileVectors.floats(size);
        current = needs.drops() ? TileVectors.floats(size) : null;
        far = needs.drops() ? TileVectors.floats(size) : null;
        squares = needs.drops() || needs.readsSquares() ? TileVectors.floats(size) : null;
        drops = needs.drops() ? new DropSums(products, current, far, squares) : null;
        scratch = new float[workers * SCRATCH];
    }

    /** W ξ, then what the ADCs get. */
    float[] products() {
        return products;
    }

    /** Floats that each sum has room for. */
    int size() {
        return products.length;
    }

    /** Sums of panels {@code first … last − 1} for so many vectors; the first goes to column {@code at}. */
    void multiply(TilePanels w, int first, int last, TileVectors x, int capacity, int rows, int at, int stride,
            int worker) {
        int scratchAt = worker * SCRATCH;
        if (drops != null) {
            drops.multiply(w.weights(), first, last, x, capacity, rows, at, stride, scratch, scratchAt);
            return;
        }
        Gemm.multiply(w.weights(), first, last, x.x(), capacity, rows, products, at, stride, scratch, scratchAt);
        if (squares != null) {
            Gemm.multiply(w.magnitude(), first, last, x.squares(), capacity, rows, squares, at, stride, scratch,
                    scratchAt);
        }
    }

    /** Makes what the ADCs get of the sums of outputs {@code first …}, which lie at {@code at}. */
    void read(TileReadOut readOut, int at, float norm, int first, int count, int round, long vector,
            SimdNoise random) {
        if (drops != null) {
            readOut.drop(products, current, far, at, count);
        }
        readOut.read(products, squares, at, norm, first, count, round, vector, random);
    }
}
