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
    private final Workers workers;
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
        TileReadOut[] readOuts = new TileReadOut[tiles.length];
        Arrays.setAll(readOuts, t -> new TileReadOut(spec, t, tiles[t].inputs()));
        TileConverters converters = new TileConverters(spec);
        this.batches = new TileBatch[workers.count()];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = new TileBatch(spec, tiles, readOuts, alphas, converters, workers.count());
        }
    }

    /** Begins moving averages anew. */
    void reset() {
        alphas.reset();
    }

    /**
     * Gives every worker vectors of its own if there are enough, else lets all workers share the work on each.
     *
     * @param vector number of row 0
     * @return passes of vectors through tiles that were repetitions
     */
    long multiply(Matrix in, Matrix out, long vector) {
        this.in = in;
        this.out = out;
        this.firstVector = vector;
        alphas.begin(in);
        if (in.rows() >= batches[0].capacity() * workers.count()) {
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
