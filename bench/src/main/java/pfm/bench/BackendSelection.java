package pfm.bench;

import java.util.Optional;

import picocli.CommandLine.Option;

import pfm.Backends;
import pfm.tuning.Tuning;

/** The options that say what computes, the same for every verb: {@code --backend} and {@code --threads}. */
final class BackendSelection {
    @Option(names = "--backend", paramLabel = "NAME",
            description = "Backend to use or refuse (see 'pfm backends'); default: the best that is available.")
    private String backend;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to use; default: one per processor.")
    private Integer threads;

    /** The backend that was asked for, else the best, with the reason. */
    Backends.Choice choose() {
        return backend == null ? Backends.choose() : Backends.require(backend, "asked for by --backend");
    }

    /** The name that was asked for, if any. */
    Optional<String> name() {
        return Optional.ofNullable(backend);
    }

    /** Default tuning with the thread count that was asked for. */
    Tuning tuning() {
        Tuning tuning = Tuning.defaults();
        return threads == null ? tuning : tuning.withThreads(threads);
    }
}
