package pfm.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import pfm.field.OffHeap;

/** What a plan owns outside the heap: memory, and FFTW's plans for it. */
final class PlanMemory implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final List<Fftw.Plan> transforms = new ArrayList<>();

    /** Owner of the memory. */
    Arena arena() {
        return arena;
    }

    /** Zeroed memory. */
    MemorySegment allocate(long bytes, String purpose) {
        return OffHeap.allocate(arena, bytes, purpose);
    }

    /** Takes over a transform. */
    Fftw.Plan owning(Fftw.Plan transform) {
        transforms.add(transform);
        return transform;
    }

    @Override
    public void close() {
        transforms.forEach(Fftw.Plan::close);
        arena.close();
    }
}
