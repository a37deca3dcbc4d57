package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.MediumPropagator;
import pfm.Tape;
import pfm.fft.FftRecipe;
import pfm.field.Field;
import pfm.field.OffHeap;
import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.simd.Workers;

/**
 * {@link SplitStep} in SIMD: two sweeps over memory per slice, see {@link Route}. Masks are taken over when planned and
 * reloaded, the volumes of slabs are read anew at every run.
 */
final class VectorSplitStep extends MediumPropagator {
    private final Crew crew;
    private final Route route;
    private final Route back;
    private final Arena arena;
    private MediumAdjoint gradient;

    VectorSplitStep(SplitStep spec, VectorTuning tuning, Workers workers, Arena arena) {
        super(spec, arena.scope(), Set.of(Precision.FLOAT32));
        this.arena = arena;
        FftRecipe x = tuning.recipe(spec.grid().nx());
        FftRecipe y = tuning.recipe(spec.grid().ny());
        crew = new Crew(spec.grid(), x, y, tuning, workers, arena);
        route = Route.of(spec, crew.geometry(), x, y, workers, arena);
        back = route.reversed();
        route.prepare(crew);
    }

    @Override
    protected void run(Field in, Field out) {
        crew.reading(route, () -> crew.travel(route, in, out, false));
    }

    @Override
    protected void runAdjoint(Field in, Field out) {
        crew.reading(back, () -> crew.travel(back, in, out, true));
    }

    @Override
    protected void runReload() {
        route.prepare(crew);
    }

    @Override
    protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient sum) {
        if (gradient == null) {
            gradient = new MediumAdjoint(crew, route, back, arena); // a plan that never trains never pays for it
        }
        crew.reading(route, () -> gradient.run(in, cotangent, adjoint, sum));
    }

    @Override
    protected Tape newTape(int batch, long mostBytes, Arena owner) {
        return new VectorTape(this, batch, crew.geometry(), OffHeap.allocateWithin(owner, mostBytes,
                (long) batch * spec().screens(), crew.geometry().bytes(), "a tape"));
    }

    @Override
    protected void run(Field in, Field out, Tape tape) {
        VectorTape fields = (VectorTape) tape;
        if (fields.holdsFields()) {
            crew.reading(route, () -> crew.travel(route, in, out, false, Beam.Errand.KEEP, fields.there()));
        } else {
            run(in, out);
        }
    }

    @Override
    protected void runGradient(Field in, Field cotangent, Field adjoint, MediumGradient sum, Tape tape) {
        VectorTape fields = (VectorTape) tape;
        if (!fields.holdsFields()) {
            runGradient(in, cotangent, adjoint, sum);
            return;
        }
        crew.reading(back, () -> crew.travel(
                back, cotangent, adjoint, true, Beam.Errand.DIFFERENTIATE, fields.back()));
        GradientSum adding = new GradientSum(crew, route);
        for (int s = 0; s < spec().screens(); s++) {
            adding.add(s, fields.ofScreen(s), in.batch(), sum);
        }
    }
}
