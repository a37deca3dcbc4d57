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
import pfm.simd.Workers;
import pfm.tuning.Tuning;

/** Kernels that have crossbars alone, so that they are judged without the library that the others need. */
record NativeCrossbars(Cblas blas, Workers workers, Arena arena) implements Kernels {
    NativeCrossbars(Cblas blas, int threads, Arena arena) {
        this(blas, new Workers(threads, 0), arena);
    }

    @Override
    public String device() {
        return "native crossbars, " + workers.count() + " threads";
    }

    @Override
    public Tuning tuning() {
        return Tuning.defaults().withThreads(workers.count());
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
        return NativeKernels.crossbar(spec, blas, tuning(), workers, arena);
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
        workers.close(); // the arena is the caller's
    }
}
