package pfm;

import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.energy.Cost;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;
import pfm.tuning.Family;

/** A planned matrix-vector kernel: {@code y = W x} for every row x of a batch, as the specified device computes it. */
public abstract non-sealed class MatVec extends Plan {
    private final int outputs;
    private final int inputs;
    private long repetitions;
    /** Number of the next vector. */
    private long vector;

    /** For backends; see {@link Propagator}. */
    protected MatVec(int outputs, int inputs, MemorySegment.Scope owner, Set<Precision> precisions) {
        super(owner, precisions);
        this.outputs = outputs;
        this.inputs = inputs;
    }

    /** Length of a result. */
    public final int outputs() {
        return outputs;
    }

    /** Length of an input vector. */
    public final int inputs() {
        return inputs;
    }

    /**
     * {@code y[b] = W x[b]} for every row b.
     *
     * @param x {@code [batch][inputs]}
     * @param y {@code [batch][outputs]}, not overlapping x
     * @throws IllegalArgumentException if a shape or precision does not fit
     * @throws IllegalStateException    if the {@link Kernels} are closed or another thread runs this plan
     */
    public final void multiply(Matrix x, Matrix y) {
        check("x", inputs, x, "y", outputs, y);
        compute(FORWARD, x.rows(), x.precision(), () -> {
            run(x, y);
            vector += x.rows();
        });
    }

    /**
     * Sets the number of the next vector. Vectors are numbered on from call to call, and noise is drawn for a number,
     * so that a batch in parts meets the same noise as the whole, and {@code seek(0)} repeats what a new plan gives.
     */
    public final void seek(long next) {
        Require.inRange("number of the next vector", 0, (1L << 48) - 1, next);
        exclusively(() -> {
            vector = next;
            runSeek();
        });
    }

    /** Number of the first vector of a run; for backends. */
    protected final long firstVector() {
        return vector;
    }

    /**
     * {@code x[b] = Wᵀ y[b]}: the adjoint of the product without converters (straight through them).
     *
     * @param y {@code [batch][outputs]}
     * @param x {@code [batch][inputs]}, not overlapping y
     */
    public final void adjoint(Matrix y, Matrix x) {
        check("y", outputs, y, "x", inputs, x);
        compute(ADJOINT, y.rows(), y.precision(), () -> runAdjoint(y, x));
    }

    /**
     * How often a vector was sent through a tile again because the ADC clipped it, in all products since planning: what
     * the device does beyond one pass for each vector and tile. Read it where no other thread runs the plan.
     */
    public final long repetitions() {
        return repetitions;
    }

    /** For backends: counts passes of vectors through tiles that were repetitions. */
    protected final void addRepetitions(long count) {
        repetitions += count;
    }

    /** Takes over weights that were changed in place since planning. A run before the call uses the old ones. */
    public final void reload() {
        exclusively(this::runReload);
    }

    @Override
    String kernel() {
        return Family.OPTICAL_PRODUCT.label();
    }

    @Override
    final String shape() {
        return outputs + "x" + inputs;
    }

    @Override
    Cost cost(int batch, Precision precision) {
        double macs = (double) outputs * inputs * batch;
        double numbers = (double) outputs * inputs + (double) (outputs + inputs) * batch;
        return new Cost(2 * macs, precision.bytes() * numbers, 0, macs);
    }

    private void check(String inName, int inColumns, Matrix in, String outName, int outColumns, Matrix out) {
        checkSize("columns", inName, inColumns, in.columns());
        checkSize("columns", outName, outColumns, out.columns());
        checkSize("rows", outName, in.rows(), out.rows());
        checkPrecision(inName, in.precision(), in.precision());
        checkPrecision(outName, in.precision(), out.precision());
        checkWritable(outName, out.values());
    }

    /** Computes {@code y = W x}; arguments are checked. */
    protected abstract void run(Matrix x, Matrix y);

    /** Forgets what runs left behind for the next ones, where there is such a thing. */
    protected void runSeek() {
        // nothing, but for a crossbar with a moving average
    }

    /** Takes over the weights. */
    protected abstract void runReload();

    /** Computes {@code x = Wᵀ y}; arguments are checked. */
    protected abstract void runAdjoint(Matrix y, Matrix x);
}
