package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Products of vectors with parts of a table of weights on the device, {@code [summed][results]}. */
final class WeightTable {
    /** The source of the kernels. */
    static final String SOURCE = "crossbar.cl";

    /** Bytes that are transferred at once. */
    private static final long PORTION = 16 << 20;
    private static final int ROWS = 8;
    private static final int WIDTH = 64;
    private static final int PARTS = 4;
    /** Vectors and outputs of a tile of {@code tiledProduct}, its work-items and bytes of local memory. */
    private static final int SIDE = 64;
    private static final int TILE_ITEMS = 256;
    private static final int TILE_BYTES = 16 * (2 * SIDE + 4) * Float.BYTES;
    /** Vectors from which on a tile is more than a quarter full. */
    private static final int FEW = 16;

    private final int summed;
    private final int results;
    private final Buffer weights;
    private final int pitch;
    private final int lanes;
    private final int width;
    private final int parts;
    private final DeviceKernel kernel;
    private final int units;
    /** Null where groups are too small for it. */
    private final DeviceKernel tiled;

    /** A table of {@code summed} rows, which are whole cells, for {@code results} results. */
    WeightTable(int summed, int results, OpenClTuning tuning, DeviceMemory memory) {
        this.summed = summed;
        this.results = results;
        lanes = tuning.lanes();
        pitch = Math.ceilDiv(results, lanes) * lanes;
        weights = memory.allocate(((long) summed * pitch + Wave.SLACK) * Float.BYTES, "the weights of a crossbar");
        boolean fits = (long) PARTS * WIDTH * ROWS * lanes * Float.BYTES <= tuning.local();
        parts = fits && tuning.group() >= PARTS * WIDTH ? PARTS : 1;
        width = Math.min(WIDTH, Integer.highestOneBit(tuning.group()));
        kernel = memory.kernel(SOURCE, "#define LANES " + lanes + "\n#define WIDTH " + width + "\n#define PARTS "
                + parts + "\n#define ROWS " + ROWS + "\n", "product");
        units = memory.device().description().units();
        tiled = tuning.group() >= TILE_ITEMS && tuning.local() >= TILE_BYTES
                ? memory.kernel("product.cl", "", "tiledProduct") : null;
    }

    /** A table of weights. */
    @FunctionalInterface
    interface Weights {
        /** The weight of a result for one of the numbers that are summed. */
        float of(int number, int result);
    }

    /** Takes over weights. */
    void load(Weights table) {
        long row = (long) pitch * Float.BYTES;
        int portion = Math.clamp(PORTION / row, 1, summed);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment staged = arena.allocate(portion * row, 64);
            for (int first = 0; first < summed; first += portion) {
                int count = Math.min(portion, summed - first);
                for (int s = 0; s < count; s++) {
                    for (int r = 0; r < results; r++) {
                        staged.setAtIndex(ValueLayout.JAVA_FLOAT, (long) s * pitch + r, table.of(first + s, r));
                    }
                }
                weights.write(first * row, staged.asSlice(0, count * row));
            }
        }
    }

    /**
     * Starts {@code y = factor·W x} for vectors of {@code summed} numbers and {@code results} results.
     *
     * @param firstSummed first row of the table that is used
     * @param firstResult first column of the table that is used
     */
    void run(int batch, int results, int summed, int firstSummed, int firstResult,
            Buffer x, int xPitch, int xAt, Buffer y, int yPitch, int yAt, float factor) {
        int across = Math.ceilDiv(results, SIDE);
        int down = Math.ceilDiv(batch, SIDE);
        boolean tiles = tiled != null && batch > FEW && (long) across * down >= units;
        DeviceKernel chosen = tiles ? tiled : kernel;
        chosen.at(0).with(batch).with(results).with(summed).with(weights).with(pitch)
                .with((long) firstSummed * pitch + firstResult).with(x).with(xPitch).with(xAt)
                .with(y).with(yPitch).with(yAt).with(factor);
        if (tiles) {
            tiled.run(across, down, TILE_ITEMS);
        } else { // not enough tiles for all compute units: groups share sums instead
            kernel.run(Math.ceilDiv(results, width * lanes), Math.ceilDiv(batch, ROWS), width * parts);
        }
    }
}
