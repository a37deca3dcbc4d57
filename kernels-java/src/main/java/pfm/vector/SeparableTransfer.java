package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import pfm.fft.FftRecipe;
import pfm.field.OffHeap;
import pfm.optics.TransferFunction;
import pfm.simd.Lanes;

/**
 * A transfer function that is a product of one factor for each column and one for each row: next to no memory traffic.
 *
 * @param alongX a block for each column tile
 * @param alongY (re, im, −im) for each position along y
 * @param row    0, 1, 2 …
 */
record SeparableTransfer(MemorySegment alongX, float[] alongY, int[] row) implements Transfer {
    /** How many factors are computed at once; they and a stretch share the first-level cache. */
    static final int COMPUTED = 64;

    static SeparableTransfer of(TransferFunction h, Geometry geometry, FftRecipe x, FftRecipe y, Arena arena) {
        MemorySegment alongX = OffHeap.allocate(arena, geometry.columnTiles() * Lanes.BLOCK, "a transfer function");
        double[] hx = h.alongX();
        double[] hy = h.alongY();
        double scale = 1.0 / h.grid().samples();
        for (int column = 0; column < geometry.nx(); column++) {
            int k = 2 * x.frequency(column);
            Transfer.put(alongX, column / Lanes.COUNT * Lanes.BLOCK, column % Lanes.COUNT,
                    scale * hx[k], scale * hx[k + 1]);
        }
        double[] permuted = new double[2 * geometry.ny()];
        for (int p = 0; p < geometry.ny(); p++) {
            permuted[2 * p] = hy[2 * y.frequency(p)];
            permuted[2 * p + 1] = hy[2 * y.frequency(p) + 1];
        }
        int[] row = new int[COMPUTED];
        Arrays.setAll(row, k -> k);
        return new SeparableTransfer(alongX, Pointwise.scalars(permuted, 1), row);
    }

    @Override
    public int tile(int place) {
        return place;
    }

    @Override
    public void apply(
            Butterflies last, MemorySegment a, long at, int columnTile, int from, int to, MemorySegment computed) {
        if (!last.filtersInRegisters()) {
            last.forward(a, at);
            Pointwise.multiplySeparable(a, at, to - from, alongX, columnTile * Lanes.BLOCK, alongY, from);
            last.inverse(a, at);
            return;
        }
        for (int p = from; p < to; p += COMPUTED) {
            int count = Math.min(COMPUTED, to - p);
            Pointwise.outer(alongX, columnTile * Lanes.BLOCK, alongY, p, computed, count);
            last.filter(
                    a, at + (p - from) * Lanes.BLOCK, count, computed, 0, COMPUTED, row, 0, Pointwise.ASCENDING);
        }
    }
}
