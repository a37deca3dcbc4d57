package pfm.vector;

import java.util.Arrays;

import pfm.analog.Crossbar;
import pfm.analog.InputScaling;
import pfm.field.InsufficientMemoryException;
import pfm.field.Matrix;

/**
 * Some vectors of a batch on their way through the tiles of a crossbar: stage (scale, DAC), product, finish (ADC, sum),
 * and again, with β doubled, for those that a tile's ADC clips. Each of the three can be shared among workers.
 */
final class TileBatch {
    /** Vectors at once: enough to hide the reading of weights behind arithmetic, few enough to stay in cache. */
    private static final int MOST_ROWS = 96;
    /** Floats of scratch that are worth fewer vectors at once. */
    private static final long SCRATCH = 1 << 20;
    /** Multiply-adds, and converted values, that are worth waking a worker for. */
    private static final long MACS = 1 << 17;
    private static final int CONVERSIONS = 1 << 13;

    private final Crossbar spec;
    private final Panels[] tiles;
    private final int outputs;
    private final int tileOutputs;
    private final int tileRows;
    private final int capacity;
    private final int pStride;
    /** What the DACs give, in the layout of {@link Gemm}. */
    private final float[] x;
    /** What the ADCs get, {@code [vector][pStride]}. */
    private final float[] p;
    /** Scratch of the products, {@code [worker][Gemm.SCRATCH]}. */
    private final float[] sums;
    private final float[] alpha;
    /** {@code [tile row][vector]}: which tile clipped which vector. */
    private final boolean[] clipped;
    /** Rows of the batch that are on their way. */
    private final int[] active;

    private final Workers.Range stage = this::stage;
    private final Workers.Range product = this::product;
    private final Workers.Range finish = this::finish;

    private Matrix in;
    private Matrix out;
    private Workers workers;
    private int count;
    private int tile;
    private int firstTileRow;
    private int lastTileRow;
    private int firstPanel;
    private float beta;

    TileBatch(Crossbar spec, Panels[] tiles, int workers) {
        this.spec = spec;
        this.tiles = tiles;
        this.outputs = tiles[0].outputs;
        this.tileOutputs = Math.min(spec.tileOutputs(), outputs);
        this.tileRows = Math.ceilDiv(outputs, tileOutputs);
        this.pStride = tiles[0].count * Panels.WIDTH + 16; // not a power of two, for the sets of the cache
        long floats = Gemm.sizeOfX(1, tiles[0].inputs) + pStride;
        this.capacity = Math.clamp(SCRATCH / floats, Gemm.ROWS, MOST_ROWS) / Gemm.ROWS * Gemm.ROWS;
        this.x = floats(Gemm.sizeOfX(capacity, tiles[0].inputs));
        this.p = floats((long) capacity * pStride);
        this.sums = new float[workers * Gemm.SCRATCH];
        this.alpha = new float[capacity];
        this.clipped = new boolean[tileRows * capacity];
        this.active = new int[capacity];
    }

    private static float[] floats(long count) {
        try {
            return new float[Math.toIntExact(count)];
        } catch (ArithmeticException | OutOfMemoryError e) {
            throw new InsufficientMemoryException("scratch of a crossbar", count * Float.BYTES,
                    "the JVM's heap has no room for it", "use smaller tiles, or start java with a larger -Xmx");
        }
    }

    /** Most vectors of one call of {@link #multiply}. */
    int capacity() {
        return capacity;
    }

    /** Sends rows {@code first … first + rows − 1} of the batch through; {@code workers} share the work, or null. */
    void multiply(Matrix in, Matrix out, int first, int rows, Workers workers) {
        this.in = in;
        this.out = out;
        this.workers = workers;
        for (tile = 0; tile < tiles.length; tile++) {
            activate(first, rows);
            pass(0, tileRows);
            for (int r = 0; r < tileRows && spec.iterativeBounds(); r++) {
                activate(first, rows);
                while (keepClipped(r)) {
                    beta *= 2;
                    pass(r, r + 1);
                }
            }
        }
    }

    private void activate(int first, int rows) {
        for (int v = 0; v < rows; v++) {
            active[v] = first + v;
        }
        count = rows;
        beta = 1;
    }

    private boolean keepClipped(int tileRow) {
        int kept = 0;
        for (int v = 0; v < count; v++) {
            if (clipped[tileRow * capacity + v]) {
                active[kept++] = active[v];
            }
        }
        count = kept;
        return count > 0;
    }

    /** Stage, product and finish of the active rows, in tile rows {@code first … last − 1}. */
    private void pass(int first, int last) {
        firstTileRow = first;
        lastTileRow = last;
        firstPanel = startOfTile(first) / Panels.WIDTH;
        int panels = Math.ceilDiv(startOfTile(last), Panels.WIDTH) - firstPanel;
        share(count, CONVERSIONS / tiles[tile].inputs, stage);
        share(panels, (int) (MACS / ((long) tiles[tile].inputs * Panels.WIDTH * count)), product);
        share(count, CONVERSIONS / outputs, finish);
    }

    private void share(int indices, int grain, Workers.Range range) {
        if (workers == null) {
            range.run(0, 0, indices);
        } else {
            workers.split(indices, Math.max(1, grain), range);
        }
    }

    private void stage(int worker, int from, int to) {
        int inputs = tiles[tile].inputs;
        for (int v = from; v < to; v++) {
            long at = ((long) active[v] * in.columns() + (long) tile * spec.tileInputs()) * Float.BYTES;
            float a = alpha(at, inputs);
            alpha[v] = a < Float.MIN_NORMAL ? 0 : a;
            float scale = 1 / a / beta;
            for (int j = 0; j < inputs; j += Gemm.DEPTH) {
                int depth = Math.min(Gemm.DEPTH, inputs - j);
                int xAt = Gemm.indexOfX(capacity, v, j);
                if (alpha[v] == 0) {
                    Arrays.fill(x, xAt, xAt + depth, 0);
                } else {
                    VectorConverter.scaleAndConvert(spec.dac(), scale, in.values(), at + 4L * j, depth, x, xAt);
                }
            }
        }
    }

    private float alpha(long at, int inputs) {
        return switch (spec.inputScaling()) {
            case InputScaling.None() -> 1;
            case InputScaling.Constant(float alpha) -> alpha;
            case InputScaling.AbsMax() -> VectorConverter.max(true, in.values(), at, inputs);
            case InputScaling.Max() -> VectorConverter.max(false, in.values(), at, inputs);
        };
    }

    private void product(int worker, int from, int to) {
        Gemm.multiply(tiles[tile], firstPanel + from, firstPanel + to, x, capacity, count, p, pStride,
                sums, worker * Gemm.SCRATCH);
    }

    private void finish(int worker, int from, int to) {
        for (int v = from; v < to; v++) {
            for (int r = firstTileRow; r < lastTileRow; r++) {
                int first = startOfTile(r);
                int length = startOfTile(r + 1) - first;
                int at = v * pStride + first;
                boolean again = spec.retries(beta) && VectorConverter.clipsAny(spec.adc(), p, at, length);
                clipped[r * capacity + v] = again;
                if (!again) {
                    VectorConverter.convertAndAdd(spec.adc(), p, at, length, alpha[v], beta, spec.outputScale(),
                            tile > 0, out.values(), ((long) active[v] * outputs + first) * Float.BYTES);
                }
            }
        }
    }

    private int startOfTile(int tileRow) {
        return tileRow == tileRows ? outputs : tileRow * tileOutputs;
    }
}
