package pfm.io;

import java.io.IOException;

/** A file that is not what it should be; the message says which, where, what was expected and came, and the remedy. */
public final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_QUOTE = 60;

    /**
     * A file with a mistake in it.
     *
     * @param file     its name
     * @param offset   where [byte]
     * @param quantity what is wrong
     * @param expected what it must be
     * @param actual   what it was, see {@link #quote}
     * @param remedy   what a user does about it
     */
    public MalformedFileException(
            String file, long offset, String quantity, Object expected, Object actual, String remedy) {
        super(file + ": " + quantity + " (byte " + offset + ") must be " + expected + ", was " + actual + "; "
                + remedy);
    }

    /** A file that is right in itself, and does not fit what it is used for. */
    public MalformedFileException(String file, String quantity, Object expected, Object actual, String remedy) {
        super(file + ": " + quantity + " must be " + expected + ", was " + actual + "; " + remedy);
    }

    /** Text from a file in quotes, made harmless: printable characters only, and not too many. */
    static String quote(String text) {
        String shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
        return "'" + shown.replaceAll("[^\\x20-\\x7e]", "?") + "'";
    }
}
