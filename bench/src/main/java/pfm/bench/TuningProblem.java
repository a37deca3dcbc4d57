package pfm.bench;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import pfm.Backend;
import pfm.Kernels;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Volume;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;
import pfm.validation.Discrepancy;
import pfm.validation.Output;
import pfm.validation.Seeded;
import pfm.validation.Tolerance;

/** What tunings are compared on: slices of a volume of 8-bit levels, the same for all, and one result to agree with. */
final class TuningProblem implements AutoCloseable {
    private static final int MOST_SLICES = 16;
    private static final int LEAST_SLICES = 2;

    private final Backend backend;
    private final SplitStep spec;
    private final int slices;
    private final Arena arena = Arena.ofShared();
    private final Map<Integer, Fields> fields = new HashMap<>();

    /** A field of each batch size. */
    private record Fields(Field in, Field out) {
    }

    TuningProblem(Backend backend, Grid grid) {
        this.backend = backend;
        slices = Math.clamp((1L << 22) / grid.samples(), LEAST_SLICES, MOST_SLICES);
        spec = new SplitStep(grid, 5e-7, 1.33, List.of(new Element.Slab(new Volume(grid.nx(), grid.ny(), slices,
                Seeded.levels(grid.samples() * slices, 0, 0.02 / 255, 2, arena)), 1e-6)));
    }

    /** Slices of a run, of each field. */
    int slices() {
        return slices;
    }

    /** A plan under some tuning, made ready for a batch. */
    Contestant plan(Tuning tuning, int batch) {
        Fields of = fields.computeIfAbsent(batch, b -> new Fields(
                Seeded.field(spec.grid(), b, Precision.FLOAT32, 1, arena), Field.zeros(spec.grid(), b, arena)));
        Kernels kernels = backend.open(tuning);
        try {
            return new Contestant(kernels, kernels.splitStep(spec), of);
        } catch (RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    /** A plan that runs the problem. */
    final class Contestant implements Runnable, AutoCloseable {
        private final Kernels kernels;
        private final Propagator plan;
        private final Fields fields;

        private Contestant(Kernels kernels, Propagator plan, Fields fields) {
            this.kernels = kernels;
            this.plan = plan;
            this.fields = fields;
        }

        @Override
        public void run() {
            plan.propagate(fields.in(), fields.out());
        }

        /** Runs both; each may be off by the tolerance, so they may differ by twice as much. */
        boolean agreesWith(Contestant other) {
            try (Arena memory = Arena.ofShared()) {
                other.run();
                Field expected = Field.zeros(spec.grid(), fields.out().batch(), memory);
                expected.re().copyFrom(fields.out().re());
                expected.im().copyFrom(fields.out().im());
                fields.out().re().fill((byte) 0xff); // not a number
                run();
                double bound = 2 * new Tolerance.Transforms(2 * spec.steps().size(), spec.grid().samples())
                        .bound(Precision.FLOAT32);
                return Discrepancy.relativeL2(Output.of("out", expected), Output.of("out", fields.out())) <= bound;
            }
        }

        @Override
        public void close() {
            kernels.close();
        }
    }
}
