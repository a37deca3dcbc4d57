package pfm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * For backends: the plans of a {@link Kernels}, each with memory of its own that is freed when the kernels are closed.
 *
 * @param <M> what a plan owns
 */
public final class OwnedPlans<M> implements AutoCloseable {
    private final Kernels kernels;
    private final Supplier<M> allocator;
    private final Consumer<M> release;
    private final List<M> owned = new ArrayList<>();
    private boolean closed;

    /** Plans of {@code kernels} whose memory is made by {@code allocator} and freed by {@code release}. */
    public OwnedPlans(Kernels kernels, Supplier<M> allocator, Consumer<M> release) {
        this.kernels = kernels;
        this.allocator = allocator;
        this.release = release;
    }

    /**
     * Makes a plan with memory of its own, which is freed at once where planning fails.
     *
     * @throws IllegalStateException if the kernels are closed
     */
    public <T> T plan(Function<M, T> planning) {
        requireOpen();
        M memory = allocator.get();
        boolean kept = false;
        try {
            T plan = Recorder.planned(kernels, () -> planning.apply(memory));
            synchronized (owned) {
                requireOpen();
                owned.add(memory);
                kept = true;
            }
            return plan;
        } finally {
            if (!kept) {
                release.accept(memory);
            }
        }
    }

    private void requireOpen() {
        synchronized (owned) {
            if (closed) {
                throw new IllegalStateException("the kernels must be open, were closed; open the backend again");
            }
        }
    }

    /** Frees every plan. */
    @Override
    public void close() {
        synchronized (owned) {
            closed = true;
            owned.forEach(release);
            owned.clear();
        }
    }
}
