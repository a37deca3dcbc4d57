package pfm.vector;

import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.simd.Workers;

/** The tiles of a crossbar, and how the vectors of a batch are shared out among workers. */
final class VectorTiles {
    private final Workers workers;
    /** Scratch of each worker. */
    private final TileBatch[] batches;
    private final Workers.Range ownRows = this::multiply;

    private Matrix in;
    private Matrix out;

    /**
     * Takes converters and the size of a tile from {@code spec}, weights from {@code tiles}.
     *
     * @param tiles one for each part of the inputs, in their order
     */
    VectorTiles(Crossbar spec, Panels[] tiles, Workers workers) {
        this.workers = workers;
        this.batches = new TileBatch[workers.count()];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = new TileBatch(spec, tiles, workers.count());
        }
    }

    /**
     * Gives every worker vectors of its own if there are enough, else lets all workers share the work on each.
     *
     * @return passes of vectors through tiles that were repetitions
     */
    long multiply(Matrix in, Matrix out) {
        this.in = in;
        this.out = out;
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
            batch.multiply(in, out, row, Math.min(batch.capacity(), to - row), shared);
        }
    }
}
