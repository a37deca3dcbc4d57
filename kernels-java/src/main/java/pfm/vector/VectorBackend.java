package pfm.vector;

import pfm.Availability;
import pfm.Backend;
import pfm.BackendUnavailableException;
import pfm.Kernels;
import pfm.tuning.Tuning;

/** SIMD Java on the CPU. Mentions no vector type, so that it loads where the incubator module is missing. */
public final class VectorBackend implements Backend {
    private static final String MODULE = "jdk.incubator.vector";

    /** For {@link java.util.ServiceLoader}. */
    public VectorBackend() {
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public Availability availability() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return new Availability.Unavailable(
                    "module " + MODULE + " is not loaded", "start java with --add-modules " + MODULE);
        }
        return LaneWidth.availability(System.getProperty(LaneWidth.PROPERTY));
    }

    @Override
    public Kernels open(Tuning tuning) {
        if (availability() instanceof Availability.Unavailable why) {
            throw new BackendUnavailableException(name(), why);
        }
        return new VectorKernels(tuning);
    }
}
