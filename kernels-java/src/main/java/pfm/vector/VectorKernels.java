package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.Kernels;
import pfm.MatVec;
import pfm.CrossbarProduct;
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
import pfm.simd.Lanes;
import pfm.simd.Workers;
import pfm.tuning.Tuning;

/** The kernels of the SIMD backend: a table of contents. It owns the workers and the memory of every plan. */
final class VectorKernels implements Kernels {
    private final Tuning tuning;
    private final VectorTuning parameters;
    private final Workers workers;
    private final OwnedPlans<Arena> plans = new OwnedPlans<>(this, Arena::ofShared, Arena::close);

    VectorKernels(Tuning tuning) {
        this.tuning = tuning;
        this.parameters = new VectorTuning(tuning);
        this.workers = new Workers(tuning.threads(), parameters.spins());
    }

    @Override
    public String device() {
        return "vector: CPU, " + Lanes.COUNT + " lanes of float32, " + tuning.threads()
                + (tuning.threads() == 1 ? " thread" : " threads");
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
        return plans.plan(memory -> new VectorAngularSpectrum(spec, parameters, workers, memory));
    }

    @Override
    public MediumPropagator splitStep(SplitStep spec) {
        return plans.plan(memory -> new VectorSplitStep(spec, parameters, workers, memory));
    }

    @Override
    public CrossbarProduct crossbar(Crossbar spec) {
        return plans.plan(memory -> spec.isInteger()
                ? new VectorIntegerCrossbar(spec, workers, memory) : new VectorCrossbar(spec, workers, memory));
    }

    @Override
    public MatVec opticalProduct(OpticalProduct spec) {
        return plans.plan(memory -> new VectorOpticalProduct(spec, workers, memory));
    }

    @Override
    public MeshProduct mziMesh(MziMesh spec) {
        return plans.plan(memory -> new VectorMziMesh(spec, workers, memory));
    }

    @Override
    public void close() {
        workers.close();
        plans.close();
    }
}
