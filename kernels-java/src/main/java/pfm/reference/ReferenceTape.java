package pfm.reference;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

import pfm.MediumPropagator;
import pfm.Tape;
import pfm.field.Grid;

/** The fields behind the screens of a run in float64, {@code [item][screen]}, if there was memory for them. */
final class ReferenceTape extends Tape {
    private final Optional<MemorySegment> memory;
    private final int screens;
    private final long planeBytes;

    ReferenceTape(MediumPropagator plan, int batch, Optional<MemorySegment> memory) {
        super(plan, batch);
        this.memory = memory;
        screens = plan.spec().screens();
        planeBytes = planeBytes(plan.grid());
    }

    /** Bytes of one field. */
    static long planeBytes(Grid grid) {
        return 2 * grid.samples() * Double.BYTES;
    }

    @Override
    public long bytes() {
        return memory.map(MemorySegment::byteSize).orElse(0L);
    }

    /** Whether there was memory. */
    boolean holdsFields() {
        return memory.isPresent();
    }

    /** Where the field behind a screen lies. */
    MemorySegment field(int item, int screen) {
        return memory.orElseThrow().asSlice(((long) item * screens + screen) * planeBytes, planeBytes);
    }
}
