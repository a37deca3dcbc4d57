package pfm.bench.profile;

import java.util.Optional;

import pfm.bench.peer.Timings;

/**
 * Times of the runs of a part.
 *
 * @param runs   from end to end [ms]
 * @param device of the kernels on the device [ms]; empty where none counts them
 */
public record Times(Timings runs, Optional<Timings> device) {
}
