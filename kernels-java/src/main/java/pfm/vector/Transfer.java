package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import pfm.fft.FftRecipe;
import pfm.field.OffHeap;
import pfm.optics.TransferFunction;

/**
 * A transfer function in the order in which transforms leave a spectrum, divided by the samples of the grid because the
 * inverse transforms do not divide. Exact: a block for each column tile and each frequency {@code 0 … ny/2}, since H is
 * even. Separable: a block for each column tile and a number for each row.
 */
final class Transfer {
    private final MemorySegment table;
    /** Bytes of a column tile's entries. */
    private final long tileBytes;
    /** Exact: which block holds the frequency of each position along y. */
    private final int[] row;
    /** Separable: the factor of each position along y; else empty. */
    private final float[] alongY;

    private Transfer(MemorySegment table, long tileBytes, int[] row, float[] alongY) {
        this.table = table;
        this.tileBytes = tileBytes;
        this.row = row;
        this.alongY = alongY;
    }

    /** Computes the table. */
    static Transfer of(TransferFunction h, Geometry geometry, FftRecipe x, FftRecipe y, Workers workers, Arena arena) {
        return h.separable() ? separable(h, geometry, x, y, arena) : exact(h, geometry, x, y, workers, arena);
    }

    /** Multiplies positions {@code from … to − 1} along y of a column tile that starts at byte {@code base}. */
    void apply(MemorySegment a, long base, int columnTile, int from, int to) {
        long at = base + from * Lanes.BLOCK;
        if (alongY.length > 0) {
            Pointwise.multiplySeparable(a, at, to - from, table, columnTile * tileBytes, alongY, from);
        } else {
            Pointwise.multiplyRows(a, at, to - from, table, columnTile * tileBytes, row, from);
        }
    }

    private static Transfer separable(TransferFunction h, Geometry geometry, FftRecipe x, FftRecipe y, Arena arena) {
        MemorySegment table = OffHeap.allocate(arena, geometry.columnTiles() * Lanes.BLOCK, "a transfer function");
        double[] hx = h.alongX();
        double[] hy = h.alongY();
        double scale = 1.0 / h.grid().samples();
        for (int column = 0; column < geometry.nx(); column++) {
            int k = x.frequency(column);
            put(table, 0, Lanes.BLOCK, column, scale * hx[2 * k], scale * hx[2 * k + 1]);
        }
        double[] permuted = new double[2 * geometry.ny()];
        for (int p = 0; p < geometry.ny(); p++) {
            permuted[2 * p] = hy[2 * y.frequency(p)];
            permuted[2 * p + 1] = hy[2 * y.frequency(p) + 1];
        }
        return new Transfer(table, Lanes.BLOCK, new int[0], Pointwise.scalars(permuted, 1));
    }

    private static Transfer exact(
            TransferFunction h, Geometry geometry, FftRecipe x, FftRecipe y, Workers workers, Arena arena) {
        int half = geometry.ny() / 2 + 1;
        long tileBytes = half * Lanes.BLOCK;
        MemorySegment table = OffHeap.allocate(
                arena, geometry.columnTiles() * tileBytes, "a transfer function of " + h.grid());
        int[] folded = new int[geometry.nx()];
        for (int column = 0; column < folded.length; column++) {
            folded[column] = Math.min(x.frequency(column), geometry.nx() - x.frequency(column));
        }
        double scale = 1.0 / h.grid().samples();
        workers.split(half, (worker, from, to) -> {
            double[] line = new double[2 * (geometry.nx() / 2 + 1)];
            double[] entry = new double[2];
            for (int ky = from; ky < to; ky++) {
                for (int kx = 0; kx <= geometry.nx() / 2; kx++) {
                    h.entry(kx, ky, entry);
                    line[2 * kx] = scale * entry[0];
                    line[2 * kx + 1] = scale * entry[1];
                }
                for (int column = 0; column < folded.length; column++) {
                    int at = 2 * folded[column];
                    put(table, ky * Lanes.BLOCK, tileBytes, column, line[at], line[at + 1]);
                }
            }
        });
        int[] row = new int[geometry.ny()];
        for (int p = 0; p < row.length; p++) {
            row[p] = Math.min(y.frequency(p), geometry.ny() - y.frequency(p));
        }
        return new Transfer(table, tileBytes, row, new float[0]);
    }

    private static void put(MemorySegment table, long base, long tileBytes, int column, double re, double im) {
        long at = base + column / Lanes.COUNT * tileBytes + column % Lanes.COUNT * 4L;
        table.set(ValueLayout.JAVA_FLOAT, at, normal(re));
        table.set(ValueLayout.JAVA_FLOAT, at + Lanes.BYTES, normal(im));
    }

    /** The number in float32, zero where it would be subnormal: products with subnormals are slow. */
    private static float normal(double value) {
        return Math.abs(value) < Float.MIN_NORMAL ? 0 : (float) value;
    }
}
