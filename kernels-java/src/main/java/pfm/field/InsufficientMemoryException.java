package pfm.field;

/** Memory that was asked for is not to be had; the message says for what, how much, what there is, and the remedy. */
public final class InsufficientMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Memory of {@code bytes} for {@code purpose} was refused because of {@code reason}. */
    public InsufficientMemoryException(String purpose, long bytes, String reason, String remedy) {
        super(purpose + " needs " + bytes + " bytes of memory, but " + reason + "; " + remedy);
    }
}
