package pfm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Every backend on the class or module path. {@code -Dpfm.backend=NAME} overrides the automatic choice and is used or
 * refused; nothing falls back silently.
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
        Choice choice = choose();
        LOG.log(System.Logger.Level.INFO, () -> "backend " + choice.backend().name() + ": " + choice.why());
        return choice.backend();
    }

    /**
     * The backend that {@code -Dpfm.backend} names, else the available one with the highest preference.
     *
     * @throws BackendUnavailableException if the backend that the property names cannot run
     */
    public static Choice choose() {
        String asked = System.getProperty(PROPERTY);
        return asked != null ? require(asked, "asked for by -D" + PROPERTY) : automatic();
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

    private static Choice automatic() {
        List<String> passedOver = new ArrayList<>();
        for (Backend backend : all()) {
            switch (backend.availability()) {
                case Availability.Available available -> {
                    String why = "the most preferred backend that is available"
                            + (passedOver.isEmpty() ? "" : "; not " + String.join(", not ", passedOver));
                    return new Choice(backend, why);
                }
                case Availability.Unavailable u ->
                    passedOver.add(backend.name() + " (" + u.reason() + "; " + u.remedy() + ")");
            }
        }
        throw new IllegalStateException("no backend is available: " + String.join(", ", passedOver));
    }
}
