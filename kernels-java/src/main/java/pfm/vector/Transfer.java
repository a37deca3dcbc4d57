package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import pfm.fft.FftRecipe;
import pfm.field.OffHeap;
import pfm.optics.TransferFunction;

/**
 * A transfer function in the order in which transforms leave a spectrum, divided by the samples of the grid because the
 * inverse transforms do not divide. Exact: a block for each column tile and each frequency {@code 0 … ny/2}, since H is
 * even. Separable: a block for each column tile and a number for each row.
 */
final class Transfer {
    /** Separable: how many factors are computed at once; they and a stretch share the first-level cache. */
    static final int COMPUTED = 64;

    private final MemorySegment table;
    /** Bytes of a column tile's entries. */
    private final long tileBytes;
    /** Exact: which block holds the frequency of each position along y. Separable: every block its own. */
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

    /** The product on positions {@code from … to − 1} along y of a column tile; see {@link LineFft.Product}. */
    void apply(Butterflies last, MemorySegment a, long at, int columnTile, int from, int to, MemorySegment computed) {
        if (alongY.length == 0) {
            last.filter(a, at, to - from, table, columnTile * tileBytes, row, from);
        } else if (last.filtersInRegisters()) {
            for (int p = from; p < to; p += COMPUTED) {
                int count = Math.min(COMPUTED, to - p);
                Pointwise.outer(table, columnTile * tileBytes, alongY, p, computed, count);
                last.filter(a, at + (p - from) * Lanes.BLOCK, count, computed, 0, row, 0);
            }
        } else {
            last.forward(a, at);
            Pointwise.multiplySeparable(a, at, to - from, table, columnTile * tileBytes, alongY, from);
            last.inverse(a, at);
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
        int[] row = new int[COMPUTED];
        Arrays.setAll(row, k -> k);
        return new Transfer(table, Lanes.BLOCK, row, Pointwise.scalars(permuted, 1));
    }

    private static Transfer exact(
            TransferFunction h, Geometry geometry, FftRecipe x, FftRecipe y, Workers workers, Arena arena) {
        int half = geometry.ny() / 2 + 1;
        long tileBytes = half * Lanes.BLOCK;
        MemorySegment table = OffHeap.allocate(
                arena, geometry.columnTiles() * tileBytes, "a transfer function of " + h.grid());
        int[] row = new int[geometry.ny()];
        int[] frequency = inOrderOfUse(y, row);
        int[] folded = new int[geometry.nx()];
        for (int column = 0; column < folded.length; column++) {
            folded[column] = Math.min(x.frequency(column), geometry.nx() - x.frequency(column));
        }
        double scale = 1.0 / h.grid().samples();
        workers.split(half, (worker, from, to) -> {
            double[] line = new double[2 * (geometry.nx() / 2 + 1)];
            double[] entry = new double[2];
            for (int block = from; block < to; block++) {
                for (int kx = 0; kx <= geometry.nx() / 2; kx++) {
                    h.entry(kx, frequency[block], entry);
                    line[2 * kx] = scale * entry[0];
                    line[2 * kx + 1] = scale * entry[1];
                }
                for (int column = 0; column < folded.length; column++) {
                    int at = 2 * folded[column];
                    put(table, block * Lanes.BLOCK, tileBytes, column, line[at], line[at + 1]);
                }
            }
        });
        return new Transfer(table, tileBytes, row, new float[0]);
    }

    /**
     * Frequencies {@code 0 … ny/2} in the order in which positions first need them or their negatives, so that the
     * table is read as a stream; {@code row} receives the index of each position's. In the order of the frequencies,
     * a column pass at 2048² takes a tenth longer.
     */
    private static int[] inOrderOfUse(FftRecipe recipe, int[] row) {
        int[] frequency = new int[row.length / 2 + 1];
        int[] index = new int[frequency.length];
        Arrays.fill(index, -1);
        int used = 0;
        for (int p = 0; p < row.length; p++) {
            int k = Math.min(recipe.frequency(p), row.length - recipe.frequency(p));
            if (index[k] < 0) {
                index[k] = used;
                frequency[used++] = k;
            }
            row[p] = index[k];
        }
        return frequency;
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
