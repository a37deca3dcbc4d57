package pfm.abi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.field.Field;
import pfm.field.Grid;

/** A field in memory of its own, to and from which interleaved ones are converted. It grows with the batch. */
final class PlanarField {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private Arena memory;
    private Field all;

    /** The field for a batch; what it holds is arbitrary. */
    Field field(Grid grid, int batch) {
        if (all == null || all.batch() < batch) {
            close();
            Arena arena = Arena.ofShared();
            boolean kept = false;
            try {
                all = Field.zeros(grid, batch, arena);
                memory = arena;
                kept = true;
            } finally {
                if (!kept) {
                    arena.close();
                }
            }
        }
        return all.items(0, batch);
    }

    /** Takes over an interleaved field. */
    static void read(MemorySegment from, Field to) {
        MemorySegment re = to.re();
        MemorySegment im = to.im();
        long samples = re.byteSize() / Float.BYTES;
        for (long i = 0; i < samples; i++) {
            re.setAtIndex(FLOAT, i, from.getAtIndex(FLOAT, 2 * i));
            im.setAtIndex(FLOAT, i, from.getAtIndex(FLOAT, 2 * i + 1));
        }
    }

    /** Gives a field as an interleaved one. */
    static void write(Field from, MemorySegment to) {
        MemorySegment re = from.re();
        MemorySegment im = from.im();
        long samples = re.byteSize() / Float.BYTES;
        for (long i = 0; i < samples; i++) {
            to.setAtIndex(FLOAT, 2 * i, re.getAtIndex(FLOAT, i));
            to.setAtIndex(FLOAT, 2 * i + 1, im.getAtIndex(FLOAT, i));
        }
    }

    /** Frees the memory. */
    void close() {
        if (memory != null) {
            memory.close();
            memory = null;
            all = null;
        }
    }
}
