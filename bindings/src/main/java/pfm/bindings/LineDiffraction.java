package pfm.bindings;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import pfm.bindings.Fftw.Direction;
import pfm.bindings.NativePlane.Stretch;
import pfm.field.Grid;
import pfm.simd.Lanes;
import pfm.simd.Workers;

/**
 * Rows, then columns, then rows again, a block of lines at a time, by workers that each run plans of one thread: a
 * block stays in a worker's cache between its transforms and what is done before, between and after them. Threads of
 * FFTW's own would wait for the workers' cores, and the workers for theirs.
 */
final class LineDiffraction implements Diffraction {
    /** Samples of a block of rows, 64 KB; 16 KB seemed slower at 1024², in a single run. */
    private static final int ROW_SAMPLES = 8192;

    private final MemorySegment memory;
    private final Workers workers;
    private final int nx;
    private final int ny;
    private final int columns;
    private final int rows;
    private final Lines rowBlocks;
    private final Lines columnBlocks;

    LineDiffraction(Grid grid, MemorySegment memory, NativePlanner planner, Workers workers, PlanMemory owner) {
        this.memory = memory;
        this.workers = workers;
        nx = grid.nx();
        ny = grid.ny();
        columns = Math.min(nx, Math.clamp(nx / 16, 32, 64)); // of 16, 1024² took longer
        int whole = Lanes.COUNT / Math.min(Lanes.COUNT, Integer.lowestOneBit(nx)); // rows that end with a group
        rows = Math.min(ny, whole * Math.max(1, ROW_SAMPLES / (whole * nx)));
        rowBlocks = Lines.of(ny, rows, count -> direction -> owner.owning(
                planner.plan(new FftwLines(nx, count, 1, nx, direction), memory)));
        columnBlocks = Lines.of(nx, columns, count -> direction -> owner.owning(
                planner.plan(new FftwLines(ny, count, nx, 1, direction), memory)));
    }

    /** Plans for blocks of {@code size} lines, and for what is left of {@code all} lines. */
    private record Lines(int all, int size, Both block, Both rest) {
        /** Both ways. */
        record Both(Fftw.Plan there, Fftw.Plan back) {
            static Both of(Way way) {
                return new Both(way.plan(Direction.FORWARD), way.plan(Direction.INVERSE));
            }
        }

        interface Way {
            Fftw.Plan plan(Direction direction);
        }

        interface OfCount {
            Way of(int count);
        }

        static Lines of(int all, int size, OfCount plans) {
            Both block = Both.of(plans.of(size));
            return new Lines(all, size, block, all % size == 0 ? block : Both.of(plans.of(all % size)));
        }

        int blocks() {
            return Math.ceilDiv(all, size);
        }

        int count(int block) {
            return Math.min(size, all - block * size);
        }

        Both plans(int b) {
            return count(b) == size ? block : rest;
        }
    }

    @Override
    public void run(List<Leg> legs) {
        Leg last = null;
        List<Stretch> sweeps = new ArrayList<>();
        for (Leg leg : legs) {
            sweeps.add(leg.before());
            if (leg.h() != null) {
                rowPass(last != null, sweeps, true);
                columnPass(leg);
                last = leg;
                sweeps = new ArrayList<>();
            }
            sweeps.add(leg.after());
        }
        rowPass(last != null, sweeps, false);
    }

    private void rowPass(boolean arrives, List<Stretch> sweeps, boolean leaves) {
        workers.split(rowBlocks.blocks(), (worker, from, to) -> {
            for (int b = from; b < to; b++) {
                long at = NativePlane.at(b * rows * nx);
                if (arrives) {
                    rowBlocks.plans(b).back.executeAt(at);
                }
                for (Stretch sweep : sweeps) {
                    stretches(sweep, worker, b);
                }
                if (leaves) {
                    rowBlocks.plans(b).there.executeAt(at);
                }
            }
        });
    }

    private void columnPass(Leg leg) {
        workers.split(columnBlocks.blocks(), (_, from, to) -> {
            for (int b = from; b < to; b++) {
                long at = NativePlane.at(b * columns);
                columnBlocks.plans(b).there.executeAt(at);
                for (int y = 0; y < ny; y++) {
                    Interleaved.multiplySome(memory, leg.h(), at + NativePlane.at(y * nx), columnBlocks.count(b),
                            leg.conjugate());
                }
                columnBlocks.plans(b).back.executeAt(at);
            }
        });
    }

    /** All of a block of rows, which begins with a group, a stretch at a time. */
    private void stretches(Stretch stretch, int worker, int block) {
        int first = block * rows * nx;
        int count = rowBlocks.count(block) * nx;
        for (int done = 0; done < count; done += Math.min(NativePlane.STRETCH, count - done)) {
            stretch.run(worker, first + done, Math.min(NativePlane.STRETCH, count - done));
        }
    }
}
