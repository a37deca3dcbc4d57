package pfm.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

import pfm.Backends;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Tape;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.OffHeap;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** Runs everything on one backend and names each before it runs, so that the last name is that of a fault. */
final class GuardedWorkloads {
    private GuardedWorkloads() {
    }

    /** Arguments: a backend, and {@code overrun} or {@code underrun} for a deed that guards must not outlive. */
    public static void main(String[] arguments) {
        if (arguments.length > 1) {
            trespass(arguments[1].equals("overrun"));
        }
        try (Kernels kernels = Backends.named(arguments[0]).open(Tuning.defaults().withThreads(2))) {
            Precision precision = kernels.precisions().contains(Precision.FLOAT32)
                    ? Precision.FLOAT32 : Precision.FLOAT64;
            for (Workload workload : Workloads.all()) {
                System.out.println(workload.name());
                try (Arena arena = Arena.ofShared()) {
                    workload.prepare(kernels, precision, arena).run();
                }
            }
            for (Samples.Format format : Samples.Format.values()) {
                System.out.println("tape/" + format);
                try (Arena arena = Arena.ofShared()) {
                    taped(kernels, precision, format, arena);
                }
            }
        }
        System.out.println("all");
    }

    /** A gradient by a tape, of a medium of this format. */
    private static void taped(Kernels kernels, Precision precision, Samples.Format format, Arena arena) {
        Grid grid = new Grid(31, 33, 1e-6);
        long count = 3 * grid.samples();
        Samples medium = switch (format) {
            case FLOAT32 -> Samples.zeros(Precision.FLOAT32, count, arena);
            case FLOAT64 -> Samples.zeros(Precision.FLOAT64, count, arena);
            case LEVELS8 -> Samples.levels8(OffHeap.allocate(arena, count, "levels"), count, 0, 1e-4, "levels");
        };
        for (long i = 0; i < count; i++) {
            medium.set(i, i % 97 * 1e-4);
        }
        Volume volume = new Volume(grid.nx(), grid.ny(), 3, medium, Optional.of(medium));
        MediumPropagator plan = kernels.splitStep(
                new SplitStep(grid, 5e-7, 1, List.of(new Element.Slab(volume, 1e-6))));
        Field in = Field.zeros(grid, 3, precision, arena);
        in.set(1, 5, 6, 1, 1);
        Field out = Field.zeros(grid, 3, precision, arena);
        Tape tape = plan.tape(3, 1L << 30, arena);
        plan.propagate(in, out, tape);
        plan.gradient(in, out, out, MediumGradient.zeros(plan.spec(), precision, arena), tape);
    }

    /** Reads one byte beyond a field. */
    @SuppressWarnings("restricted")
    private static void trespass(boolean behind) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment plane = Field.zeros(new Grid(33, 31, 1e-6), 1, arena).re();
            long beyond = plane.address() + (behind ? plane.byteSize() : -1);
            System.out.println("read " + MemorySegment.ofAddress(beyond).reinterpret(1).get(ValueLayout.JAVA_BYTE, 0));
        }
    }
}
