package pfm.reference;

import java.lang.foreign.MemorySegment;

import pfm.Propagator;
import pfm.field.Field;
import pfm.optics.AngularSpectrum;

/** {@code u ← F⁻¹[F[u]·H]}. */
final class ReferenceAngularSpectrum extends Propagator {
    private final ReferenceDiffraction diffraction;
    private final Plane h;
    private final Plane u;

    ReferenceAngularSpectrum(AngularSpectrum spec, MemorySegment.Scope owner) {
        super(spec.grid(), owner, ReferenceKernels.PRECISIONS);
        this.diffraction = new ReferenceDiffraction(spec.grid());
        this.h = ReferenceDiffraction.table(spec.transferFunction());
        this.u = new Plane(spec.grid());
    }

    @Override
    protected void run(Field in, Field out) {
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            diffraction.forward(u, h);
            u.store(out, item);
        }
    }

    @Override
    protected void runAdjoint(Field in, Field out) {
        for (int item = 0; item < in.batch(); item++) {
            u.load(in, item);
            diffraction.adjoint(u, h);
            u.store(out, item);
        }
    }
}
