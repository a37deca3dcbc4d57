package pfm.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import pfm.bindings.Fftw;
import pfm.bindings.Fftw.Direction;
import pfm.bindings.Fftw.Plan;
import pfm.bindings.Fftw.Rigor;
import pfm.bindings.Fftw.Transform;
import pfm.field.Grid;
import pfm.field.OffHeap;

/** Planes that FFTW transforms, by plans that it chose by measuring. */
final class FftwPlanes implements Planes {
    private final String version;
    private final List<MemorySegment> samples = new ArrayList<>();
    private final List<Plan> forward = new ArrayList<>();
    private final List<Plan> inverse = new ArrayList<>();

    /** Planes in memory of {@code arena}, each transformed by {@code threads} threads. */
    FftwPlanes(Grid grid, int batch, int threads, Arena arena) {
        Fftw fftw = Fftw.open();
        version = fftw.version();
        for (int item = 0; item < batch; item++) {
            Transform there = new Transform(grid.ny(), grid.nx(), 1, Direction.FORWARD);
            Transform back = new Transform(grid.ny(), grid.nx(), 1, Direction.INVERSE);
            MemorySegment plane = OffHeap.allocate(arena, there.bytes(), "a plane for FFTW");
            samples.add(plane);
            forward.add(fftw.plan(there, plane, plane, threads, Rigor.MEASURE));
            inverse.add(fftw.plan(back, plane, plane, threads, Rigor.MEASURE));
        }
    }

    @Override
    public String describe() {
        return version;
    }

    @Override
    public MemorySegment samples(int item) {
        return samples.get(item);
    }

    @Override
    public void forward(int item) {
        forward.get(item).execute();
    }

    @Override
    public void inverse(int item) {
        inverse.get(item).execute();
    }

    @Override
    public void close() {
        forward.forEach(Plan::close);
        inverse.forEach(Plan::close);
    }
}
