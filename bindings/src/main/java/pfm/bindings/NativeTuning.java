package pfm.bindings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import pfm.bindings.Fftw.Rigor;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/**
 * The parameters that {@link NativeBackend} names, checked, each with its default.
 *
 * @param rigor how long FFTW may search for a plan
 */
record NativeTuning(Rigor rigor) {
    static final String PLANNER = "native.planner";
    static final List<String> NAMES = List.of(PLANNER);

    /**
     * Reads a tuning.
     *
     * @throws IllegalArgumentException if a parameter of this backend is unknown or has a wrong value
     */
    static NativeTuning of(Tuning tuning) {
        tuning.requireKnown("native", NAMES);
        String name = tuning.values().getOrDefault(PLANNER, name(Rigor.MEASURE));
        Rigor rigor = Arrays.stream(Rigor.values()).filter(r -> name(r).equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("tuning parameter " + PLANNER + " must be one of "
                        + Arrays.stream(Rigor.values()).map(NativeTuning::name).toList() + ", was '" + name + "'"));
        return new NativeTuning(rigor);
    }

    /** What a tuner may try instead: guesses are no use to it, since it has the time to measure. */
    Alternatives alternatives() {
        return new Alternatives(PLANNER, Stream.of(Rigor.MEASURE, Rigor.PATIENT).filter(other -> other != rigor)
                .map(NativeTuning::name).toList(), 1, false);
    }

    static String name(Rigor rigor) {
        return rigor.name().toLowerCase(Locale.ROOT);
    }
}
