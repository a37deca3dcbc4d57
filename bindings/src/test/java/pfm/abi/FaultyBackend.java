package pfm.abi;

import pfm.Availability;
import pfm.Backend;
import pfm.Kernels;
import pfm.tuning.Tuning;

/** A backend with a bug. */
public final class FaultyBackend implements Backend {
    /** For the service loader. */
    public FaultyBackend() {
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public int preference() {
        return -1;
    }

    @Override
    public Availability availability() {
        return new Availability.Available("nothing");
    }

    @Override
    public Kernels open(Tuning tuning) {
        throw new IllegalStateException("on purpose");
    }
}
