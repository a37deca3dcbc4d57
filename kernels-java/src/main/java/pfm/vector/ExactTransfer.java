package pfm.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import pfm.fft.FftRecipe;
import pfm.field.OffHeap;
import pfm.optics.TransferFunction;
import pfm.simd.Lanes;
import pfm.simd.Workers;

/**
 * A transfer function as a table that makes use of H being even. Along y it has frequencies {@code 0 … ny/2} alone, in
 * the order in which positions first need them or their negatives, so that it is read as a stream. Along x, most column
 * tiles hold the negatives of another tile's frequencies in reverse: the two share a table, one with reversed lanes,
 * and follow each other in a column pass, so that the second finds the table in the cache.
 *
 * <p>At 2048² the bytes of the table cost a fifth of a column pass, where each tile has its own (2-core Xeon, 2026-11).
 *
 * @param table     {@code [tables][ny/2 + 1]} blocks
 * @param order     column tiles in the order of a column pass
 * @param tableOf   the table of each column tile
 * @param reversed  whether a column tile takes the lanes of its table in reverse
 * @param row       which block of a table holds the frequency of each position along y
 */
record ExactTransfer(MemorySegment table, int[] order, int[] tableOf, boolean[] reversed, int[] row)
        implements Transfer {

    static ExactTransfer of(
            TransferFunction h, Geometry geometry, FftRecipe x, FftRecipe y, Workers workers, Arena arena) {
        int tiles = geometry.columnTiles();
        int[] tableOf = new int[tiles];
        boolean[] reversed = new boolean[tiles];
        List<List<Integer>> columns = share(x, tableOf, reversed);
        int[] order = IntStream.range(0, tiles).boxed().sorted(Comparator.comparingInt(tile -> tableOf[tile]))
                .mapToInt(Integer::intValue).toArray();
        int[] row = new int[geometry.ny()];
        int[] frequency = inOrderOfUse(y, row);
        MemorySegment table = OffHeap.allocate(arena, columns.size() * frequency.length * Lanes.BLOCK,
                "a transfer function of " + h.grid());
        double scale = 1.0 / h.grid().samples();
        workers.split(frequency.length, (worker, from, to) -> {
            double[] line = new double[2 * (geometry.nx() / 2 + 1)];
            double[] entry = new double[2];
            for (int block = from; block < to; block++) {
                for (int kx = 0; kx <= geometry.nx() / 2; kx++) {
                    h.entry(kx, frequency[block], entry);
                    line[2 * kx] = scale * entry[0];
                    line[2 * kx + 1] = scale * entry[1];
                }
                for (int t = 0; t < columns.size(); t++) {
                    long at = ((long) t * frequency.length + block) * Lanes.BLOCK;
                    for (int lane = 0; lane < columns.get(t).size(); lane++) {
                        int kx = columns.get(t).get(lane);
                        Transfer.put(table, at, lane, line[2 * kx], line[2 * kx + 1]);
                    }
                }
            }
        });
        return new ExactTransfer(table, order, tableOf, reversed, row);
    }

    @Override
    public int tile(int place) {
        return order[place];
    }

    @Override
    public void apply(
            Butterflies last, MemorySegment a, long at, int columnTile, int from, int to, MemorySegment computed) {
        int entries = row.length / 2 + 1;
        long first = tableOf[columnTile] * entries * Lanes.BLOCK;
        float[] lanes = reversed[columnTile] ? Pointwise.DESCENDING : Pointwise.ASCENDING;
        last.filter(a, at, to - from, table, first, entries, row, from, lanes);
    }

    /**
     * Finds which column tiles share a table.
     *
     * @return the frequency in each lane of each table, up to its sign; fewer where the last tile has fewer columns
     */
    private static List<List<Integer>> share(FftRecipe x, int[] tableOf, boolean[] reversed) {
        List<List<Integer>> columns = new ArrayList<>();
        Map<List<Integer>, Integer> tables = new HashMap<>();
        for (int tile = 0; tile < tableOf.length; tile++) {
            List<Integer> frequencies = new ArrayList<>();
            for (int p = tile * Lanes.COUNT; p < Math.min(x.length(), (tile + 1) * Lanes.COUNT); p++) {
                frequencies.add(Math.min(x.frequency(p), x.length() - x.frequency(p)));
            }
            Integer mirror = tables.get(frequencies.reversed());
            reversed[tile] = mirror != null && frequencies.size() == Lanes.COUNT;
            tableOf[tile] = reversed[tile] ? mirror : columns.size();
            if (!reversed[tile]) {
                tables.put(frequencies, columns.size());
                columns.add(frequencies);
            }
        }
        return columns;
    }

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
}
