package pfm.field;

/** The file behind a memory-mapped medium became shorter, or unreadable, while it was in use. */
public final class MediumLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The samples of {@code source} can no longer be read. */
    public MediumLostException(String source, Throwable cause) {
        super(source + " can no longer be read: the file became shorter or its disk failed while it was mapped;"
                + " restore the file and run again", cause);
    }
}
