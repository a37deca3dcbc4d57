package pfm.opencl;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;

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

    private final String source;

    private final Grid grid;
    private final OpenClTuning tuning;
    private final DeviceMemory memory;
    private final WaveTiles lines;
    private final LineRecipe x;
    private final LineRecipe y;
    /** Null where no lines are too long for tiles. */
    private final Cross cross;
    private final Tiles rows;
    private final Tiles columns;
    private final int items;
    private final int cells;
    private final int pitch;
    private final Buffer rowScratch;
    private final Buffer columnScratch;
    private final DeviceKernel enter;
    private final DeviceKernel leave;
    private final DeviceKernel[] diffract = new DeviceKernel[2];
    /** Items for which there is memory. */
    private int room;
    /** Items that have entered. */
    private int entered;
    private Buffer states;
    private Buffer re;
    private Buffer im;

    /** With memory for one item; more is taken when a batch is handled first. */
    Wave(Grid grid, OpenClTuning tuning, DeviceMemory memory) {
        this.grid = grid;
        this.tuning = tuning;
        this.memory = memory;
        lines = WaveTiles.of(grid, tuning);
        source = lines.inRegisters() ? "register_wave.cl" : "angular_spectrum.cl";
        rows = lines.rows();
        columns = lines.columns();
        x = new LineRecipe(lines.rowCut(), rows, tuning, memory);
        y = new LineRecipe(lines.columnCut(), columns, tuning, memory);
        int lanes = tuning.lanes();
        cells = Math.ceilDiv(grid.nx(), lanes);
        // on a processor, rows a power of two apart would share cache sets
        pitch = lanes > 1 && cells * lanes % 256 == 0 ? cells + 1 : cells;
        cross = Cross.of(lines.rowCut(), lines.columnCut(), pitch, planeCells(), tuning, memory);
        items = (int) Math.clamp(tuning.batch() / stateBytes(), 1, Math.min(rows.most(units()), columns.most(units())));
        reserve(1);
        rowScratch = scratch(rows);
        columnScratch = scratch(columns);
        enter = rowKernel(source, "", "enter");
        leave = rowKernel(source, "", "leave");
    }

    private void reserve(int count) {
        if (count <= room) {
            return;
        }
        for (Buffer smaller : room == 0 ? List.<Buffer>of() : List.of(states, re, im)) {
            memory.release(smaller);
        }
        room = 0; // until there is memory again
        states = memory.allocate(count * stateBytes(), "the state of " + count + " x " + grid);
        re = memory.allocate(count * planeBytes() + SLACK * Float.BYTES, "the real part of " + count + " x " + grid);
        im = memory.allocate(re.bytes(), "the imaginary part of " + count + " x " + grid);
        room = count;
    }

    private Buffer scratch(Tiles tiles) {
        return tiles.local() ? null : memory.allocate(tiles.most(units()) * tiles.bytes(),
                "the tiles of long lines");
    }

    private int units() {
        return memory.device().description().units();
    }

    /** Whether lines are held in registers, and kernels are those of sources that are named so. */
    boolean inRegisters() {
        return lines.inRegisters();
    }

    /** A kernel over rows whose first arguments, up to the count of tiles, are set. */
    DeviceKernel rowKernel(String source, String definitions, String name) {
        return kernel(source, definitions + rows.definitions() + x.definitions(tuning.specialise()), name, x, rows,
                rowScratch);
    }

    private DeviceKernel kernel(
            String source, String definitions, String name, LineRecipe recipe, Tiles tiles, Buffer scratch) {
        DeviceKernel kernel = memory.kernel(source, definitions + lines.layout(pitch), name);
        kernel.with(grid.nx()).with(grid.ny()).with(cells).with(pitch).with(planeCells());
        recipe.describe(kernel);
        if (tiles.local()) {
            kernel.withLocal(tiles.bytes());
        } else {
            kernel.with(scratch);
        }
        return kernel.with(tiles.cells()).with(tiles.count());
    }

    /** Starts a kernel over the rows of some items, with further arguments. */
    void runRows(DeviceKernel kernel, int count, Consumer<DeviceKernel> arguments) {
        cross(false);
        int first = kernel.next();
        arguments.accept(kernel);
        kernel.at(first).run(rows.groups(count, units()), count, rows.group());
    }

    /** Items that are handled together. */
    int items() {
        return items;
    }

    private void cross(boolean wanted) {
        if (cross != null) {
            cross.make(wanted, states, entered);
        }
    }

    private void entered(int count) {
        entered = count;
        if (cross != null) {
            cross.entered();
        }
    }

    /** Starts to copy the states of some items. */
    void save(Buffer copy, int count) {
        cross(false);
        copy.copyFrom(states, count * stateBytes());
    }

    /** Takes over states that were saved. */
    void restore(Buffer copy, int count) {
        states.copyFrom(copy, count * stateBytes());
        entered(count);
    }

    /** Floats of a window over all rows of the tiles. */
    int tiledRows() {
        return lines.rowCut().isCut() ? grid.ny() : rows.count() * rows.lines() * tuning.lanes();
    }

    /** Floats of a window over the points of a row, whole cells. */
    int tiledPoints() {
        return cells * tuning.lanes();
    }

    /** Cells of a field as it stands in tiles of rows. */
    long tiledCells() {
        return tiledRows() / tuning.lanes() * (long) tiledPoints();
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

    /** The states; another buffer once a larger batch has entered. */
    Buffer states() {
        return states;
    }

    /** Takes over items of a field. */
    void enter(Field in, int first, int count) {
        reserve(count);
        re.write(0, part(in.re(), first, count));
        im.write(0, part(in.im(), first, count));
        entered(count);
        runRows(enter, count, k -> k.with(states).with(re).with(im));
    }

    /** The items, times {@code factor}, become those of a field. */
    void leave(Field out, int first, int count, float factor) {
        runRows(leave, count, k -> k.with(states).with(re).with(im).with(factor));
        re.read(0, part(out.re(), first, count));
        im.read(0, part(out.im(), first, count));
    }

    private MemorySegment part(MemorySegment plane, int first, int count) {
        return plane.asSlice(first * planeBytes(), count * planeBytes());
    }

    /** H on the device. */
    Transfer transfer(TransferFunction function) {
        return Transfer.of(function, x, y, new Transfer.Layout(pitch, tuning.lanes(), lines.interleaved()), memory);
    }

    /** Columns of some items: {@code u ← F⁻¹[F[u]·h]}, along y alone, or with conj(h). */
    void diffract(Transfer h, boolean conjugate, int count) {
        int kind = h.separable() ? 1 : 0;
        if (diffract[kind] == null) {
            diffract[kind] = kernel(source, (kind == 1 ? "#define SEPARABLE\n" : "") + columns.definitions()
                    + y.definitions(tuning.specialise()), "diffract", y, columns, columnScratch);
        }
        cross(true);
        DeviceKernel kernel = diffract[kind];
        int argument = kernel.next();
        kernel.with(states).with(h.cells()).with(h.alongY()).with(conjugate ? -1f : 1f).at(argument);
        kernel.run(columns.groups(count, units()), count, columns.group());
    }
}
