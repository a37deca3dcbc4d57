package pfm.bindings;

import java.lang.foreign.MemorySegment;

import pfm.bindings.Fftw.Direction;
import pfm.bindings.Fftw.Rigor;
import pfm.bindings.Fftw.Transform;
import pfm.field.Grid;

/** Plans FFTW's transforms as a {@link NativeTuning} says, and keeps what FFTW learns. */
final class NativePlanner {
    private final Fftw fftw;
    private final Rigor rigor;
    private final Wisdom wisdom;

    NativePlanner(Fftw fftw, NativeTuning tuning) {
        this.fftw = fftw;
        this.rigor = tuning.rigor();
        this.wisdom = Wisdom.standard(fftw);
        wisdom.load();
    }

    /** Plans a transform of a plane in place; overwrites the memory. */
    Fftw.Plan plan(Grid grid, Direction direction, MemorySegment memory) {
        return keeping(fftw.plan(new Transform(grid.ny(), grid.nx(), 1, direction), memory, memory, 1, rigor));
    }

    /** Plans transforms of lines in place; overwrites the memory. */
    Fftw.Plan plan(FftwLines lines, MemorySegment memory) {
        return keeping(fftw.plan(lines, memory, rigor));
    }

    private Fftw.Plan keeping(Fftw.Plan plan) {
        if (rigor != Rigor.ESTIMATE) {
            wisdom.store();
        }
        return plan;
    }
}
