package pfm.vector;

import java.util.Arrays;

import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.simd.SimdAlpha;
import pfm.simd.TileConverters;
import pfm.simd.TileReadOut;
import pfm.simd.Workers;

/** The tiles of a crossbar, and how the vectors of a batch are shared out among workers. */
final class VectorTiles {
    /** Weights that all workers read out of a cache that they share [byte]. */
    private static final long CACHED_WEIGHTS = 8 << 20;
    /** Vectors of a worker that are worth reading such weights. */
    private static final int FEW_ROWS = 4 * Gemm.ROWS;

    private final Workers workers;
    /** Vectors for each worker from which on it takes its own; fewer are shared output by output. */
    private final int ownFrom;
    /** Scratch of each worker. */
    private final TileBatch[] batches;
    private final SimdAlpha alphas;
    private final Workers.Range ownRows = this::multiply;

    private Matrix in;
    private Matrix out;
    private long firstVector;

    /**
     * Takes converters and the size of a tile from {@code spec}, weights from {@code tiles}.
     *
     * @param tiles one for each part of the inputs, in their order
     */
    VectorTiles(Crossbar spec, TilePanels[] tiles, Workers workers) {
        this.workers = workers;
        this.alphas = new SimdAlpha(spec);
        long weights = (long) spec.outputs() * spec.inputs() * Float.BYTES;
        TileReadOut[] readOuts = new TileReadOut[tiles.length];
        Arrays.setAll(readOuts, t -> new TileReadOut(spec, t, tiles[t].inputs()));
        TileConverters converters = new TileConverters(spec);
        this.batches = new TileBatch[workers.count()];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = new TileBatch(spec, tiles, readOuts, alphas, converters, workers.count());
        }
        this.ownFrom = Math.min(batches[0].capacity(), weights <= CACHED_WEIGHTS ? FEW_ROWS : Integer.MAX_VALUE);
    }

    /** Begins moving averages anew. */
    void reset() {
        alphas.reset();
    }

    /**
     * Gives every worker vectors of its own if there are enough, which spares waiting for each other, else lets all
     * workers share the work on each.
     *
     * @param vector number of row 0
     * @return passes of vectors through tiles that were repetitions
     */
    long multiply(Matrix in, Matrix out, long vector) {
        this.in = in;
        this.out = out;
        this.firstVector = vector;
        alphas.begin(in);
        if (in.rows() >= ownFrom * workers.count()) {
            workers.split(in.rows(), ownRows);
        } else {
            multiply(workers, batches[0], 0, in.rows());
        }
        long repetitions = 0;
        for (TileBatch batch : batches) {
            repetitions += batch.takeRepetitions();
        }
        return repetitions;
    }

    private void multiply(int worker, int from, int to) {
        multiply(null, batches[worker], from, to);
    }

    private void multiply(Workers shared, TileBatch batch, int from, int to) {
        for (int row = from; row < to; row += batch.capacity()) {
            batch.multiply(in, out, firstVector, row, Math.min(batch.capacity(), to - row), shared);
        }
    }
}
