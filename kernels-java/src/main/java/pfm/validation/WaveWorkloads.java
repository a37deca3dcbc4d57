package pfm.validation;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.energy.Cost;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.SplitStep;
import pfm.validation.Tolerance.Transforms;

/** Builds workloads of the wave kernels. */
final class WaveWorkloads {
    private WaveWorkloads() {
    }

    static Workload angularSpectrum(String name, AngularSpectrum spec, int batch, Direction direction) {
        String full = "angular-spectrum/" + name + "/" + size(spec.grid().nx() + "x" + spec.grid().ny(), batch)
                + direction.suffix();
        return new Workload(full, (kernels, precision, arena) -> {
            Field in = Seeded.field(spec.grid(), batch, precision, 1, arena);
            Field out = Field.zeros(spec.grid(), batch, precision, arena);
            Propagator propagator = kernels.angularSpectrum(spec);
            return new Trial(spec.cost(batch, precision), new Transforms(2, spec.grid().samples()),
                    direction.of(propagator, in, out), List.of(Output.of("out", out)));
        });
    }

    static Workload splitStep(Media medium, Grid grid, int slices, int batch, Direction direction) {
        String name = "split-step/" + medium.name().toLowerCase(Locale.ROOT) + "/" + size(
                grid.nx() + "x" + grid.ny() + "x" + slices, batch) + direction.suffix();
        return new Workload(name, (kernels, precision, arena) ->
                splitStep(kernels, medium.on(grid, slices, arena), batch, precision, direction, arena));
    }

    private static Trial splitStep(
            Kernels kernels, SplitStep spec, int batch, Precision precision, Direction direction, Arena arena) {
        Field in = Seeded.field(spec.grid(), batch, precision, 1, arena);
        MediumPropagator propagator = kernels.splitStep(spec);
        Cost cost = spec.cost(batch, precision);
        int transforms = 2 * spec.steps().size();
        if (direction == Direction.GRADIENT) { // a product of a forward and a backward field, which both round
            List<Output> outputs = new ArrayList<>();
            Runnable body = Direction.gradient(propagator, in, outputs, arena);
            return new Trial(cost.times(2), new Transforms(4 * transforms, spec.grid().samples()), body, outputs);
        }
        Field out = Field.zeros(spec.grid(), batch, precision, arena);
        return new Trial(cost, new Transforms(transforms, spec.grid().samples()),
                direction.of(propagator, in, out), List.of(Output.of("out", out)));
    }

    private static String size(String size, int batch) {
        return size + (batch == 1 ? "" : "/batch" + batch);
    }
}
