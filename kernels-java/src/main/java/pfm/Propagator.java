package pfm;

import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.quantity.Require;
import pfm.tuning.Family;

/**
 * A planned wave kernel: a linear map A of fields. Arguments are checked here, once; a backend writes only the runs. In
 * and out may be the same field; a partial overlap gives an undefined result.
 */
public abstract non-sealed class Propagator extends Plan {
    private final Grid grid;

    /**
     * For backends.
     *
     * @param owner      scope that ends when the {@link Kernels} are closed
     * @param precisions what this plan accepts
     */
    protected Propagator(Grid grid, MemorySegment.Scope owner, Set<Precision> precisions) {
        super(owner, precisions);
        this.grid = grid;
    }

    /** The plane of the fields. */
    public final Grid grid() {
        return grid;
    }

    /**
     * {@code out = A in}, every item of the batch by itself.
     *
     * @throws IllegalArgumentException if grid, batch or precision do not fit
     * @throws IllegalStateException    if the {@link Kernels} are closed or another thread runs this plan
     */
    public final void propagate(Field in, Field out) {
        checkResult(in, "out", out);
        compute(FORWARD, in.batch(), in.precision(), () -> run(in, out));
    }

    /**
     * {@code out = A* in}, so that {@code ⟨A x, y⟩ = ⟨x, A* y⟩} with {@code ⟨a, b⟩ = Σ conj(a) b}. Throws as propagate.
     */
    public final void adjoint(Field in, Field out) {
        checkResult(in, "out", out);
        compute(ADJOINT, in.batch(), in.precision(), () -> runAdjoint(in, out));
    }

    @Override
    String kernel() {
        return Family.ANGULAR_SPECTRUM.label();
    }

    @Override
    String shape() {
        return grid.nx() + "x" + grid.ny();
    }

    @Override
    Cost cost(int batch, Precision precision) {
        return AngularSpectrum.cost(grid, batch, precision);
    }

    final void check(Field in, String otherName, Field other) {
        Require.equal("grid of in", grid, in.grid());
        Require.equal("grid of " + otherName, grid, other.grid());
        Require.equal("batch of " + otherName, in.batch(), other.batch());
        checkPrecision("in", in.precision(), in.precision());
        checkPrecision(otherName, in.precision(), other.precision());
    }

    final void checkResult(Field in, String outName, Field out) {
        check(in, outName, out);
        checkWritable(outName, out.re());
        checkWritable(outName, out.im());
    }

    /** Computes {@code out = A in}; arguments are checked. */
    protected abstract void run(Field in, Field out);

    /** Computes {@code out = A* in}; arguments are checked. */
    protected abstract void runAdjoint(Field in, Field out);
}
