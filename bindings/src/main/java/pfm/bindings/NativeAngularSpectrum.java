package pfm.bindings;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

import pfm.Propagator;
import pfm.bindings.Diffraction.Leg;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.simd.Workers;

/** {@link AngularSpectrum} on FFTW: transform, product with H, transform back. */
final class NativeAngularSpectrum extends Propagator {
    private final NativePlane u;
    private final MemorySegment h;

    NativeAngularSpectrum(AngularSpectrum spec, NativePlanner planner, Workers workers, PlanMemory memory) {
        super(spec.grid(), memory.arena().scope(), Set.of(Precision.FLOAT32));
        u = new NativePlane(spec.grid(), planner, workers, memory);
        h = u.table(spec.transferFunction(), memory);
    }

    @Override
    protected void run(Field in, Field out) {
        propagate(in, out, false);
    }

    @Override
    protected void runAdjoint(Field in, Field out) {
        propagate(in, out, true);
    }

    private void propagate(Field in, Field out, boolean conjugate) {
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            u.travel(List.of(new Leg(Diffraction.NOTHING, h, conjugate, Diffraction.NOTHING)));
            u.store(out, item);
        }
    }
}
