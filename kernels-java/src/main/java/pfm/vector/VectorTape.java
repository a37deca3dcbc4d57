package pfm.vector;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

import pfm.MediumPropagator;
import pfm.Tape;

/**
 * The fields behind the screens of a run, if there was memory for them. On the way back, each is replaced by the
 * gradients of its item.
 */
final class VectorTape extends Tape {
    private final Optional<MemorySegment> memory;
    /** {@code [item][screen]} on the way there. */
    private final KeptField[][] there;
    /** {@code [item][screen]} on the way back. */
    private final KeptField[][] back;
    /** {@code [screen][item]}. */
    private final KeptField[][] ofScreen;

    VectorTape(MediumPropagator plan, int batch, Geometry geometry, Optional<MemorySegment> memory) {
        super(plan, batch);
        this.memory = memory;
        int screens = plan.spec().screens();
        int items = memory.isPresent() ? batch : 0;
        there = new KeptField[items][screens];
        back = new KeptField[items][screens];
        ofScreen = new KeptField[screens][items];
        for (int item = 0; item < items; item++) {
            for (int s = 0; s < screens; s++) {
                long at = ((long) item * screens + s) * geometry.bytes();
                KeptField field = new KeptField(geometry, memory.get().asSlice(at, geometry.bytes()));
                there[item][s] = field;
                back[item][screens - 1 - s] = field;
                ofScreen[s][item] = field;
            }
        }
    }

    @Override
    public long bytes() {
        return memory.map(MemorySegment::byteSize).orElse(0L);
    }

    /** Whether there was memory. */
    boolean holdsFields() {
        return memory.isPresent();
    }

    /** Where each item keeps the field behind each screen. */
    KeptField[][] there() {
        return there;
    }

    /** The same fields in the order of the way back. */
    KeptField[][] back() {
        return back;
    }

    /** What all items have at a screen. */
    KeptField[] ofScreen(int screen) {
        return ofScreen[screen];
    }
}
