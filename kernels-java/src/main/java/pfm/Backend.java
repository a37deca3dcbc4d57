package pfm;

import java.util.List;

import pfm.field.Grid;
import pfm.tuning.Alternatives;
import pfm.tuning.Device;
import pfm.tuning.StoredTuning;
import pfm.tuning.Tuning;
import pfm.tuning.TuningStore;

/** A way to compute every kernel. Found by {@link java.util.ServiceLoader}; stateless, and cheap to create. */
public interface Backend {
    /** Name for {@code -Dpfm.backend} and reports, for example {@code vector}. */
    String name();

    /** Rank in the automatic choice: the available backend with the highest wins. */
    int preference();

    /** Whether it can run here. Never throws. */
    Availability availability();

    /** Every device that it could use, one line each; none where there is nothing to choose. Never throws. */
    default List<String> devices() {
        return List.of();
    }

    /**
     * Opens it with this tuning and no other: what it does not set has its default, whatever is stored.
     *
     * @throws BackendUnavailableException with reason and remedy if it cannot run here
     * @throws IllegalArgumentException    as {@link #check}
     */
    Kernels open(Tuning tuning);

    /** Opens it with its {@link #tuning()}. */
    default Kernels open() {
        return open(tuning());
    }

    /**
     * The tuning for this machine: one worker per processor, and the values that {@code pfm tune} has stored, if any.
     * A parameter of one's own goes on top: {@code backend.open(backend.tuning().with("vector.spins", "100"))}. A
     * stored tuning that cannot be used is told to the log, at level WARNING, and left out.
     */
    default Tuning tuning() {
        Tuning defaults = Tuning.defaults();
        return switch (stored(TuningStore.standard())) {
            case StoredTuning.Found found -> new Tuning(defaults.threads(), found.values());
            case StoredTuning.Ignored ignored -> {
                System.getLogger("pfm").log(System.Logger.Level.WARNING, ignored::line);
                yield defaults;
            }
            case StoredTuning.Absent _ -> defaults;
        };
    }

    /** What a store has for this backend on this machine, checked. Never throws. */
    default StoredTuning stored(TuningStore store) {
        if (parameters().isEmpty() || !(availability() instanceof Availability.Available available)) {
            return new StoredTuning.Absent("there is nothing to tune");
        }
        StoredTuning stored = store.find(Device.here(name(), available.device()));
        if (stored instanceof StoredTuning.Found found) {
            try {
                check(new Tuning(1, found.values()));
            } catch (IllegalArgumentException e) {
                return new StoredTuning.Ignored(found.file(), e.getMessage());
            }
        }
        return stored;
    }

    /** Names of the parameters that it reads from a {@link Tuning}, see {@link Tuning#requireKnown}. */
    default List<String> parameters() {
        return List.of();
    }

    /**
     * Checks the parameters of this backend; those of others pass.
     *
     * @throws IllegalArgumentException if one is unknown or has a wrong value
     */
    default void check(Tuning tuning) {
        tuning.requireKnown(name(), parameters());
    }

    /**
     * Parameters with the values that may make plans for a grid faster than under {@code tuning}, for a tuner to try
     * one after the other; none where there is nothing to tune.
     */
    default List<Alternatives> alternatives(Grid grid, Tuning tuning) {
        return List.of();
    }
}
