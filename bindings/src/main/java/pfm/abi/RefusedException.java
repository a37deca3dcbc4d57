package pfm.abi;

/** A call that the state of its handle does not allow. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Code code;

    RefusedException(Code code, String message) {
        super(message);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
