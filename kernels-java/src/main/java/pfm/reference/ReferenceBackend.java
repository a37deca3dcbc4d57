package pfm.reference;

import pfm.Availability;
import pfm.Backend;
import pfm.Kernels;
import pfm.tuning.Tuning;

/** The plain float64 backend that the others are judged by; it runs wherever Java runs. */
public final class ReferenceBackend implements Backend {
    /** Name of this backend. */
    public static final String NAME = "reference";

    static final String DEVICE = "plain float64 Java, 1 thread";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public Availability availability() {
        return new Availability.Available(DEVICE);
    }

    @Override
    public Kernels open(Tuning tuning) {
        check(tuning);
        return new ReferenceKernels();
    }
}
