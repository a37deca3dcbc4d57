package pfm.bench.peer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Copies one array over another, so often in one run that the clock does not matter. */
final class ArrayCopy implements MachineLimits.Work, AutoCloseable {
    private static final long LEAST = 1 << 22;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment from;
    private final MemorySegment to;

    ArrayCopy(long bytes) {
        from = arena.allocate(bytes, 64).fill((byte) 1);
        to = arena.allocate(bytes, 64).fill((byte) 2);
    }

    @Override
    public double run() {
        double moved = 0;
        while (moved < LEAST) {
            to.copyFrom(from);
            moved += 2 * from.byteSize();
        }
        return moved;
    }

    @Override
    public void close() {
        arena.close();
    }
}
