package pfm.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import picocli.CommandLine.Option;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.bindings.NativeBackend;
import pfm.io.Npy;
import pfm.opencl.OpenClBackend;
import pfm.opencl.TimedKernels;
import pfm.tuning.Family;
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

    /** The backend that was asked for, else the best for a kernel of this size, with the reason. */
    Backends.Choice choose(Family family, long size) {
        return backend == null ? Backends.choose(family, Math.max(1, size)) : choose();
    }

    /** Likewise, for the samples of a plane or the weights of a matrix: the last two axes of an array. */
    Backends.Choice choose(Family family, Npy array) {
        List<Long> axes = array.shape().subList(Math.max(0, array.shape().size() - 2), array.shape().size());
        return choose(family, axes.stream().reduce(1L, Math::multiplyExact));
    }

    /** The backend that was asked for, else the most preferred of the suitable ones, else the best. */
    Backends.Choice choose(Predicate<Backend> suitable) {
        if (backend != null || System.getProperty(Backends.PROPERTY) != null) {
            return choose();
        }
        return Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available)
                .filter(suitable).findFirst()
                .map(b -> new Backends.Choice(b, "the most preferred backend that has something to tune"))
                .orElseGet(this::choose);
    }

    /** The name that was asked for, if any. */
    Optional<String> name() {
        return Optional.ofNullable(backend);
    }

    /** The thread count that was asked for, else one per processor. */
    int threads() {
        return threads == null ? Tuning.defaults().threads() : Tuning.defaults().withThreads(threads).threads();
    }

    /** Opens a backend for many plans that run a few times each: FFTW guesses instead of measuring. */
    Kernels openForManyPlans(Backend backend) {
        Tuning tuning = Tuning.defaults().withThreads(threads());
        return backend.open(backend instanceof NativeBackend ? NativeBackend.guessing(tuning) : tuning);
    }

    /** Opens a backend with the tuning that is stored for it and the thread count that was asked for. */
    Kernels open(Backend backend, Report report) {
        return backend.open(tuning(backend, report));
    }

    /** Likewise; that of OpenCL counts how long its kernels take on the device. */
    TimedKernels openTimed(OpenClBackend backend, Report report) {
        return backend.openTimed(tuning(backend, report));
    }

    private Tuning tuning(Backend backend, Report report) {
        Map<String, String> values = switch (backend.stored(TuningStore.standard())) {
            case StoredTuning.Found found -> found.values();
            case StoredTuning.Ignored ignored -> {
                report.warn(ignored.line());
                yield Map.of();
            }
            case StoredTuning.Absent _ -> Map.of();
        };
        return new Tuning(threads(), values);
    }
}
