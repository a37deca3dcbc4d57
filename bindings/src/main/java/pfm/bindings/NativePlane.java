package pfm.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import pfm.bindings.Diffraction.Leg;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.optics.TransferFunction;
import pfm.simd.Lanes;
import pfm.simd.Workers;

/**
 * The complex plane that a plan works on, one item of a batch after the other: interleaved in memory of its own, whole
 * {@linkplain Interleaved groups} of samples, with FFTW's transforms of it. Sweeps are cut into stretches, which
 * workers share.
 */
final class NativePlane {
    /** Samples of a stretch: what a worker needs of it and of a medium stays in the first-level cache. */
    static final int STRETCH = 2048;
    /** Stretches worth a worker's share: about 10 µs. */
    private static final int GRAIN = 8;
    /** Samples of a plane whose transforms are worth being shared. */
    private static final int SAMPLES_TO_SHARE = 1 << 14;

    private final Grid grid;
    private final int samples;
    private final MemorySegment memory;
    private final Diffraction diffraction;
    private final Workers workers;

    NativePlane(Grid grid, NativePlanner planner, Workers workers, PlanMemory owner) {
        this.grid = grid;
        this.workers = workers;
        memory = owner.allocate(bytes(grid), "a field in FFTW's order");
        samples = (int) grid.samples();
        diffraction = workers.count() > 1 && samples >= SAMPLES_TO_SHARE
                ? new LineDiffraction(grid, memory, planner, workers, owner)
                : new PlaneDiffraction(this, planner, owner);
        memory.fill((byte) 0); // planning left its trials
    }

    /** Part of a sweep. */
    @FunctionalInterface
    interface Stretch {
        /** Handles samples {@code first … first + count − 1}; {@code worker} tells whose scratch memory to use. */
        void run(int worker, int first, int count);

        /** This, then {@code next}. */
        default Stretch then(Stretch next) {
            return (worker, first, count) -> {
                run(worker, first, count);
                next.run(worker, first, count);
            };
        }
    }

    /** Bytes of a plane of whole groups. */
    static long bytes(Grid grid) {
        return Math.ceilDiv(grid.samples(), Lanes.COUNT) * Lanes.BLOCK;
    }

    /** Groups that hold {@code count} samples. */
    static int groups(int count) {
        return Math.ceilDiv(count, Lanes.COUNT);
    }

    /** Byte of sample {@code first}, the first one of a stretch. */
    static long at(int first) {
        return 2L * Float.BYTES * first;
    }

    /** Where the samples lie. */
    Grid grid() {
        return grid;
    }

    /** The samples. */
    MemorySegment memory() {
        return memory;
    }

    /** Workers that share a sweep. */
    int workers() {
        return workers.count();
    }

    /** Runs a sweep. */
    void over(Stretch stretch) {
        workers.split(Math.ceilDiv(samples, STRETCH), GRAIN, (worker, from, to) -> {
            for (int s = from; s < to; s++) {
                int first = s * STRETCH;
                stretch.run(worker, first, Math.min(STRETCH, samples - first));
            }
        });
    }

    /** Takes over an item of a field. */
    void load(Field in, int item) {
        long plane = (long) item * samples;
        over((_, first, count) -> Interleaved.gather(
                in.re(), in.im(), (plane + first) * Float.BYTES, memory, at(first), count));
    }

    /** Becomes an item of a field. */
    void store(Field out, int item) {
        long plane = (long) item * samples;
        over((_, first, count) -> Interleaved.scatter(
                memory, at(first), out.re(), out.im(), (plane + first) * Float.BYTES, count));
    }

    /** Goes one leg after the other. */
    void travel(List<Leg> legs) {
        diffraction.run(legs);
    }

    /** H on every bin, divided by the count of samples, which FFTW's transforms leave out. */
    MemorySegment table(TransferFunction transfer, PlanMemory owner) {
        MemorySegment h = owner.allocate(memory.byteSize(), "a transfer function");
        workers.split(grid.ny() / 2 + 1, (_, from, to) -> {
            double[] entry = new double[2];
            for (int ky = from; ky < to; ky++) {
                for (int kx = 0; kx <= grid.nx() / 2; kx++) {
                    transfer.entry(kx, ky, entry);
                    float re = (float) (entry[0] / samples);
                    float im = (float) (entry[1] / samples);
                    set(h, kx, ky, re, im);
                    set(h, (grid.nx() - kx) % grid.nx(), ky, re, im);
                    set(h, kx, (grid.ny() - ky) % grid.ny(), re, im);
                    set(h, (grid.nx() - kx) % grid.nx(), (grid.ny() - ky) % grid.ny(), re, im);
                }
            }
        });
        return h;
    }

    private void set(MemorySegment h, int kx, int ky, float re, float im) {
        long number = 2L * ((long) ky * grid.nx() + kx);
        h.setAtIndex(ValueLayout.JAVA_FLOAT, number, re);
        h.setAtIndex(ValueLayout.JAVA_FLOAT, number + 1, im);
    }
}
