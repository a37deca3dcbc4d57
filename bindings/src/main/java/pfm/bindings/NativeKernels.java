package pfm.bindings;

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
import pfm.simd.Workers;
import pfm.tuning.Tuning;

/** The kernels on native libraries: a table of contents. It owns the workers and what every plan owns. */
final class NativeKernels implements Kernels {
    /** Looks before a worker sleeps, about 20 µs: the threads of FFTW, which take turns with them, need the cores. */
    private static final int SPINS = 1000;

    private final Tuning tuning;
    private final Fftw fftw;
    private final Cblas blas;
    private final NativePlanner planner;
    private final Workers workers;
    private final List<PlanMemory> plans = new ArrayList<>();
    private boolean closed;

    NativeKernels(Tuning tuning, Fftw fftw, Cblas blas) {
        this.tuning = tuning;
        this.fftw = fftw;
        this.blas = blas;
        this.planner = new NativePlanner(fftw, NativeTuning.of(tuning));
        this.workers = new Workers(tuning.threads(), SPINS);
    }

    @Override
    public String device() {
        return "native: CPU, " + NativeBackend.versions(fftw, blas) + ", " + threads(tuning.threads())
                + (planner.threads() < tuning.threads() ? " (transforms: " + planner.threads() + ")" : "");
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
        return plan(memory -> new NativeAngularSpectrum(spec, planner, workers, memory));
    }

    @Override
    public MediumPropagator splitStep(SplitStep spec) {
        return plan(memory -> new NativeSplitStep(spec, planner, workers, memory));
    }

    @Override
    public MatVec crossbar(Crossbar spec) {
        return plan(memory -> new NativeCrossbar(spec, blas, tuning, memory.arena()));
    }

    @Override
    public void close() {
        workers.close();
        synchronized (plans) {
            closed = true;
            plans.forEach(PlanMemory::close);
            plans.clear();
        }
    }

    /** Makes a plan with memory of its own, which is freed at once where planning fails. */
    private <T> T plan(Function<PlanMemory, T> planning) {
        PlanMemory memory = new PlanMemory();
        boolean kept = false;
        try {
            requireOpen();
            T plan = planning.apply(memory);
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
