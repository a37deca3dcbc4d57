package pfm.bindings;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.Kernels;
import pfm.MatVec;
import pfm.MediumPropagator;
import pfm.MeshProduct;
import pfm.OwnedPlans;
import pfm.Propagator;
import pfm.analog.Crossbar;
import pfm.analog.MziMesh;
import pfm.analog.OpticalProduct;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.SplitStep;
import pfm.simd.Workers;
import pfm.tuning.Tuning;

/** The kernels on native libraries: a table of contents. It owns the workers and what every plan owns. */
final class NativeKernels implements Kernels {
    /** Looks before a worker sleeps, about 0.6 ms: as for {@code vector}, every transform runs on these threads. */
    private static final int SPINS = 30_000;

    private final Tuning tuning;
    private final Fftw fftw;
    private final Cblas blas;
    private final NativePlanner planner;
    private final Workers workers;
    private final OwnedPlans<PlanMemory> plans = new OwnedPlans<>(this, PlanMemory::new, PlanMemory::close);

    NativeKernels(Tuning tuning, Fftw fftw, Cblas blas) {
        this.tuning = tuning;
        this.fftw = fftw;
        this.blas = blas;
        this.planner = new NativePlanner(fftw, NativeTuning.of(tuning));
        this.workers = new Workers(tuning.threads(), SPINS);
    }

    @Override
    public String device() {
        return "native: CPU, " + NativeBackend.versions(fftw, blas) + ", " + threads(tuning.threads());
    }

    private static String threads(int count) {
        return count + (count == 1 ? " thread" : " threads");
    }

    @Override
    public Tuning tuning() {
        return tuning;
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32);
    }

    @Override
    public Propagator angularSpectrum(AngularSpectrum spec) {
        return plans.plan(memory -> new NativeAngularSpectrum(spec, planner, workers, memory));
    }

    @Override
    public MediumPropagator splitStep(SplitStep spec) {
        return plans.plan(memory -> new NativeSplitStep(spec, planner, workers, memory));
    }

    @Override
    public CrossbarProduct crossbar(Crossbar spec) {
        return plans.plan(memory -> crossbar(spec, blas, tuning, workers, memory.arena()));
    }

    static CrossbarProduct crossbar(Crossbar spec, Cblas blas, Tuning tuning, Workers workers, Arena arena) {
        return spec.isInteger() ? new NativeIntegerCrossbar(spec, blas, workers, arena)
                : new NativeCrossbar(spec, blas, tuning, arena);
    }

    @Override
    public MatVec opticalProduct(OpticalProduct spec) {
        return plans.plan(memory -> new NativeOpticalProduct(spec, blas, tuning, workers, memory.arena()));
    }

    @Override
    public MeshProduct mziMesh(MziMesh spec) {
        return plans.plan(memory -> new NativeMziMesh(spec, blas, tuning, memory.arena()));
    }

    @Override
    public void close() {
        workers.close();
        plans.close();
    }
}
