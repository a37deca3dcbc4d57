package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.Kernels;
import pfm.MatVec;
import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.analog.Crossbar;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** The kernels of the SIMD backend: a table of contents. It owns the workers and the memory of every plan. */
final class VectorKernels implements Kernels {
    private final Tuning tuning;
    private final Arena arena = Arena.ofShared();
    private final Workers workers;

    VectorKernels(Tuning tuning) {
        this.tuning = tuning;
        this.workers = new Workers(tuning.threads());
    }

    @Override
    public String device() {
        return "vector: CPU, " + Lanes.COUNT + " lanes of float32, " + tuning.threads() + " threads";
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32);
    }

    @Override
    public Propagator angularSpectrum(AngularSpectrum spec) {
        return new VectorAngularSpectrum(spec, workers, open());
    }

    @Override
    public MediumPropagator splitStep(SplitStep spec) {
        return new VectorSplitStep(spec, workers, open());
    }

    @Override
    public MatVec crossbar(Crossbar spec) {
        return new VectorCrossbar(spec, workers, open());
    }

    @Override
    public void close() {
        workers.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private Arena open() {
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException("the kernels must be open, were closed; open the backend again");
        }
        return arena;
    }
}
