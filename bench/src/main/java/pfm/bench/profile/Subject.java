package pfm.bench.profile;

import java.util.List;
import java.util.Optional;

import pfm.energy.Cost;

/**
 * What is profiled: a whole and its parts.
 *
 * @param name        for people
 * @param unit        what a run is of, and {@code units} of them in a run
 * @param units       for example images
 * @param cost        of a run of the whole
 * @param planSeconds that planning took [s]
 * @param whole       a run
 * @param closing     the step that ends every {@link Part#closed} part, timed by itself
 * @param parts       of the whole, in order; empty where it is one kernel
 */
public record Subject(String name, String unit, int units, Cost cost, double planSeconds, Runnable whole,
        Optional<Runnable> closing, List<Part> parts) {
    /** Keeps a copy of the list. */
    public Subject {
        parts = List.copyOf(parts);
    }
}
