package pfm.bindings;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.MatVec;
import pfm.MediumPropagator;
import pfm.MeshProduct;
import pfm.Propagator;
import pfm.analog.Crossbar;
import pfm.analog.MziMesh;
import pfm.analog.OpticalProduct;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** Kernels that have crossbars alone, so that they are judged without the library that the others need. */
record NativeCrossbars(Cblas blas, int threads, Arena arena) implements Kernels {
    @Override
    public String device() {
        return "native crossbars, " + threads + " threads";
    }

    @Override
    public Tuning tuning() {
        return Tuning.defaults().withThreads(threads);
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32);
    }

    @Override
    public Propagator angularSpectrum(AngularSpectrum spec) {
        throw new AssertionError("a crossbar is asked for alone");
    }

    @Override
    public MediumPropagator splitStep(SplitStep spec) {
        throw new AssertionError("a crossbar is asked for alone");
    }

    @Override
    public CrossbarProduct crossbar(Crossbar spec) {
        return new NativeCrossbar(spec, blas, tuning(), arena);
    }

    @Override
    public MatVec opticalProduct(OpticalProduct spec) {
        throw new AssertionError("a crossbar is asked for alone");
    }

    @Override
    public MeshProduct mziMesh(MziMesh spec) {
        throw new AssertionError("a crossbar is asked for alone");
    }

    @Override
    public void close() {
        // the arena is the caller's
    }
}
