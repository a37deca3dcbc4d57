package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Exact products of vectors with a table of bytes on the device, {@code [summed / 4][results][4]}. */
final class IntegerTable {
    private static final String SOURCE = "integer.cl";
    /** Bytes that are transferred at once. */
    private static final long PORTION = 16 << 20;
    private static final int FOUR = 4;
    private static final int ROWS = 8;
    private static final int WIDTH = 64;

    private final int summed;
    private final int results;
    private final int words;
    private final int pitch;
    private final int lanes;
    private final int width;
    private final Buffer weights;
    private final Buffer packed;
    private final Buffer numbers;
    private final DeviceKernel mark;
    private final DeviceKernel pack;
    private final DeviceKernel product;

    /** A table of {@code summed} rows for {@code results} results of {@code batch} vectors at most. */
    IntegerTable(int summed, int results, int batch, String definitions, OpenClTuning tuning, DeviceMemory memory) {
        this.summed = summed;
        this.results = results;
        words = Math.ceilDiv(summed, FOUR);
        lanes = tuning.lanes();
        pitch = Math.ceilDiv(results, lanes) * lanes;
        width = Math.min(WIDTH, Integer.highestOneBit(tuning.group()));
        weights = memory.allocate((long) words * pitch * FOUR, "the 8-bit weights of a crossbar");
        packed = memory.allocate((long) batch * words * FOUR, batch + " vectors of integers");
        numbers = memory.allocate((long) batch * Integer.BYTES, "marks of vectors");
        String sizes = definitions + "#define LANES " + lanes + "\n#define WIDTH " + width + "\n#define ROWS " + ROWS
                + "\n";
        mark = memory.kernel(SOURCE, sizes, "mark");
        pack = memory.kernel(SOURCE, sizes, "pack");
        product = memory.kernel(SOURCE, sizes, "product");
    }

    /** A table of weights. */
    @FunctionalInterface
    interface Weights {
        /** The weight of a result for one of the numbers that are summed. */
        byte of(int number, int result);
    }

    /** Takes over weights. */
    void load(Weights table) {
        long row = (long) pitch * FOUR;
        int portion = Math.clamp(PORTION / row, 1, words);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment staged = arena.allocate(portion * row, 64);
            for (int first = 0; first < words; first += portion) {
                int count = Math.min(portion, words - first);
                staged.fill((byte) 0); // behind the last number
                for (int s = first * FOUR; s < Math.min(summed, (first + count) * FOUR); s++) {
                    for (int r = 0; r < results; r++) {
                        staged.set(ValueLayout.JAVA_BYTE, (s / FOUR - first) * row + (long) r * FOUR + s % FOUR,
                                table.of(s, r));
                    }
                }
                weights.write(first * row, staged.asSlice(0, count * row));
            }
        }
    }

    /** Starts {@code y = W x} for {@code batch} vectors that follow one another, as results do. */
    void run(int batch, Buffer x, Buffer y) {
        mark.at(0).with(batch).with(numbers).runEach(batch, 1, width);
        pack.at(0).with(batch).with(summed).with(x).with(words).with(packed).with(numbers)
                .run(Math.ceilDiv(words, width), batch, width);
        product.at(0).with(batch).with(results).with(words).with(weights).with(pitch).with(packed).with(numbers).with(y)
                .run(Math.ceilDiv(results, width * lanes), Math.ceilDiv(batch, ROWS), width);
    }
}
