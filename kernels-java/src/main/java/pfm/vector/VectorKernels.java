package pfm.vector;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import pfm.Kernels;
import pfm.MatVec;
import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.analog.Crossbar;
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
    private final List<Arena> plans = new ArrayList<>();
    private boolean closed;

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
        return plan(memory -> new VectorAngularSpectrum(spec, parameters, workers, memory));
    }

    @Override
    public MediumPropagator splitStep(SplitStep spec) {
        return plan(memory -> new VectorSplitStep(spec, parameters, workers, memory));
    }

    @Override
    public MatVec crossbar(Crossbar spec) {
        return plan(memory -> new VectorCrossbar(spec, workers, memory));
    }

    @Override
    public void close() {
        workers.close();
        synchronized (plans) {
            closed = true;
            plans.forEach(Arena::close);
            plans.clear();
        }
    }

    /** Makes a plan with memory of its own, which is freed at once where planning fails. */
    private <T> T plan(Function<Arena, T> planner) {
        Arena memory = Arena.ofShared();
        boolean kept = false;
        try {
            requireOpen();
            T plan = planner.apply(memory);
            synchronized (plans) {
                requireOpen();
                plans.add(memory);
                kept = true;
            }
            return plan;
        } finally {
            if (!kept) {
                memory.close();
            }
        }
    }

    private void requireOpen() {
        synchronized (plans) {
            if (closed) {
                throw new IllegalStateException("the kernels must be open, were closed; open the backend again");
            }
        }
    }
}
