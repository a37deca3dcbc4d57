package pfm.bench.jmh;

/** A doer is not timed because it is missing here, or wrong: one line that says why, without a trace of calls. */
public final class NotTimedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@code doer} is not timed. */
    public NotTimedException(String doer, String why) {
        super(doer + " is not timed: " + why, null, false, false);
    }
}
