package pfm.bindings;

import java.lang.foreign.MemorySegment;

import pfm.bindings.Fftw.Direction;
import pfm.bindings.Fftw.Rigor;
import pfm.bindings.Fftw.Transform;
import pfm.field.Grid;

/** Plans FFTW's transforms as a {@link NativeTuning} says, and keeps what FFTW learns. */
final class NativePlanner {
    /** Below it, threads cost more than they bring. */
    private static final long SAMPLES_FOR_THREADS = 1 << 14;

    private final Fftw fftw;
    private final int threads;
    private final Rigor rigor;
    private final Wisdom wisdom;

    NativePlanner(Fftw fftw, NativeTuning tuning) {
        this.fftw = fftw;
        this.threads = fftw.threaded() ? tuning.threads() : 1;
        this.rigor = tuning.rigor();
        this.wisdom = Wisdom.standard(fftw);
        wisdom.load();
    }

    /** Threads of a transform at most. */
    int threads() {
        return threads;
    }

    /** Plans a transform of a plane in place; overwrites the memory. */
    Fftw.Plan plan(Grid grid, Direction direction, MemorySegment memory) {
        Fftw.Plan plan = fftw.plan(new Transform(grid.ny(), grid.nx(), 1, direction), memory, memory,
                grid.samples() < SAMPLES_FOR_THREADS ? 1 : threads, rigor);
        if (rigor != Rigor.ESTIMATE) {
            wisdom.store();
        }
        return plan;
    }
}
