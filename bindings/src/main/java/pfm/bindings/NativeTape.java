package pfm.bindings;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import pfm.MediumPropagator;
import pfm.Tape;

/** The fields behind the screens of a run, {@code [item][screen]} planes, if there was memory for them. */
final class NativeTape extends Tape {
    private final Optional<MemorySegment> memory;
    private final int screens;
    private final long plane;

    /** Of planes of {@code plane} bytes. */
    NativeTape(MediumPropagator plan, int batch, long plane, Optional<MemorySegment> memory) {
        super(plan, batch);
        this.memory = memory;
        this.plane = plane;
        screens = plan.spec().screens();
    }

    @Override
    public long bytes() {
        return memory.map(MemorySegment::byteSize).orElse(0L);
    }

    /** Whether there was memory. */
    boolean holdsFields() {
        return memory.isPresent();
    }

    /** What an item has behind each screen. */
    List<MemorySegment> ofItem(int item) {
        return IntStream.range(0, screens)
                .mapToObj(s -> memory.orElseThrow().asSlice(((long) item * screens + s) * plane, plane)).toList();
    }
}
