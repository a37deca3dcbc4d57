package pfm.bench;

/** Exit codes of the command line, the same for every verb. */
public final class Exit {
    /** Everything asked for was done. */
    public static final int OK = 0;
    /** The verb ran, and a check that it makes failed. */
    public static final int CHECK_FAILED = 1;
    /** The input, the command line or the machine does not allow it; one line on stderr says why and what to do. */
    public static final int BAD_INPUT = 2;
    /** A defect of this program; the stack trace is on stderr. */
    public static final int DEFECT = 3;

    private Exit() {
    }
}
