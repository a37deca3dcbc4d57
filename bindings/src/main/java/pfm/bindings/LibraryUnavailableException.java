package pfm.bindings;

import pfm.Availability;

/** A native library that was asked for cannot be used here; the message gives reason and remedy. */
public final class LibraryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String library;
    private final transient Availability.Unavailable why;

    /** Library {@code name} cannot be used. */
    public LibraryUnavailableException(String name, Availability.Unavailable why) {
        super(name + " is unavailable: " + why.reason() + "; " + why.remedy());
        this.library = name;
        this.why = why;
    }

    /** Which one. */
    String library() {
        return library;
    }

    /** The same as an answer. */
    Availability.Unavailable why() {
        return why;
    }
}
