package pfm.opencl;

import java.util.ArrayList;
import java.util.List;

import pfm.MediumPropagator;
import pfm.Tape;

/**
 * What a run leaves on the device: the fields behind all screens, or, where memory is short, the checkpoints between
 * which a gradient computes them again, or nothing.
 */
final class OpenClTape extends Tape {
    private final Kind kind;
    private final int items;
    /** Of each part of the batch, by screen or by checkpoint. */
    private final List<List<Buffer>> parts = new ArrayList<>();

    /** What a tape holds. */
    enum Kind {
        FIELDS, CHECKPOINTS, NOTHING
    }

    /** A tape that has no memory yet, of runs that go in parts of so many items. */
    OpenClTape(MediumPropagator plan, int batch, Kind kind, int items) {
        super(plan, batch);
        this.kind = kind;
        this.items = items;
    }

    /** Takes memory: {@code planes} buffers of {@code plane} bytes an item for each part. */
    void allocate(int planes, long plane, DeviceMemory memory) {
        for (int first = 0; first < batch(); first += items) {
            List<Buffer> part = new ArrayList<>();
            parts.add(part);
            for (int i = 0; i < planes; i++) {
                part.add(memory.allocate(Math.min(items, batch() - first) * plane, "a tape"));
            }
        }
    }

    /** Gives the memory back. */
    void free(DeviceMemory memory) {
        parts.forEach(part -> part.forEach(memory::release));
        parts.clear();
    }

    Kind kind() {
        return kind;
    }

    /** Items that are handled together. */
    int items() {
        return items;
    }

    /** What it has of the items from one on, the first one of a part. */
    List<Buffer> part(int firstItem) {
        return parts.get(firstItem / items);
    }

    @Override
    public long bytes() {
        return parts.stream().flatMap(List::stream).mapToLong(Buffer::bytes).sum();
    }
}
