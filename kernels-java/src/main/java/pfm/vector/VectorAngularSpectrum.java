package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.Propagator;
import pfm.fft.FftRecipe;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.simd.Workers;

/** {@link AngularSpectrum} in SIMD: rows to the spectrum, columns through H, rows back. */
final class VectorAngularSpectrum extends Propagator {
    private final Crew crew;
    private final Route route;

    VectorAngularSpectrum(AngularSpectrum spec, VectorTuning tuning, Workers workers, Arena arena) {
        super(spec.grid(), arena.scope(), Set.of(Precision.FLOAT32));
        FftRecipe x = tuning.recipe(spec.grid().nx());
        FftRecipe y = tuning.recipe(spec.grid().ny());
        crew = new Crew(spec.grid(), x, y, tuning, workers, arena);
        route = Route.through(Transfer.of(spec.transferFunction(), crew.geometry(), x, y, workers, arena));
    }

    @Override
    protected void run(Field in, Field out) {
        crew.travel(route, in, out, false);
    }

    @Override
    protected void runAdjoint(Field in, Field out) {
        crew.travel(route, in, out, true);
    }
}
