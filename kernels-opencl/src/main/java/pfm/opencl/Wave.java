package pfm.opencl;

import java.lang.foreign.MemorySegment;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.optics.TransferFunction;

/**
 * The state of some items of a batch on a device, and the passes over it: it enters, diffracts and leaves. Along x it
 * stands in the order that the transform of a row leaves.
 */
final class Wave {
    /** Samples that a kernel may read behind the last one of a plane of floats. */
    static final int SLACK = 16;

    private static final String SOURCE = "angular_spectrum.cl";

    private final Grid grid;
    private final OpenClTuning tuning;
    private final DeviceMemory memory;
    private final LineRecipe x;
    private final LineRecipe y;
    private final Tiles rows;
    private final Tiles columns;
    private final int items;
    private final int cells;
    private final int pitch;
    private final Buffer states;
    private final Buffer re;
    private final Buffer im;
    private final Buffer rowScratch;
    private final Buffer columnScratch;
    private final DeviceKernel enter;
    private final DeviceKernel leave;
    private final DeviceKernel[] diffract = new DeviceKernel[2];

    /** Planes for as many items as {@code planes} states each leave room for. */
    Wave(Grid grid, OpenClTuning tuning, DeviceMemory memory) {
        this.grid = grid;
        this.tuning = tuning;
        this.memory = memory;
        x = new LineRecipe(grid.nx(), memory);
        y = new LineRecipe(grid.ny(), memory);
        int lanes = tuning.lanes();
        cells = Math.ceilDiv(grid.nx(), lanes);
        // on a processor, rows a power of two apart would share cache sets
        pitch = lanes > 1 && cells * lanes % 256 == 0 ? cells + 1 : cells;
        rows = Tiles.of(tuning, Math.ceilDiv(grid.ny(), lanes), Math.max(x.chainPoints(), cells * lanes), false);
        columns = Tiles.of(tuning, cells, y.chainPoints(), true);
        items = Math.clamp(tuning.batch() / stateBytes(), 1, 1 << 15);
        states = memory.allocate(items * stateBytes(), "the state of " + items + " x " + grid);
        re = memory.allocate(items * planeBytes() + SLACK * Float.BYTES, "the real part of " + items + " x " + grid);
        im = memory.allocate(re.bytes(), "the imaginary part of " + items + " x " + grid);
        rowScratch = scratch(rows);
        columnScratch = scratch(columns);
        enter = rowKernel(SOURCE, "", "enter");
        enter.with(states).with(re).with(im);
        leave = rowKernel(SOURCE, "", "leave");
        leave.with(states).with(re).with(im);
    }

    private Buffer scratch(Tiles tiles) {
        return tiles.local() ? null : memory.allocate(tiles.most(items, units()) * tiles.bytes(),
                "the tiles of long lines");
    }

    private int units() {
        return memory.device().description().units();
    }

    /** A kernel over rows whose first arguments, up to the count of tiles, are set. */
    DeviceKernel rowKernel(String source, String definitions, String name) {
        return kernel(source, definitions + rows.definitions() + x.definitions(tuning.specialise()), name, x, rows,
                rowScratch);
    }

    private DeviceKernel kernel(
            String source, String definitions, String name, LineRecipe recipe, Tiles tiles, Buffer scratch) {
        DeviceKernel kernel = memory.kernel(source, definitions, name);
        kernel.with(grid.nx()).with(grid.ny()).with(cells).with(pitch).with(planeCells());
        recipe.describe(kernel);
        if (tiles.local()) {
            kernel.withLocal(tiles.bytes());
        } else {
            kernel.with(scratch);
        }
        return kernel.with(tiles.cells()).with(tiles.count());
    }

    /** Starts a kernel over the rows of some items. */
    void runRows(DeviceKernel kernel, int count) {
        kernel.run(rows.groups(count, units()), count, rows.group());
    }

    /** Items that are handled together. */
    int items() {
        return items;
    }

    /** Floats of a window over all rows of the tiles. */
    int tiledRows() {
        return rows.count() * rows.lines() * tuning.lanes();
    }

    /** Floats of a window over the points of a row, whole cells. */
    int tiledPoints() {
        return cells * tuning.lanes();
    }

    /** Cells of a field as it stands in tiles of rows. */
    long tiledCells() {
        return (long) rows.count() * rows.lines() * tiledPoints();
    }

    /** Bytes of as many cells. */
    long bytes(long count) {
        return 2 * count * tuning.lanes() * Float.BYTES;
    }

    /** Cells of a state. */
    long planeCells() {
        return (long) Math.ceilDiv(grid.ny(), tuning.lanes()) * tuning.lanes() * pitch;
    }

    /** Bytes of a state. */
    long stateBytes() {
        return bytes(planeCells());
    }

    /** Bytes of a plane of floats. */
    long planeBytes() {
        return grid.samples() * Float.BYTES;
    }

    /** The states. */
    Buffer states() {
        return states;
    }

    /** Takes over items of a field. */
    void enter(Field in, int first, int count) {
        re.write(0, part(in.re(), first, count));
        im.write(0, part(in.im(), first, count));
        runRows(enter, count);
    }

    /** The items, times {@code factor}, become those of a field. */
    void leave(Field out, int first, int count, float factor) {
        leave.with(factor);
        leave.at(leave.next() - 1);
        runRows(leave, count);
        re.read(0, part(out.re(), first, count));
        im.read(0, part(out.im(), first, count));
    }

    private MemorySegment part(MemorySegment plane, int first, int count) {
        return plane.asSlice(first * planeBytes(), count * planeBytes());
    }

    /** H on the device. */
    Transfer transfer(TransferFunction function) {
        return Transfer.of(function, x, y, pitch, tuning.lanes(), memory);
    }

    /** Columns of some items: {@code u ← F⁻¹[F[u]·h]}, along y alone, or with conj(h). */
    void diffract(Transfer h, boolean conjugate, int count) {
        int kind = h.separable() ? 1 : 0;
        if (diffract[kind] == null) {
            diffract[kind] = kernel(SOURCE, (kind == 1 ? "#define SEPARABLE\n" : "") + columns.definitions()
                    + y.definitions(tuning.specialise()), "diffract", y, columns, columnScratch).with(states);
        }
        DeviceKernel kernel = diffract[kind];
        int argument = kernel.next();
        kernel.with(h.cells()).with(h.alongY()).with(conjugate ? -1f : 1f).at(argument);
        kernel.run(columns.groups(count, units()), count, columns.group());
    }
}
