package pfm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

import pfm.quantity.Require;
import pfm.tuning.Family;
import pfm.tuning.Speeds;
import pfm.tuning.TuningStore;

/**
 * Every backend on the class or module path. {@code -Dpfm.backend=NAME} overrides the automatic choice and is used or
 * refused; nothing falls back silently. Where {@code pfm tune} has measured the backends of this machine against each
 * other, its {@linkplain Speeds figures} choose, else a fixed order.
 */
public final class Backends {
    /** System property that names the backend to use. */
    public static final String PROPERTY = "pfm.backend";

    private static final System.Logger LOG = System.getLogger("pfm");

    private Backends() {
    }

    /**
     * The outcome of a choice.
     *
     * @param backend what was chosen
     * @param why     the reason, and why not those ranked higher
     */
    public record Choice(Backend backend, String why) {
    }

    /** All backends, the most preferred first. */
    public static List<Backend> all() {
        List<Backend> backends = new ArrayList<>();
        ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).forEach(backends::add);
        backends.sort(Comparator.comparingInt(Backend::preference).reversed().thenComparing(Backend::name));
        return backends;
    }

    /**
     * The backend of a name, available or not.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Backend named(String name) {
        List<Backend> all = all();
        return all.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("backend must be one of " + all.stream().map(Backend::name).toList()
                        + ", was '" + name + "'"));
    }

    /** As {@link #choose()}; the reason goes to the log, at level INFO. */
    public static Backend best() {
        return logged(choose());
    }

    /** As {@link #choose(Family, long)}; the reason goes to the log, at level INFO. */
    public static Backend best(Family family, long size) {
        return logged(choose(family, size));
    }

    /**
     * The backend that {@code -Dpfm.backend} names; else the one that is fastest over all kernels, where all were
     * measured; else the available one with the highest preference.
     *
     * @throws BackendUnavailableException if the backend that the property names cannot run
     */
    public static Choice choose() {
        String asked = System.getProperty(PROPERTY);
        return asked != null ? askedFor(asked) : Ranking.choose(all(), speeds(), Speeds::overall);
    }

    /**
     * The backend that {@code -Dpfm.backend} names; else the fastest of those that were measured on a problem of about
     * this size; else the available one with the highest preference.
     *
     * @param size samples of the grid, or weights of the crossbar
     * @throws BackendUnavailableException if the backend that the property names cannot run
     */
    public static Choice choose(Family family, long size) {
        Require.inRange("size", 1, Long.MAX_VALUE, size);
        String asked = System.getProperty(PROPERTY);
        return asked != null ? askedFor(asked)
                : Ranking.choose(all(), speeds(), figures -> figures.at(family, size));
    }

    /**
     * The backend of a name, if it can run.
     *
     * @throws BackendUnavailableException with reason and remedy if it cannot
     */
    public static Choice require(String name, String why) {
        Backend backend = named(name);
        if (backend.availability() instanceof Availability.Unavailable unavailable) {
            throw new BackendUnavailableException(name, unavailable);
        }
        return new Choice(backend, why);
    }

    private static Choice askedFor(String name) {
        return require(name, "asked for by -D" + PROPERTY);
    }

    private static Backend logged(Choice choice) {
        LOG.log(System.Logger.Level.INFO, () -> "backend " + choice.backend().name() + ": " + choice.why());
        return choice.backend();
    }

    private static Speeds speeds() {
        return Speeds.find(TuningStore.standard(),
                ignored -> LOG.log(System.Logger.Level.WARNING, ignored::line));
    }
}
