package pfm;

import pfm.tuning.Tuning;

/** A way to compute every kernel. Found by {@link java.util.ServiceLoader}; stateless, and cheap to create. */
public interface Backend {
    /** Name for {@code -Dpfm.backend} and reports, for example {@code vector}. */
    String name();

    /** Rank in the automatic choice: the available backend with the highest wins. */
    int preference();

    /** Whether it can run here. Never throws. */
    Availability availability();

    /**
     * Opens it.
     *
     * @throws BackendUnavailableException with reason and remedy if it cannot run here
     */
    Kernels open(Tuning tuning);

    /** Opens it with default tuning. */
    default Kernels open() {
        return open(Tuning.defaults());
    }
}
