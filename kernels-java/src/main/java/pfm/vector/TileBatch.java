package pfm.vector;

import pfm.analog.Crossbar;
import pfm.field.InsufficientMemoryException;
import pfm.field.Matrix;
import pfm.simd.SimdAlpha;
import pfm.simd.TileConverters;
import pfm.simd.TileReadOut;
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
    private final TilePanels[] tiles;
    /** One for each part of the inputs. */
    private final TileReadOut[] readOuts;
    private final SimdAlpha alphas;
    private final TileConverters converters;
    private final boolean disturbs;
    private final int outputs;
    /** Outputs that are finished together, since they share β, or since they lie in a panel. */
    private final int unit;
    private final int units;
    private final int capacity;
    private final TileVectors vectors;
    private final TileSums sums;
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
    /** Number of row 0 of the batch. */
    private long firstVector;
    private int round;

    TileBatch(Crossbar spec, TilePanels[] tiles, TileReadOut[] readOuts, SimdAlpha alphas, TileConverters converters,
            int workers) {
        this.spec = spec;
        this.tiles = tiles;
        this.readOuts = readOuts;
        this.alphas = alphas;
        this.converters = converters;
        this.disturbs = spec.tile().disturbs();
        this.outputs = tiles[0].outputs();
        this.unit = spec.iterativeBounds() ? Math.min(spec.tileOutputs(), outputs) : Panels.WIDTH;
        this.units = Math.ceilDiv(outputs, unit);
        long row = unit + 2L * Panels.WIDTH + PADDING; // a unit may begin and end within a panel
        long mostX = MOST_X / Gemm.sizeOfX(1, tiles[0].inputs());
        long most = Math.min(mostX, Math.min(MOST_SUMS / row, MOST_FLAGS / units));
        this.capacity = Math.clamp(most, Gemm.ROWS, MOST_ROWS) / Gemm.ROWS * Gemm.ROWS;
        this.vectors = new TileVectors(capacity, tiles[0].inputs(), readOuts[0]);
        int cached = CACHED_SUMS / (readOuts[0].drops() ? DropSums.COUNT : 1);
        this.sums = new TileSums(Math.max(cached, capacity * row), workers, readOuts[0]);
        this.alpha = new float[capacity];
        this.clipped = new boolean[spec.iterativeBounds() ? units * capacity : 0];
        this.active = new int[capacity];
    }

    static float[] floats(long count) {
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

    /**
     * Sends rows {@code first … first + rows − 1} of the batch through; {@code workers} share the work, or null.
     *
     * @param vector number of row 0
     */
    void multiply(Matrix in, Matrix out, long vector, int first, int rows, Workers workers) {
        this.in = in;
        this.firstVector = vector;
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
        while (end < units && (long) Math.ceilDiv(rows, Gemm.ROWS) * Gemm.ROWS * stride(u, end + 1) <= sums.size()) {
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
        round = 0;
    }

    private void stageActive() {
        share(count, CONVERSIONS / tiles[tile].inputs(), stage);
    }

    /** Product and finish of the active rows, for some units. */
    private void pass(int first, int last) {
        firstUnit = first;
        lastUnit = last;
        firstPanel = start(first) / Panels.WIDTH;
        pStride = stride(first, last);
        long macs = (long) tiles[tile].inputs() * Panels.WIDTH * count;
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
                round++;
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
        int inputs = tiles[tile].inputs();
        TileReadOut readOut = readOuts[tile];
        for (int v = from; v < to; v++) {
            long at = ((long) active[v] * in.columns() + (long) tile * spec.tileInputs()) * Float.BYTES;
            float a = alphas.of(active[v], tile);
            alpha[v] = a < Float.MIN_NORMAL ? 0 : a;
            if (alpha[v] == 0) {
                vectors.clear(v, inputs);
            } else {
                float scale = 1 / a / beta;
                for (int j = 0; j < inputs; j += Gemm.DEPTH) {
                    int depth = Math.min(Gemm.DEPTH, inputs - j);
                    int xAt = Gemm.indexOfX(capacity, v, j);
                    converters.scaleAndConvert(scale, in.values(), at + 4L * j, depth, vectors.x(), xAt);
                    if (readOut.feeds()) {
                        readOut.feed(vectors.x(), xAt, j, depth, round, firstVector + active[v]);
                    }
                }
            }
            vectors.derive(v, inputs);
        }
    }

    private void product(int worker, int from, int to) {
        sums.multiply(tiles[tile], firstPanel + from, firstPanel + to, vectors, capacity, count,
                from * Panels.WIDTH, pStride, worker);
    }

    private void finish(int worker, int from, int to) {
        for (int v = from; v < to; v++) {
            if (spec.iterativeBounds()) {
                for (int u = firstUnit; u < lastUnit; u++) {
                    int at = v * pStride + start(u) - firstPanel * Panels.WIDTH;
                    int length = start(u + 1) - start(u);
                    read(v, at, start(u), length);
                    boolean again = alpha[v] != 0 && spec.retries(beta)
                            && converters.clipsAny(sums.products(), at, length);
                    clipped[u * capacity + v] = again;
                    if (!again) {
                        convert(v, start(u), start(u + 1));
                    }
                }
            } else {
                int first = start(firstUnit);
                read(v, v * pStride + first - firstPanel * Panels.WIDTH, first, start(lastUnit) - first);
                convert(v, first, start(lastUnit));
            }
        }
    }

    private void read(int v, int at, int first, int length) {
        if (disturbs) {
            sums.read(readOuts[tile], at, vectors.norm(v), first, length, round, firstVector + active[v]);
        }
    }

    /** Sends some sums of a row through the ADC. */
    private void convert(int v, int first, int last) {
        int at = v * pStride + first - firstPanel * Panels.WIDTH;
        long outAt = ((long) active[v] * outputs + first) * Float.BYTES;
        converters.convertAndAdd(tile, sums.products(), at, first, last - first, alpha[v], beta, spec.outputScale(),
                tile > 0, out.values(), outAt);
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
