package pfm.vector;

import java.util.Arrays;

import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.noise.NoiseRow;
import pfm.simd.SimdAlpha;
import pfm.simd.SimdNoise;
import pfm.simd.TileConverters;
import pfm.simd.TileReadOut;
import pfm.simd.Workers;

/**
 * Some vectors of a batch on their way through the tiles of a crossbar: stage (scale, DAC), product, finish (ADC,
 * sum), and again, with β doubled, for those that a tile's ADC clips. Each of the three can be shared among workers.
 * Outputs are taken in segments whose sums stay in cache. Where β may grow, a large tile is taken part by part, each
 * twice as large as the one before, and a vector that a part clips does not go through those after it.
 */
final class TileBatch {
    /** Floats of sums that stay in the cache of a core. */
    private static final int CACHED_SUMS = 1 << 17;
    /** Multiply-adds, and converted values, that are worth waking a worker for. */
    private static final long MACS = 1 << 17;
    private static final int CONVERSIONS = 1 << 13;
    /** Panels of the first part of a tile, those of a group of random numbers, and of a tile that is worth parts. */
    private static final int FIRST_PART = NoiseRow.GROUP / Panels.WIDTH;
    private static final int MANY_PANELS = 2 * FIRST_PART;

    private final Crossbar spec;
    private final TilePanels[] tiles;
    /** One for each part of the inputs. */
    private final TileReadOut[] readOuts;
    private final SimdAlpha alphas;
    /** For each worker. */
    private final SimdNoise[] noises;
    private final TileConverters converters;
    /** Of outputs that share β, or that lie in a panel. */
    private final OutputUnits units;
    private final int capacity;
    private final TileVectors vectors;
    private final TileSums sums;
    private final float[] alpha;
    private final boolean inParts;
    private final ClippedRows rows;

    private final Workers.Range stage = this::stage;
    private final Workers.Range product = this::product;
    private final Workers.Range finish = this::finish;
    private final Workers.Range check = this::check;
    private final Workers.Range convert = this::convert;
    private final ClippedRows.Move move = this::move;

    private Matrix in;
    private Matrix out;
    private Workers workers;
    private int tile;
    private float beta;
    private int firstUnit;
    private int lastUnit;
    private int firstPanel;
    /** The part of the panels that is computed now, counted from {@code firstPanel}. */
    private int partBegin;
    private int partEnd;
    private int pStride;
    private long repetitions;
    private long firstVector;
    private int round;

    TileBatch(Crossbar spec, TilePanels[] tiles, TileReadOut[] readOuts, SimdAlpha alphas, TileConverters converters,
            int workers) {
        this.spec = spec;
        this.tiles = tiles;
        this.readOuts = readOuts;
        this.alphas = alphas;
        this.noises = new SimdNoise[workers];
        Arrays.setAll(noises, w -> new SimdNoise());
        this.converters = converters;
        int unit = spec.iterativeBounds() ? Math.min(spec.tileOutputs(), tiles[0].outputs()) : Panels.WIDTH;
        this.units = new OutputUnits(tiles[0].outputs(), unit);
        this.capacity = TileVectors.capacity(tiles[0].inputs(), units);
        this.vectors = new TileVectors(capacity, tiles[0].inputs(), readOuts[0]);
        int cached = CACHED_SUMS / (readOuts[0].drops() ? DropSums.COUNT : 1);
        this.sums = new TileSums(Math.max(cached, capacity * units.mostStride()), workers, readOuts[0]);
        this.alpha = new float[capacity];
        this.rows = new ClippedRows(capacity, spec.iterativeBounds() ? units.count() : 0);
        this.inParts = spec.iterativeBounds() && unit >= MANY_PANELS * Panels.WIDTH;
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
     * Sends rows {@code first … first + count − 1} of the batch through; {@code workers} share the work, or null.
     *
     * @param vector number of row 0
     */
    void multiply(Matrix in, Matrix out, long vector, int first, int count, Workers workers) {
        this.in = in;
        this.firstVector = vector;
        this.out = out;
        this.workers = workers;
        for (tile = 0; tile < tiles.length; tile++) {
            boolean staged = false;
            for (int u = 0; u < units.count(); u = lastUnit) {
                activate(first, count);
                if (!staged) {
                    stageActive();
                }
                pass(u, endOfSegment(u, count));
                staged = !(spec.iterativeBounds() && retry(first, count));
            }
        }
    }

    /** The most units from u on whose sums fit; one that is taken by parts. */
    private int endOfSegment(int u, int count) {
        int end = u + 1;
        while (!inParts && end < units.count()
                && (long) Math.ceilDiv(count, Gemm.ROWS) * Gemm.ROWS * units.stride(u, end + 1) <= sums.size()) {
            end++;
        }
        return end;
    }

    private void activate(int first, int count) {
        rows.activate(first, count);
        rows.begin();
        beta = 1;
        round = 0;
    }

    private void stageActive() {
        rows.begin();
        share(rows.left(), CONVERSIONS / tiles[tile].inputs(), stage);
    }

    /** Product and finish of the active rows, for some units. */
    private void pass(int first, int last) {
        firstUnit = first;
        lastUnit = last;
        firstPanel = units.panel(first);
        pStride = units.stride(first, last);
        int panels = units.panels(first, last);
        partEnd = 0;
        if (!inParts) {
            multiplyTo(panels);
            share(rows.left(), CONVERSIONS / units.outputs(), finish);
            return;
        }
        rows.clear(first);
        int least = Math.max(FIRST_PART, workers == null ? 1 : workers.count());
        for (int size = least; partEnd < panels && rows.left() > 0; size = partEnd) {
            multiplyTo(panels - partEnd < 2 * size ? panels : partEnd + size);
            share(rows.left(), CONVERSIONS / units.unit(), check);
            rows.drop(first, move);
        }
        share(rows.left(), CONVERSIONS / units.unit(), convert);
    }

    /** Products of the rows that are left, from the last panel that has them to another. */
    private void multiplyTo(int panel) {
        partBegin = partEnd;
        partEnd = panel;
        long macs = (long) tiles[tile].inputs() * Panels.WIDTH * Math.max(1, rows.left());
        share(partEnd - partBegin, (int) (MACS / macs), product);
    }

    /** Repeats the units of the last pass with β doubled, each for the rows that it clipped; whether there were any. */
    private boolean retry(int first, int count) {
        boolean any = false;
        int end = lastUnit;
        for (int u = firstUnit; u < end; u++) {
            activate(first, count);
            while (rows.keepClipped(u)) {
                any = true;
                beta *= 2;
                round++;
                repetitions += rows.count();
                stageActive();
                pass(u, u + 1);
            }
        }
        lastUnit = end;
        return any;
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
            long at = ((long) rows.row(v) * in.columns() + (long) tile * spec.tileInputs()) * Float.BYTES;
            float a = alphas.of(rows.row(v), tile);
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
                        readOut.feed(vectors.x(), xAt, j, depth, round, firstVector + rows.row(v), noises[worker]);
                    }
                }
            }
            vectors.derive(v, inputs);
        }
    }

    private void product(int worker, int from, int to) {
        sums.multiply(tiles[tile], firstPanel + partBegin + from, firstPanel + partBegin + to, vectors, capacity,
                rows.left(), (partBegin + from) * Panels.WIDTH, pStride, worker);
    }

    private void finish(int worker, int from, int to) {
        for (int v = from; v < to; v++) {
            if (spec.iterativeBounds()) {
                for (int u = firstUnit; u < lastUnit; u++) {
                    if (!readAndCheck(u, v, units.start(u), units.start(u + 1), worker)) {
                        convertRow(v, units.start(u), units.start(u + 1));
                    }
                }
            } else {
                read(v, units.start(firstUnit), units.start(lastUnit), worker);
                convertRow(v, units.start(firstUnit), units.start(lastUnit));
            }
        }
    }

    /** Reads the part that was computed last. */
    private void check(int worker, int from, int to) {
        int first = Math.max(units.start(firstUnit), (firstPanel + partBegin) * Panels.WIDTH);
        int last = Math.min(units.start(lastUnit), (firstPanel + partEnd) * Panels.WIDTH);
        for (int v = from; v < to; v++) {
            if (!rows.clips(firstUnit, v)) {
                readAndCheck(firstUnit, v, first, last, worker);
            }
        }
    }

    private void convert(int worker, int from, int to) {
        for (int v = from; v < to; v++) {
            if (!rows.clips(firstUnit, v)) {
                convertRow(v, units.start(firstUnit), units.start(lastUnit));
            }
        }
    }

    private boolean readAndCheck(int u, int v, int first, int last, int worker) {
        read(v, first, last, worker);
        boolean clips = alpha[v] != 0 && spec.retries(beta)
                && converters.clipsAny(sums.products(), at(v, first), last - first);
        rows.note(u, v, clips);
        return clips;
    }

    private void read(int v, int first, int last, int worker) {
        if (spec.tile().disturbs()) {
            long vector = firstVector + rows.row(v);
            sums.read(readOuts[tile], at(v, first), vectors.norm(v), first, last - first, round, vector,
                    noises[worker]);
        }
    }

    /** Sends some sums of a row through the ADC. */
    private void convertRow(int v, int first, int last) {
        long outAt = ((long) rows.row(v) * units.outputs() + first) * Float.BYTES;
        converters.convertAndAdd(tile, sums.products(), at(v, first), first, last - first, alpha[v], beta,
                spec.outputScale(), tile > 0, out.values(), outAt);
    }

    private void move(int from, int to) {
        alpha[to] = alpha[from];
        vectors.move(from, to, tiles[tile].inputs());
        System.arraycopy(sums.products(), from * pStride, sums.products(), to * pStride, partEnd * Panels.WIDTH);
    }

    private int at(int v, int output) {
        return v * pStride + output - firstPanel * Panels.WIDTH;
    }
}
