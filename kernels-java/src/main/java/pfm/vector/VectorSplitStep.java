package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.MediumPropagator;
import pfm.fft.FftRecipe;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;

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
}
