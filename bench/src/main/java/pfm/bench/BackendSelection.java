package pfm.bench;

import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Option;

import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.tuning.StoredTuning;
import pfm.tuning.Tuning;
import pfm.tuning.TuningStore;

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

    /** The thread count that was asked for, else one per processor. */
    int threads() {
        return threads == null ? Tuning.defaults().threads() : Tuning.defaults().withThreads(threads).threads();
    }

    /** Opens a backend with the tuning that is stored for it and the thread count that was asked for. */
    Kernels open(Backend backend, Report report) {
        Map<String, String> values = switch (backend.stored(TuningStore.standard())) {
            case StoredTuning.Found found -> found.values();
            case StoredTuning.Ignored ignored -> {
                report.warn(ignored.line());
                yield Map.of();
            }
            case StoredTuning.Absent _ -> Map.of();
        };
        return backend.open(new Tuning(threads(), values));
    }
}
