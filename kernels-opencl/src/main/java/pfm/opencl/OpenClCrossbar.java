package pfm.opencl;

import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.field.Matrix;
import pfm.field.Precision;

/**
 * {@link Crossbar} in OpenCL. Weights stay on the device, once for products and, from the first adjoint on, once more
 * for those; a batch that is too long is handled in parts.
 */
final class OpenClCrossbar extends CrossbarProduct {
    /** Vectors that are handled together at most, or as many as take that many bytes: a plan takes that memory. */
    private static final long VECTORS = 512;
    private static final long PORTION = 1 << 20;

    private final Crossbar spec;
    private final EffectiveWeights effective;
    private final DeviceMemory memory;
    private final Profile profile;
    private final WeightTable product;
    private final CrossbarTiles tiles;
    private final int rows;
    private final Buffer x;
    private final Buffer y;
    /** Made by the first adjoint. */
    private WeightTable transposed;
    private final OpenClTuning tuning;
    /** What else happens to results before they leave the device; null where nothing does. */
    private ReadOut readOut;

    /** What happens to the products of some vectors on the device. */
    @FunctionalInterface
    interface ReadOut {
        /** Starts on {@code y}, the products of rows {@code first … first + count − 1} of {@code in}. */
        void apply(Matrix in, int first, int count, Buffer y);
    }

    OpenClCrossbar(Crossbar spec, OpenClTuning tuning, DeviceMemory memory) {
        this(spec, new EffectiveWeights(spec, memory.arena()), tuning, memory);
    }

    private OpenClCrossbar(Crossbar spec, EffectiveWeights effective, OpenClTuning tuning, DeviceMemory memory) {
        super(spec, effective, memory.arena().scope(), Set.of(Precision.FLOAT32));
        this.spec = spec;
        this.effective = effective;
        this.tuning = tuning;
        this.memory = memory;
        profile = memory.device().profile();
        long bytes = Float.BYTES * ((long) outputs() + inputs());
        rows = (int) Math.clamp(tuning.batch() / bytes, 1, Math.clamp(PORTION / bytes, VECTORS, Tiles.MOST_PLANES));
        x = memory.allocate((long) rows * inputs() * Float.BYTES, rows + " input vectors");
        y = memory.allocate(((long) rows * outputs() + Wave.SLACK) * Float.BYTES, rows + " results");
        product = product(true);
        tiles = spec.isIdeal() ? null : new CrossbarTiles(spec, product, rows, tuning, memory);
        if (tiles != null) {
            tiles.load(effective.matrix());
        }
    }

    /** A product that sums over the inputs, or, for the adjoint, over the outputs. */
    private WeightTable product(boolean forward) {
        WeightTable made = new WeightTable(
                forward ? inputs() : outputs(), forward ? outputs() : inputs(), tuning, memory);
        load(made, forward);
        return made;
    }

    private void load(WeightTable target, boolean forward) {
        Matrix w = effective.matrix();
        target.load((summed, result) -> (float) (forward ? w.get(result, summed) : w.get(summed, result)));
    }

    @Override
    protected void load(Matrix weights) {
        load(product, true);
        if (tiles != null) {
            tiles.load(weights);
        }
        if (transposed != null) {
            load(transposed, false);
        }
    }

    @Override
    protected void runSeek() {
        if (tiles != null) {
            tiles.reset();
        }
    }

    @Override
    protected void run(Matrix in, Matrix out) {
        profile.told("crossbar", () -> {
            for (int first = 0; first < in.rows(); first += rows) {
                int count = Math.min(rows, in.rows() - first);
                x.write(0, part(in, first, count));
                if (tiles == null) {
                    product.run(count, outputs(), inputs(), 0, 0, x, inputs(), 0, y, outputs(), 0, spec.outputScale());
                } else {
                    tiles.average(in, first, count);
                    addRepetitions(tiles.run(count, x, y, firstVector() + first));
                }
                if (readOut != null) {
                    readOut.apply(in, first, count, y);
                }
                y.read(0, part(out, first, count));
            }
        });
    }

    /** From now on results leave as {@code next} makes them. */
    void readOut(ReadOut next) {
        readOut = next;
    }

    /** Vectors that are handled together at most. */
    int rows() {
        return rows;
    }

    @Override
    protected void runAdjoint(Matrix in, Matrix out) {
        if (transposed == null) {
            transposed = product(false); // a plan without adjoints never pays for it
        }
        profile.told("crossbar, adjoint", () -> {
            for (int first = 0; first < in.rows(); first += rows) {
                int count = Math.min(rows, in.rows() - first);
                y.write(0, part(in, first, count));
                transposed.run(count, inputs(), outputs(), 0, 0, y, outputs(), 0, x, inputs(), 0, spec.outputScale());
                x.read(0, part(out, first, count));
            }
        });
    }

    private static MemorySegment part(Matrix matrix, int first, int count) {
        long row = (long) matrix.columns() * Float.BYTES;
        return matrix.values().asSlice(first * row, count * row);
    }
}
