package pfm.opencl;

import pfm.Availability;
import pfm.Backend;
import pfm.BackendUnavailableException;
import pfm.Kernels;
import pfm.tuning.Tuning;

/** OpenCL devices. This release finds them and has no kernels for them, so that it is never available. */
public final class OpenClBackend implements Backend {
    /** For {@link java.util.ServiceLoader}. */
    public OpenClBackend() {
    }

    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public int preference() {
        return 50;
    }

    @Override
    public Availability availability() {
        return unavailable();
    }

    @Override
    public Kernels open(Tuning tuning) {
        throw new BackendUnavailableException(name(), unavailable());
    }

    private static Availability.Unavailable unavailable() {
        return new Availability.Unavailable(
                "this release has no OpenCL kernels (" + OpenClDevices.describe() + ")", "use vector or reference");
    }
}
