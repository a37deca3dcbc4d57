package pfm.vector;

import java.util.Arrays;

import pfm.analog.Crossbar;
import pfm.field.InsufficientMemoryException;
import pfm.field.Matrix;
import pfm.simd.SimdConverter;
import pfm.simd.Workers;

/**
 * Some vectors of a batch on their way through the tiles of a crossbar: stage (scale, DAC), product, finish (ADC,
 * sum), and again, with β doubled, for those that a tile's ADC clips. Each of the three can be shared among workers.
 * Outputs are taken in segments whose sums stay in cache.
 */
final class TileBatch {
    /** Vectors at once: enough that reading a panel from memory is little beside using it. */
    private static final int MOST_ROWS = 256;
    /** Floats of x that are worth fewer vectors at once. */
    private static final long MOST_X = 1 << 21;
    /** Floats of sums that stay in the cache of a core. */
    private static final int CACHED_SUMS = 1 << 17;
    /** Floats of sums that are worth fewer vectors at once, where tiles are large. */
    private static final int MOST_SUMS = 1 << 20;
    /** Pairs of a unit and a vector that are worth fewer vectors at once. */
    private static final int MOST_FLAGS = 1 << 24;
    /** Floats between rows of sums that keep them from the same sets of the cache. */
    private static final int PADDING = 16;
    /** Multiply-adds, and converted values, that are worth waking a worker for. */
    private static final long MACS = 1 << 17;
    private static final int CONVERSIONS = 1 << 13;

    private final Crossbar spec;
    private final Panels[] tiles;
    private final int outputs;
    /** Outputs that are finished together, since they share β, or since they lie in a panel. */
    private final int unit;
    private final int units;
    private final int capacity;
    /** What the DACs give, in the layout of {@link Gemm}. */
    private final float[] x;
    /** What the ADCs get, {@code [vector][pStride]}, of a segment of units. */
    private final float[] p;
    /** Scratch of the products, {@code [worker][Gemm.SCRATCH]}. */
    private final float[] sums;
    private final float[] alpha;
    /** {@code [unit][vector]}: where β has to grow. */
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
    private float beta;
    private int firstUnit;
    private int lastUnit;
    private int firstPanel;
    private int pStride;
    private long repetitions;

    TileBatch(Crossbar spec, Panels[] tiles, int workers) {
        this.spec = spec;
        this.tiles = tiles;
        this.outputs = tiles[0].outputs;
        this.unit = spec.iterativeBounds() ? Math.min(spec.tileOutputs(), outputs) : Panels.WIDTH;
        this.units = Math.ceilDiv(outputs, unit);
        long row = unit + 2L * Panels.WIDTH + PADDING; // a unit may begin and end within a panel
        long most = Math.min(Math.min(MOST_X / Gemm.sizeOfX(1, tiles[0].inputs), MOST_SUMS / row), MOST_FLAGS / units);
        this.capacity = Math.clamp(most, Gemm.ROWS, MOST_ROWS) / Gemm.ROWS * Gemm.ROWS;
        this.x = floats(Gemm.sizeOfX(capacity, tiles[0].inputs));
        this.p = floats(Math.max(CACHED_SUMS, capacity * row));
        this.sums = new float[workers * Gemm.SCRATCH];
        this.alpha = new float[capacity];
        this.clipped = new boolean[spec.iterativeBounds() ? units * capacity : 0];
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

    /** Passes that were repetitions since the last call. */
    long takeRepetitions() {
        long taken = repetitions;
        repetitions = 0;
        return taken;
    }

    /** Sends rows {@code first … first + rows − 1} of the batch through; {@code workers} share the work, or null. */
    void multiply(Matrix in, Matrix out, int first, int rows, Workers workers) {
        this.in = in;
        this.out = out;
        this.workers = workers;
        for (tile = 0; tile < tiles.length; tile++) {
            boolean staged = false;
            for (int u = 0; u < units; u = lastUnit) {
                activate(first, rows);
                if (!staged) {
                    stageActive();
                }
                pass(u, endOfSegment(u, rows));
                staged = !(spec.iterativeBounds() && retry(first, rows));
            }
        }
    }

    /** The most units from u on whose sums fit. */
    private int endOfSegment(int u, int rows) {
        int end = u + 1;
        while (end < units && (long) Math.ceilDiv(rows, Gemm.ROWS) * Gemm.ROWS * stride(u, end + 1) <= p.length) {
            end++;
        }
        return end;
    }

    private void activate(int first, int rows) {
        for (int v = 0; v < rows; v++) {
            active[v] = first + v;
        }
        count = rows;
        beta = 1;
    }

    private void stageActive() {
        share(count, CONVERSIONS / tiles[tile].inputs, stage);
    }

    /** Product and finish of the active rows, for some units. */
    private void pass(int first, int last) {
        firstUnit = first;
        lastUnit = last;
        firstPanel = start(first) / Panels.WIDTH;
        pStride = stride(first, last);
        long macs = (long) tiles[tile].inputs * Panels.WIDTH * count;
        share((pStride - PADDING) / Panels.WIDTH, (int) (MACS / macs), product);
        share(count, CONVERSIONS / outputs, finish);
    }

    /** Repeats the units of the last pass with β doubled, each for the rows that it clipped; whether there were any. */
    private boolean retry(int first, int rows) {
        boolean any = false;
        int end = lastUnit;
        for (int u = firstUnit; u < end; u++) {
            activate(first, rows);
            while (keepClipped(u)) {
                any = true;
                beta *= 2;
                repetitions += count;
                stageActive();
                pass(u, u + 1);
            }
        }
        lastUnit = end;
        return any;
    }

    private boolean keepClipped(int u) {
        int kept = 0;
        for (int v = 0; v < count; v++) {
            if (clipped[u * capacity + v]) {
                active[kept++] = active[v];
            }
        }
        count = kept;
        return count > 0;
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
            float a = SimdConverter.alpha(spec.inputScaling(), in.values(), at, inputs);
            alpha[v] = a < Float.MIN_NORMAL ? 0 : a;
            float scale = 1 / a / beta;
            for (int j = 0; j < inputs; j += Gemm.DEPTH) {
                int depth = Math.min(Gemm.DEPTH, inputs - j);
                int xAt = Gemm.indexOfX(capacity, v, j);
                if (alpha[v] == 0) {
                    Arrays.fill(x, xAt, xAt + depth, 0);
                } else {
                    SimdConverter.scaleAndConvert(spec.dac(), scale, in.values(), at + 4L * j, depth, x, xAt);
                }
            }
        }
    }

    private void product(int worker, int from, int to) {
        Gemm.multiply(tiles[tile], firstPanel + from, firstPanel + to, x, capacity, count,
                p, from * Panels.WIDTH, pStride, sums, worker * Gemm.SCRATCH);
    }

    private void finish(int worker, int from, int to) {
        for (int v = from; v < to; v++) {
            if (spec.iterativeBounds()) {
                for (int u = firstUnit; u < lastUnit; u++) {
                    int at = v * pStride + start(u) - firstPanel * Panels.WIDTH;
                    int length = start(u + 1) - start(u);
                    boolean again = spec.retries(beta) && SimdConverter.clipsAny(spec.adc(), p, at, length);
                    clipped[u * capacity + v] = again;
                    if (!again) {
                        convert(v, start(u), start(u + 1));
                    }
                }
            } else {
                convert(v, start(firstUnit), start(lastUnit));
            }
        }
    }

    /** Sends some sums of a row through the ADC. */
    private void convert(int v, int first, int last) {
        int at = v * pStride + first - firstPanel * Panels.WIDTH;
        long outAt = ((long) active[v] * outputs + first) * Float.BYTES;
        SimdConverter.convertAndAdd(spec.adc(), p, at, last - first, alpha[v], beta, spec.outputScale(), tile > 0,
                out.values(), outAt);
    }

    /** The first output of a unit; of the one after the last, the count of outputs. */
    private int start(int u) {
        return u == units ? outputs : u * unit;
    }

    /** Floats between rows of sums of some units: whole panels, and padding. */
    private int stride(int first, int last) {
        int panels = Math.ceilDiv(start(last), Panels.WIDTH) - start(first) / Panels.WIDTH;
        return panels * Panels.WIDTH + PADDING;
    }
}
