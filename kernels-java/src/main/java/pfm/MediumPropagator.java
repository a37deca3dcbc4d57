package pfm;

import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.field.Field;
import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;

/**
 * A planned {@link SplitStep}: a propagator that can also say how its output changes with its medium.
 *
 * <p>The medium is the caller's memory. To train it, change it in place and call {@link #reload()}.
 */
public abstract class MediumPropagator extends Propagator {
    private final SplitStep spec;

    /** For backends; see {@link Propagator}. */
    protected MediumPropagator(SplitStep spec, MemorySegment.Scope owner, Set<Precision> precisions) {
        super(spec.grid(), owner, precisions);
        this.spec = spec;
    }

    /** What was planned. */
    public final SplitStep spec() {
        return spec;
    }

    /** Takes over a medium that was changed in place since planning. A run before the call may use a mix. */
    public final void reload() {
        exclusively(this::runReload);
    }

    /**
     * Pulls a cotangent back through the medium. For a real loss L of the output {@code v = A u} with
     * {@code dL = Re Σ conj(cotangent) dv}, adds ∂L/∂parameter, summed over the batch, to {@code gradient} and writes
     * {@code A* cotangent}, the cotangent of the input, to {@code adjoint}. For the screen
     * {@code exp(scale·(i p − a))}, with u the field behind the screen and c the cotangent there:
     * {@code ∂L/∂p = scale·Im(conj(u) c)}, {@code ∂L/∂a = −scale·Re(conj(u) c)}.
     *
     * <p>The forward fields are recomputed from about √screens checkpoints: at most {@code 2√screens + 2} planes per
     * worker, whatever the batch. The first gradient takes that memory for the life of the plan.
     *
     * @param in        u, the input of the forward run
     * @param cotangent of the output; may be the same field as {@code adjoint}
     * @param adjoint   receives the cotangent of the input
     * @param gradient  receives the sum; call {@link MediumGradient#clear()} first for a plain gradient
     * @throws IllegalArgumentException if a grid, batch, precision or shape does not fit
     * @throws pfm.field.InsufficientMemoryException if the checkpoints find no memory
     */
    public final void gradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient) {
        check(in, "cotangent", cotangent);
        checkResult(in, "adjoint", adjoint);
        checkPrecision("gradient", in.precision(), gradient.precision());
        gradient.requireFits(spec);
        exclusively(() -> runGradient(in, cotangent, adjoint, gradient));
    }

    /** Takes over the medium; nothing to do for a backend that reads it at every run. */
    protected abstract void runReload();

    /** Computes {@link #gradient}; arguments are checked. */
    protected abstract void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient);
}
