package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import pfm.fft.FftRecipe;
import pfm.field.OffHeap;
import pfm.simd.Lanes;
import pfm.simd.Workers;

/** What one worker needs to work on the tiles of any field of a plan. */
final class Workspace {
    private final Geometry geometry;
    private final LineFft alongY;
    private final MemorySegment scratch;
    private final RowTile rows;
    private final LineFft.Product product = this::product;
    /** Room for factors that are computed when they are needed. */
    private final MemorySegment factors;
    private Transfer transfer;
    private int columnTile;

    private Workspace(Geometry geometry, LineFft alongX, LineFft alongY, Arena arena) {
        this.geometry = geometry;
        this.alongY = alongY;
        int blocks = Math.max(alongX.scratchBlocks(), alongY.scratchBlocks());
        scratch = OffHeap.allocate(arena, blocks * Lanes.BLOCK, "scratch memory of a transform");
        factors = OffHeap.allocate(arena, SeparableTransfer.COMPUTED * Lanes.BLOCK, "factors of a transfer function");
        rows = new RowTile(geometry, alongX, scratch, arena);
    }

    /** One for each worker. */
    static Workspace[] all(Geometry geometry, FftRecipe x, FftRecipe y, VectorTuning tuning, Workers workers,
            Arena arena) {
        LineFft alongX = LineFft.of(x, tuning);
        LineFft alongY = LineFft.of(y, tuning);
        Workspace[] all = new Workspace[workers.count()];
        for (int w = 0; w < all.length; w++) {
            all[w] = new Workspace(geometry, alongX, alongY, arena);
        }
        return all;
    }

    /** The row tile. */
    RowTile rows() {
        return rows;
    }

    /** Transforms the columns of a tile of a spectrum, multiplies by H, transforms back. */
    void filterColumns(MemorySegment spectrum, Transfer transfer, int columnTile) {
        this.transfer = transfer;
        this.columnTile = columnTile;
        alongY.filter(spectrum, columnTile * geometry.tileStride(), scratch, product);
    }

    private void product(Butterflies last, MemorySegment a, long at, int from, int to) {
        transfer.apply(last, a, at, columnTile, from, to, factors);
    }
}
