package pfm.bench.jmh;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;

import pfm.BackendUnavailableException;
import pfm.Backends;
import pfm.Kernels;
import pfm.bindings.LibraryUnavailableException;
import pfm.tuning.Tuning;
import pfm.validation.Discrepancy;
import pfm.validation.Output;
import pfm.validation.Tolerance;

/** A problem with seeded input that is solved by several doers: backends of this library, and other libraries. */
interface Task {
    /** How far a result may be from the oracle's, and why. */
    Tolerance tolerance();

    /** This task done by a backend. */
    Candidate by(Kernels kernels, Arena arena);

    /** Names of the libraries that do this task and are no backend. */
    List<String> libraries();

    /**
     * This task done by one of the {@link #libraries}.
     *
     * @throws LibraryUnavailableException with reason and remedy if it is not on this machine
     */
    Candidate by(String library, int threads, Arena arena);

    /**
     * The doer of a name, judged, with its input in place.
     *
     * @param arena owns its memory
     * @throws NotTimedException if it is missing on this machine, or its result is wrong
     */
    default Doer judged(String name, int threads, Arena arena) {
        Candidate candidate = candidate(name, threads, arena);
        try {
            judge(name, candidate);
        } catch (NotTimedException wrong) {
            candidate.close();
            throw wrong;
        }
        candidate.load();
        return candidate;
    }

    private Candidate candidate(String name, int threads, Arena arena) {
        if (!libraries().contains(name)) {
            return by(open(name, threads, libraries()), arena);
        }
        try {
            return by(name, threads, arena);
        } catch (LibraryUnavailableException missing) {
            throw new NotTimedException(name, missing.getMessage());
        }
    }

    /** A backend, or why it is not timed; {@code others} are names that would do as well. */
    static Kernels open(String backend, int threads, List<String> others) {
        try {
            return Backends.require(backend, "asked for").backend().open(Tuning.defaults().withThreads(threads));
        } catch (BackendUnavailableException missing) {
            throw new NotTimedException(backend, missing.getMessage());
        } catch (IllegalArgumentException unknown) {
            throw new NotTimedException(backend, unknown.getMessage()
                    + (others.isEmpty() ? "" : "; libraries are " + others));
        }
    }

    /** Compares two runs with the oracle's. */
    default void judge(String name, Candidate candidate) {
        try (Arena arena = Arena.ofShared(); Candidate oracle = by(Backends.named("reference").open(), arena)) {
            Output expected = fresh(oracle);
            for (int run = 1; run <= 2; run++) {
                Output result = fresh(candidate);
                Discrepancy found = tolerance().judge(expected, result, result.precision());
                if (!found.passes()) {
                    throw new NotTimedException(name, String.format(Locale.ROOT,
                            "its result is wrong: error %.2e of at most %.2e (%s)",
                            found.error(), found.bound(), tolerance().reason()));
                }
            }
        }
    }

    private static Output fresh(Candidate candidate) {
        candidate.load();
        candidate.run();
        return candidate.result();
    }
}
