package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

import pfm.field.Grid;
import pfm.optics.TransferFunction;

/**
 * A transfer function on a device, divided by the count of samples, in the order that transforms of rows and columns
 * leave: a plane of cells, or, where it is separable, one row of cells and a factor along y.
 *
 * @param separable whether there is a factor along y
 * @param cells     of the plane or the row
 * @param alongY    the factor; of no meaning where H is not separable
 */
record Transfer(boolean separable, Buffer cells, Buffer alongY) {
    /** Rows of a table are made and transferred in portions of about this many bytes. */
    private static final long PORTION = 64 << 20;

    /**
     * How a plane of cells is laid out.
     *
     * @param pitch       cells of a row
     * @param lanes       floats of a cell's part
     * @param interleaved rows that take turns, cell by cell
     */
    record Layout(int pitch, int lanes, int interleaved) {
    }

    static Transfer of(TransferFunction h, LineRecipe x, LineRecipe y, Layout layout, DeviceMemory memory) {
        return h.separable() ? factors(h, x, y, layout, memory) : table(h, x, y, layout, memory);
    }

    private static Transfer factors(
            TransferFunction h, LineRecipe x, LineRecipe y, Layout layout, DeviceMemory memory) {
        Grid grid = h.grid();
        double[] alongX = h.alongX();
        int lanes = layout.lanes();
        double[] row = new double[2 * layout.pitch() * lanes];
        for (int p = 0; p < grid.nx(); p++) {
            int k = x.frequency(p);
            int at = at(p, lanes);
            row[at] = alongX[2 * k] / grid.samples();
            row[at + lanes] = alongX[2 * k + 1] / grid.samples();
        }
        double[] alongY = h.alongY();
        double[] column = new double[alongY.length];
        for (int p = 0; p < grid.ny(); p++) {
            column[2 * p] = alongY[2 * y.frequency(p)];
            column[2 * p + 1] = alongY[2 * y.frequency(p) + 1];
        }
        return new Transfer(true, memory.floats(row, "a transfer function"),
                memory.floats(column, "a transfer function"));
    }

    private static Transfer table(
            TransferFunction h, LineRecipe x, LineRecipe y, Layout layout, DeviceMemory memory) {
        int ny = h.grid().ny();
        int together = layout.interleaved();
        long rowBytes = 2L * layout.pitch() * layout.lanes() * Float.BYTES;
        Buffer table = memory.allocate(ny * rowBytes, "a transfer function");
        int portion = Math.clamp(PORTION / rowBytes / together, 1, ny / together) * together;
        try (Arena staging = Arena.ofShared()) {
            MemorySegment rows = staging.allocate(portion * rowBytes, 64);
            for (int first = 0; first < ny; first += portion) {
                int start = first;
                int count = Math.min(portion, ny - first);
                IntStream.range(0, count).parallel().forEach(r ->
                        writeRow(h, x, y.frequency(start + r), layout, rows.asSlice(r / together * together * rowBytes,
                                together * rowBytes), r % together));
                table.write(first * rowBytes, rows.asSlice(0, count * rowBytes));
            }
        }
        return new Transfer(false, table, table);
    }

    /** H is even in kx: half of a row is computed. */
    private static void writeRow(
            TransferFunction h, LineRecipe x, int ky, Layout layout, MemorySegment rows, int number) {
        Grid grid = h.grid();
        int nx = grid.nx();
        double[] half = new double[2 * (nx / 2 + 1)];
        double[] entry = new double[2];
        for (int kx = 0; kx <= nx / 2; kx++) {
            h.entry(kx, ky, entry);
            half[2 * kx] = entry[0] / grid.samples();
            half[2 * kx + 1] = entry[1] / grid.samples();
        }
        for (int p = 0; p < nx; p++) {
            int k = x.frequency(p);
            int from = 2 * Math.min(k, nx - k);
            int at = at(p * layout.interleaved() + number, layout.lanes());
            rows.setAtIndex(ValueLayout.JAVA_FLOAT, at, (float) half[from]);
            rows.setAtIndex(ValueLayout.JAVA_FLOAT, at + layout.lanes(), (float) half[from + 1]);
        }
    }

    /** Number of the real part of a point in a row of cells. */
    private static int at(int point, int lanes) {
        return point / lanes * 2 * lanes + point % lanes;
    }
}
