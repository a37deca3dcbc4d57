package pfm.opencl;

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
import pfm.tuning.Tuning;

/** The kernels in OpenCL: a table of contents. It owns the device and what every plan owns. */
final class OpenClKernels implements Kernels {
    private final Tuning tuning;
    private final OpenClTuning parameters;
    private final Device device;
    private final OwnedPlans<DeviceMemory> plans;

    OpenClKernels(DeviceDescription description, Tuning tuning, Profile profile) {
        this.tuning = tuning;
        parameters = OpenClTuning.of(tuning, description);
        device = new Device(description, profile);
        plans = new OwnedPlans<>(this, () -> new DeviceMemory(device), DeviceMemory::close);
    }

    /** How long kernels took on the device since the last call [ns]. */
    long takeNanoseconds() {
        device.finish();
        return device.profile().takeNanoseconds();
    }

    @Override
    public String device() {
        return "opencl: " + device.description().line();
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
        return plans.plan(memory -> new OpenClAngularSpectrum(spec, parameters, memory));
    }

    @Override
    public MediumPropagator splitStep(SplitStep spec) {
        return plans.plan(memory -> new OpenClSplitStep(spec, parameters, memory));
    }

    @Override
    public CrossbarProduct crossbar(Crossbar spec) {
        return plans.plan(memory -> spec.isInteger()
                ? new OpenClIntegerCrossbar(spec, parameters, memory) : new OpenClCrossbar(spec, parameters, memory));
    }

    @Override
    public MatVec opticalProduct(OpticalProduct spec) {
        return plans.plan(memory -> new OpenClOpticalProduct(spec, parameters, memory));
    }

    @Override
    public MeshProduct mziMesh(MziMesh spec) {
        return plans.plan(memory -> new OpenClMziMesh(spec, parameters, memory));
    }

    @Override
    public void close() {
        plans.close();
        device.close();
    }
}
