package pfm.bench.published;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import pfm.validation.Finding;

/**
 * A published result that is made again, training and all.
 *
 * @param name     for example {@code published/d2nn-mnist}
 * @param citation of what is made again
 * @param study    how
 */
public record Published(String name, String citation, Study study) {
    /** Trains and tests. */
    @FunctionalInterface
    public interface Study {
        /**
         * What was published against what is reached; empty if it was stopped before the end.
         *
         * @throws IOException if a checkpoint cannot be written or read
         */
        Optional<List<Finding>> make(Means means) throws IOException;
    }

    /** Every result, the fastest first. */
    public static List<Published> all() {
        return List.of(
                new Published("published/analog-noise-mnist", AnalogStudy.CITATION, AnalogStudy::make),
                new Published("published/waveguide-mnist", WaveguideStudy.CITATION, WaveguideStudy::make),
                new Published("published/d2nn-mnist", DiffractiveStudy.MENGU, DiffractiveStudy::intensity),
                new Published("published/d2nn-differential-mnist", DiffractiveStudy.LI,
                        DiffractiveStudy::differential));
    }

    @Override
    public String toString() {
        return name;
    }
}
