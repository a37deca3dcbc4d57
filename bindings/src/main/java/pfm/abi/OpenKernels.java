package pfm.abi;

import java.lang.foreign.Arena;

import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.quantity.Require;
import pfm.tuning.Tuning;

/** A backend with its tuning, as a caller has opened it: that of which plans are made. */
final class OpenKernels extends Resource {
    static final Kind<OpenKernels> KIND = new Kind<>(OpenKernels.class, "kernels");
    private static final String AUTOMATIC = "auto";

    private final Backend backend;
    private final Tuning tuning;
    private final String device;

    /**
     * Opens a backend.
     *
     * @param name    of a backend, or "auto"
     * @param threads that a call may use; 0 for one per processor
     */
    OpenKernels(String name, int threads) {
        super(KIND, Integer.MAX_VALUE);
        Require.inRange("threads", 0, 4096, threads);
        Backends.Choice choice = name.equals(AUTOMATIC) ? Backends.choose() : Backends.require(name, "asked for");
        backend = choice.backend();
        tuning = threads == 0 ? backend.tuning() : backend.tuning().withThreads(threads);
        try (Kernels kernels = backend.open(tuning)) {
            device = kernels.device();
        }
    }

    String device() {
        return device;
    }

    Backing newBacking() {
        return new Backing(this, backend.open(tuning), Arena.ofShared());
    }

    @Override
    void free() {
        // every plan has kernels of its own
    }
}
