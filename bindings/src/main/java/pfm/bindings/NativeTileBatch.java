package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import pfm.analog.Crossbar;
import pfm.bindings.Cblas.Form;
import pfm.bindings.Cblas.Operand;
import pfm.field.Matrix;
import pfm.field.OffHeap;
import pfm.simd.SimdAlpha;
import pfm.simd.TileReadOut;

/**
 * Some vectors of a batch on their way through the tiles of a crossbar: stage (scale, DAC), product, finish (ADC,
 * sum), and again, with β doubled, for those that a tile's ADC clips. A product takes all outputs at once.
 */
final class NativeTileBatch {
    /** Floats of scratch that stay in a cache. */
    private static final int CACHED = 1 << 18;
    /** Vectors at once that make a product worth packing weights for, even where their numbers leave the cache. */
    private static final int ENOUGH_ROWS = 64;
    private static final int MOST_ROWS = 1024;
    /** Floats of scratch, or pairs of a unit and a vector, that are worth fewer vectors at once. */
    private static final int MOST_SCRATCH = 1 << 24;

    private final Crossbar spec;
    private final Cblas blas;
    private final NativeWeights weights;
    private final int outputs;
    /** Outputs that share β. */
    private final int unit;
    private final int units;
    private final int capacity;
    /** What the DACs give, {@code [vector][inputs of the tile]}. */
    private final MemorySegment xi;
    /** What the ADCs get, {@code [vector][outputs]}. */
    private final MemorySegment p;
    private final SimdAlpha alphas;
    private final NativeConverters converters;
    /** One for each part of the inputs. */
    private final TileReadOut[] readOuts;
    /** Null where nothing happens between sums and ADC. */
    private final NativeReadOut readOut;
    private final float[] alpha;
    /** {@code [unit][vector]}: where β has to grow. */
    private final boolean[] clipped;
    /** Rows of the batch that are on their way. */
    private final int[] active;

    private Matrix in;
    private Matrix out;
    private int count;
    private float beta;
    /** First input of the tile. */
    private int first;
    private int inputs;
    private long repetitions;
    private long firstVector;
    private int round;

    /** Plans the way of any vectors; scratch lies in {@code arena}. */
    NativeTileBatch(Crossbar spec, Cblas blas, NativeWeights weights, Arena arena) {
        this.spec = spec;
        this.blas = blas;
        this.weights = weights;
        this.outputs = spec.outputs();
        this.unit = spec.iterativeBounds() ? Math.min(spec.tileOutputs(), outputs) : outputs;
        this.units = Math.ceilDiv(outputs, unit);
        int mostInputs = Math.min(spec.tileInputs(), spec.inputs());
        int longest = Math.max(mostInputs, outputs);
        int most = Math.min(MOST_ROWS, Math.max(1, MOST_SCRATCH / Math.max(longest, units)));
        this.capacity = Math.min(most, Math.max(ENOUGH_ROWS, CACHED / longest));
        this.xi = floats((long) capacity * mostInputs, arena);
        this.p = floats((long) capacity * outputs, arena);
        this.alphas = new SimdAlpha(spec);
        this.converters = new NativeConverters(spec, longest);
        this.readOuts = new TileReadOut[spec.inputTiles()];
        Arrays.setAll(readOuts, t -> new TileReadOut(spec, t,
                Math.min(spec.tileInputs(), spec.inputs() - t * spec.tileInputs())));
        this.readOut = spec.tile().disturbs() || readOuts[0].feeds()
                ? new NativeReadOut(spec, capacity, mostInputs, readOuts[0], arena) : null;
        this.alpha = new float[capacity];
        this.clipped = new boolean[spec.iterativeBounds() ? units * capacity : 0];
        this.active = new int[capacity];
    }

    static MemorySegment floats(long count, Arena arena) {
        return OffHeap.allocate(arena, count * Float.BYTES, "scratch of a crossbar");
    }

    /**
     * Sends all rows of a batch through.
     *
     * @param vector number of row 0
     * @return passes of vectors through tiles that were repetitions
     */
    long multiply(Matrix in, Matrix out, long vector) {
        repetitions = 0;
        firstVector = vector;
        alphas.begin(in);
        this.in = in;
        this.out = out;
        for (int row = 0; row < in.rows(); row += capacity) {
            int rows = Math.min(capacity, in.rows() - row);
            for (first = 0; first < spec.inputs(); first += inputs) {
                inputs = Math.min(spec.tileInputs(), spec.inputs() - first);
                tile(row, rows);
            }
        }
        return repetitions;
    }

    private void tile(int firstRow, int rows) {
        activate(firstRow, rows);
        stage();
        product(0, outputs);
        for (int u = 0; u < units; u++) {
            finish(u);
        }
        for (int u = 0; spec.iterativeBounds() && u < units; u++) {
            activate(firstRow, rows);
            while (keepClipped(u)) {
                beta *= 2;
                round++;
                repetitions += count;
                stage();
                product(u * unit, end(u));
                finish(u);
            }
        }
    }

    private void activate(int firstRow, int rows) {
        for (int v = 0; v < rows; v++) {
            active[v] = firstRow + v;
        }
        count = rows;
        beta = 1;
        round = 0;
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

    private void stage() {
        for (int v = 0; v < count; v++) {
            long at = ((long) active[v] * in.columns() + first) * Float.BYTES;
            long to = (long) v * inputs * Float.BYTES;
            float a = alphas.of(active[v], first / spec.tileInputs());
            alpha[v] = a < Float.MIN_NORMAL ? 0 : a;
            if (alpha[v] == 0) {
                xi.asSlice(to, (long) inputs * Float.BYTES).fill((byte) 0);
            } else {
                converters.scaleAndConvert(1 / a / beta, in.values(), at, inputs, xi, to);
            }
            if (readOut != null) {
                readOut.feed(tile(), v, xi, inputs, alpha[v] != 0, round, firstVector + active[v]);
            }
        }
    }

    private void product(int from, int to) {
        product(weights.weights(), xi, p, from, to);
        if (readOut != null && tile().drops()) {
            product(weights.far(), xi, readOut.far(), from, to);
            product(weights.magnitude(), readOut.magnitudes(), readOut.current(), from, to);
        }
        if (readOut != null && tile().readsSquares()) {
            product(weights.magnitude(), readOut.squares(), readOut.ofSquares(), from, to);
        }
    }

    private void product(Operand w, MemorySegment vectors, MemorySegment sums, int from, int to) {
        long at = ((long) from * w.stride() + first) * Float.BYTES;
        blas.multiplyRows(new Operand(w.values().asSlice(at), to - from, inputs, w.stride()), Form.PLAIN,
                new Operand(vectors, count, inputs),
                new Operand(sums.asSlice((long) from * Float.BYTES), count, to - from, outputs));
    }

    private TileReadOut tile() {
        return readOuts[first / spec.tileInputs()];
    }

    /** Begins moving averages anew. */
    void reset() {
        alphas.reset();
    }

    private void finish(int u) {
        int length = end(u) - u * unit;
        for (int v = 0; v < count; v++) {
            long at = ((long) v * outputs + (long) u * unit) * Float.BYTES;
            if (readOut != null) {
                readOut.read(tile(), v, p, at, u * unit, length, round, firstVector + active[v]);
            }
            boolean again = alpha[v] != 0 && spec.retries(beta) && converters.clipsAny(p, at, length);
            if (spec.iterativeBounds()) {
                clipped[u * capacity + v] = again;
            }
            if (!again) {
                long outAt = ((long) active[v] * outputs + (long) u * unit) * Float.BYTES;
                converters.convertAndAdd(first / spec.tileInputs(), p, at, u * unit, length, alpha[v], beta,
                        spec.outputScale(), first > 0, out.values(), outAt);
            }
        }
    }

    /** The first output after a unit. */
    private int end(int u) {
        return Math.min(outputs - u * unit, unit) + u * unit;
    }
}
