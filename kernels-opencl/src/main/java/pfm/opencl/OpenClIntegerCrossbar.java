package pfm.opencl;

import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.analog.Arithmetic;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.field.Matrix;
import pfm.field.Precision;

/**
 * A {@link Crossbar} of {@link Arithmetic#INTEGER8} in OpenCL: weights stay on the device, a byte each, once for
 * products and, from the first adjoint on, once more for those. Where the device has dot products of four bytes
 * ({@code cl_khr_integer_dot_product}), they are used.
 */
final class OpenClIntegerCrossbar extends CrossbarProduct {
    /** What asks {@code integer.cl} for dot products of the device. */
    static final String DOT_PRODUCTS = "#define DOT_PRODUCTS\n";
    /** Vectors that are handled together at most, or as many as take that many bytes: a plan takes that memory. */
    private static final long VECTORS = 512;
    private static final long PORTION = 1 << 20;

    private final EffectiveWeights effective;
    private final String definitions;
    private final OpenClTuning tuning;
    private final DeviceMemory memory;
    private final int rows;
    private final Buffer x;
    private final Buffer y;
    private final IntegerTable product;
    /** Made by the first adjoint. */
    private IntegerTable transposed;

    OpenClIntegerCrossbar(Crossbar spec, OpenClTuning tuning, DeviceMemory memory) {
        this(spec, memory.device().description().dotProducts() ? DOT_PRODUCTS : "", tuning, memory);
    }

    /** With definitions before the kernels. */
    OpenClIntegerCrossbar(Crossbar spec, String definitions, OpenClTuning tuning, DeviceMemory memory) {
        this(spec, new EffectiveWeights(spec, memory.arena()), definitions, tuning, memory);
    }

    private OpenClIntegerCrossbar(Crossbar spec, EffectiveWeights effective, String definitions, OpenClTuning tuning,
            DeviceMemory memory) {
        super(spec, effective, memory.arena().scope(), Set.of(Precision.FLOAT32));
        this.effective = effective;
        this.definitions = definitions;
        this.tuning = tuning;
        this.memory = memory;
        long bytes = Float.BYTES * ((long) outputs() + inputs());
        rows = (int) Math.clamp(tuning.batch() / bytes, 1, Math.clamp(PORTION / bytes, VECTORS, Tiles.MOST_PLANES));
        long longest = (long) rows * Math.max(inputs(), outputs());
        x = memory.allocate(longest * Float.BYTES, rows + " vectors");
        y = memory.allocate((longest + Wave.SLACK) * Float.BYTES, rows + " results");
        product = product(true);
    }

    private IntegerTable product(boolean forward) {
        IntegerTable made = new IntegerTable(forward ? inputs() : outputs(), forward ? outputs() : inputs(), rows,
                definitions, tuning, memory);
        load(made, forward);
        return made;
    }

    private void load(IntegerTable target, boolean forward) {
        Matrix w = effective.matrix();
        target.load((summed, result) -> (byte) (forward ? w.get(result, summed) : w.get(summed, result)));
    }

    @Override
    protected void load(Matrix weights) {
        load(product, true);
        if (transposed != null) {
            load(transposed, false);
        }
    }

    @Override
    protected void run(Matrix in, Matrix out) {
        run("crossbar of integers", product, in, out);
    }

    @Override
    protected void runAdjoint(Matrix in, Matrix out) {
        if (transposed == null) {
            transposed = product(false); // a plan without adjoints never pays for it
        }
        run("crossbar of integers, adjoint", transposed, in, out);
    }

    private void run(String told, IntegerTable table, Matrix in, Matrix out) {
        memory.device().profile().told(told, () -> {
            for (int first = 0; first < in.rows(); first += rows) {
                int count = Math.min(rows, in.rows() - first);
                x.write(0, part(in, first, count));
                table.run(count, x, y);
                y.read(0, part(out, first, count));
            }
        });
    }

    private static MemorySegment part(Matrix matrix, int first, int count) {
        long row = (long) matrix.columns() * Float.BYTES;
        return matrix.values().asSlice(first * row, count * row);
    }
}
