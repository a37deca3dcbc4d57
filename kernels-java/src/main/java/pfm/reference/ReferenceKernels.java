package pfm.reference;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import pfm.Kernels;
import pfm.MatVec;
import pfm.CrossbarProduct;
import pfm.MediumPropagator;
import pfm.MeshProduct;
import pfm.Propagator;
import pfm.Recorder;
import pfm.analog.Crossbar;
import pfm.analog.MziMesh;
import pfm.analog.OpticalProduct;
import pfm.field.Precision;
import pfm.optics.AngularSpectrum;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** The kernels of the {@linkplain ReferenceBackend reference}. */
final class ReferenceKernels implements Kernels {
    static final Set<Precision> PRECISIONS = Set.copyOf(EnumSet.allOf(Precision.class));

    private final Arena arena = Arena.ofShared();

    @Override
    public String device() {
        return ReferenceBackend.NAME + ": " + ReferenceBackend.DEVICE;
    }

    @Override
    public Tuning tuning() {
        return new Tuning(1, Map.of());
    }

    @Override
    public Set<Precision> precisions() {
        return PRECISIONS;
    }

    @Override
    public Propagator angularSpectrum(AngularSpectrum spec) {
        return Recorder.planned(this, () -> new ReferenceAngularSpectrum(spec, open().scope()));
    }

    @Override
    public MediumPropagator splitStep(SplitStep spec) {
        return Recorder.planned(this, () -> new ReferenceSplitStep(spec, open()));
    }

    @Override
    public CrossbarProduct crossbar(Crossbar spec) {
        return Recorder.planned(this, () -> spec.isInteger() ? new ReferenceIntegerCrossbar(spec, open())
                : new ReferenceCrossbar(spec, open()));
    }

    @Override
    public MatVec opticalProduct(OpticalProduct spec) {
        return Recorder.planned(this, () -> new ReferenceOpticalProduct(spec, open()));
    }

    @Override
    public MeshProduct mziMesh(MziMesh spec) {
        return Recorder.planned(this, () -> new ReferenceMziMesh(spec, open()));
    }

    @Override
    public void close() {
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
