package pfm;

/** A backend that was asked for cannot run here; the message gives reason and remedy. */
public final class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Backend {@code name} cannot run. */
    public BackendUnavailableException(String name, Availability.Unavailable why) {
        super("backend '" + name + "' is unavailable: " + why.reason() + "; " + why.remedy());
    }
}
