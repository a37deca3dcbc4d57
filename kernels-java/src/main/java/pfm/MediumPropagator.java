package pfm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;

import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.quantity.Require;
import pfm.tuning.Family;

/**
 * A planned {@link SplitStep}: a propagator that can also say how its output changes with its medium.
 *
 * <p>The medium is the caller's memory. To train it, change it in place and call {@link #reload()}.
 */
public abstract class MediumPropagator extends Propagator {
    private final SplitStep spec;
    /** Counts the states of the medium. */
    private long state;

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
        exclusively(() -> {
            state++;
            runReload();
        });
    }

    /**
     * A tape for runs of {@code batch} items. It holds one plane for each screen and item if they take no more than
     * {@code mostBytes} and the machine has them; else it holds nothing and changes nothing, see {@link Tape#bytes},
     * or, on a device, the checkpoints between which a gradient computes the fields again.
     *
     * @param arena owns the memory, of the device where it computes; lives as long as the tape is used
     * @throws IllegalStateException if the {@link Kernels} are closed
     */
    public final Tape tape(int batch, long mostBytes, Arena arena) {
        Require.inRange("batch of the tape", 1, Integer.MAX_VALUE, batch);
        requireOpen();
        return newTape(batch, mostBytes, Require.given("arena", arena));
    }

    /**
     * As {@link #propagate(Field, Field)}, and leaves on the tape what the gradient needs of this run.
     *
     * @param in  must be unchanged when the gradient is computed
     * @param out another field
     */
    public final void propagate(Field in, Field out, Tape tape) {
        checkResult(in, "out", out);
        tape.requireFits(this, in);
        if (in.re().equals(out.re())) {
            throw new IllegalArgumentException("out must be another field than in, which the gradient needs, was in");
        }
        compute(FORWARD, in.batch(), in.precision(), () -> {
            tape.written(-1); // until the run has ended
            run(in, out, tape);
            tape.written(state);
        });
    }

    /**
     * As {@link #gradient(Field, Field, Field, MediumGradient)}, to the last bit, without a second forward run where
     * the tape holds the fields of the first.
     *
     * @param tape of the run of {@code in} since the last reload; it serves for one gradient
     */
    public final void gradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient, Tape tape) {
        checkGradient(in, cotangent, adjoint, gradient);
        tape.requireFits(this, in);
        compute(GRADIENT, in.batch(), in.precision(), () -> {
            tape.use(state);
            runGradient(in, cotangent, adjoint, gradient, tape);
        });
    }

    /**
     * Pulls a cotangent back through the medium. For a real loss L of the output {@code v = A u} with
     * {@code dL = Re Σ conj(cotangent) dv}, adds ∂L/∂parameter, summed over the batch, to {@code gradient} and
     * writes {@code A* cotangent}, the cotangent of the input, to {@code adjoint}. For the screen
     * {@code exp(scale·(i p − a))}, with u the field behind the screen and c the cotangent there:
     * {@code ∂L/∂p = scale·Im(conj(u) c)}, {@code ∂L/∂a = −scale·Re(conj(u) c)}.
     *
     * <p>The forward fields are recomputed from about √screens checkpoints: at most {@code 2√screens + 2} planes
     * per worker, whatever the batch. The first gradient takes that memory for the life of the plan.
     *
     * @param in        u, the input of the forward run
     * @param cotangent of the output; may be the same field as {@code adjoint}
     * @param adjoint   receives the cotangent of the input
     * @param gradient  receives the sum; call {@link MediumGradient#clear()} first for a plain gradient
     * @throws IllegalArgumentException if a grid, batch, precision or shape does not fit
     * @throws pfm.field.InsufficientMemoryException if the checkpoints find no memory
     */
    public final void gradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient) {
        checkGradient(in, cotangent, adjoint, gradient);
        compute(GRADIENT, in.batch(), in.precision(), () -> runGradient(in, cotangent, adjoint, gradient));
    }

    @Override
    final String kernel() {
        return Family.SPLIT_STEP.label();
    }

    @Override
    final String shape() {
        return super.shape() + "x" + spec.screens();
    }

    @Override
    final Cost cost(int batch, Precision precision) {
        return spec.cost(batch, precision);
    }

    private void checkGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient) {
        check(in, "cotangent", cotangent);
        checkResult(in, "adjoint", adjoint);
        checkPrecision("gradient", in.precision(), gradient.precision());
        gradient.requireFits(spec);
    }

    /** Takes over the medium; nothing to do for a backend that reads it at every run. */
    protected abstract void runReload();

    /** Computes {@link #gradient}; arguments are checked. */
    protected abstract void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient);

    /** Makes a tape; one that holds nothing for a backend that always computes the fields again. */
    protected Tape newTape(int batch, long mostBytes, Arena arena) {
        return new Tape(this, batch);
    }

    /** Computes {@code out = A in} and writes a tape of {@link #newTape}; arguments are checked. */
    protected void run(Field in, Field out, Tape tape) {
        run(in, out);
    }

    /** Computes {@link #gradient} with a tape of {@link #newTape} that holds the run; arguments are checked. */
    protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient gradient, Tape tape) {
        runGradient(in, cotangent, adjoint, gradient);
    }
}
