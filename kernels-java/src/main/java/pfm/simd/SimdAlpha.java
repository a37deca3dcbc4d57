package pfm.simd;

import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.analog.MovingAverage;
import pfm.field.Matrix;

/** α of every vector and part of the inputs; a moving average is taken before the vectors are shared out. */
public final class SimdAlpha {
    private final Crossbar spec;
    /** Null where nothing is averaged. */
    private final MovingAverage average;
    private float[] averaged = {};
    private Matrix batch;

    /** The α of a crossbar. */
    public SimdAlpha(Crossbar spec) {
        this.spec = spec;
        this.average = spec.inputScaling() instanceof InputScaling.AverageAbsMax scaling
                ? new MovingAverage(scaling, spec.inputTiles()) : null;
    }

    /** Takes up a batch. */
    public void begin(Matrix x) {
        batch = x;
        if (average == null) {
            return;
        }
        int tiles = spec.inputTiles();
        if (averaged.length < x.rows() * tiles) {
            averaged = new float[x.rows() * tiles];
        }
        for (int row = 0; row < x.rows(); row++) {
            for (int tile = 0; tile < tiles; tile++) {
                averaged[row * tiles + tile] = average.next(tile, plain(row, tile));
            }
        }
    }

    /** α of a row of the batch. */
    public float of(int row, int tile) {
        return average == null ? plain(row, tile) : averaged[row * spec.inputTiles() + tile];
    }

    private float plain(int row, int tile) {
        int first = tile * spec.tileInputs();
        long at = ((long) row * batch.columns() + first) * Float.BYTES;
        return SimdConverter.alpha(spec.inputScaling(), batch.values(), at,
                Math.min(spec.tileInputs(), spec.inputs() - first));
    }

    /** Begins averages anew. */
    public void reset() {
        if (average != null) {
            average.reset();
        }
    }
}
