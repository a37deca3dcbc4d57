package pfm;

import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.energy.Cost;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.quantity.Require;
import pfm.tuning.Family;

/** A planned {@link Crossbar}: a product whose weights also age, as cells do after they were programmed. */
public abstract class CrossbarProduct extends MatVec {
    private final Crossbar spec;
    private final EffectiveWeights weights;

    /** For backends; see {@link Propagator}. */
    protected CrossbarProduct(Crossbar spec, EffectiveWeights weights, MemorySegment.Scope owner,
            Set<Precision> precisions) {
        super(spec.outputs(), spec.inputs(), owner, precisions);
        this.spec = spec;
        this.weights = weights;
    }

    /** What was planned. */
    public final Crossbar spec() {
        return spec;
    }

    /**
     * Moves on, or back, to a time after the weights were programmed; a new plan is at 0. Without cells nothing ages.
     *
     * @param seconds after programming [s], at least 0
     */
    public final void moveTo(double seconds) {
        Require.inRange("time after programming", 0, 1e12, "s", seconds);
        exclusively(() -> {
            weights.moveTo(seconds);
            load(weights.matrix());
        });
    }

    @Override
    final String kernel() {
        return Family.CROSSBAR.label();
    }

    @Override
    final Cost cost(int batch, Precision precision) {
        return spec.cost(batch, precision);
    }

    @Override
    protected final void runReload() {
        weights.program();
        load(weights.matrix());
    }

    /** Takes over the weights that act from now on, {@code [outputs][inputs]}; for backends. */
    protected abstract void load(Matrix effective);
}
