package pfm;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import pfm.energy.Cost;
import pfm.field.Precision;
import pfm.quantity.Require;

/**
 * A kernel made ready to run: checked, precomputed, with its scratch memory. It belongs to the {@link Kernels} that
 * made it, lives as long, and runs for one thread at a time: plan once per thread that runs at the same time.
 */
public abstract sealed class Plan permits Propagator, MatVec, MeshProduct {
    static final String FORWARD = "forward";
    static final String ADJOINT = "adjoint";
    static final String GRADIENT = "gradient";

    private final MemorySegment.Scope owner;
    private final Set<Precision> precisions;
    private final AtomicBoolean running = new AtomicBoolean();
    private Kernels maker;

    Plan(MemorySegment.Scope owner, Set<Precision> precisions) {
        this.owner = owner;
        this.precisions = precisions;
    }

    /** Checks that the kernels are open. */
    final void requireOpen() {
        if (!owner.isAlive()) {
            throw new IllegalStateException("the plan must be open, was closed with its Kernels; open Kernels again");
        }
    }

    /** Runs {@code body} if this plan is alive and idle. */
    final void exclusively(Runnable body) {
        requireOpen();
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "the plan must be idle, was running on another thread; make one plan per thread");
        }
        try {
            body.run();
        } finally {
            running.set(false);
        }
    }

    /** Computes, as {@link #exclusively} runs: a body that the {@link Recorder} is told about. */
    final void compute(String direction, int batch, Precision precision, Runnable body) {
        if (maker != null && Recorder.recordsRuns()) {
            Recorder.run(this, direction, batch, precision, () -> exclusively(body));
        } else {
            exclusively(body);
        }
    }

    /** Keeps what planned it; a plan within another one has none, and is not recorded. */
    final void madeBy(Kernels kernels) {
        maker = kernels;
    }

    final Kernels maker() {
        return maker;
    }

    /** Name of the kernel, as the {@linkplain pfm.tuning.Family#label family} is called. */
    abstract String kernel();

    /** Size of one item, or of the matrix. */
    abstract String shape();

    /** The work of a forward run. */
    abstract Cost cost(int batch, Precision precision);

    final void checkPrecision(String quantity, Precision expected, Precision actual) {
        if (!precisions.contains(actual)) {
            throw new IllegalArgumentException("precision of " + quantity + " must be one of " + precisions
                    + " on this backend, was " + actual + "; convert it, or open the reference backend");
        }
        if (expected != actual) {
            Require.equal("precision of " + quantity, expected, actual);
        }
    }

    /** A check of "size of name", words that are put together where it fails alone: running allocates nothing. */
    static void checkSize(String size, String name, int expected, int actual) {
        if (expected != actual) {
            Require.equal(size + " of " + name, expected, actual);
        }
    }

    /** Checked here for all: a device driver would write to read-only memory, or end the JVM. */
    static void checkWritable(String quantity, MemorySegment memory) {
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException(quantity + " must be writable, was read-only memory");
        }
    }
}
