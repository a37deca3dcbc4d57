package pfm.abi;

import java.io.IOException;
import java.io.UncheckedIOException;

import pfm.BackendUnavailableException;
import pfm.field.InsufficientMemoryException;
import pfm.field.MediumLostException;
import pfm.io.FileFailure;

/** The body of a function of the table. */
@FunctionalInterface
interface Call {
    /** Does the work. */
    void run() throws IOException;

    /**
     * Runs a body and returns the code of what came of it.
     *
     * @param error address of a {@code pfm_error}, filled on failure; or 0
     */
    static int answer(long error, Call body) {
        try {
            body.run();
            return Code.OK.ordinal();
        } catch (Exception | Error thrown) { // whatever leaves an upcall ends the process of the caller
            Code code = code(thrown);
            if (error != 0) {
                CallerMemory.fillError(error, code, message(code, thrown));
            }
            return code.ordinal();
        }
    }

    private static Code code(Throwable thrown) {
        return switch (thrown) {
            case RefusedException e -> e.code();
            case IllegalArgumentException _ -> Code.BAD_ARGUMENT;
            case BackendUnavailableException _ -> Code.UNAVAILABLE;
            case InsufficientMemoryException _ -> Code.NO_MEMORY;
            case OutOfMemoryError _ -> Code.NO_MEMORY;
            case IOException _ -> Code.FILE;
            case UncheckedIOException _ -> Code.FILE;
            case MediumLostException _ -> Code.FILE;
            default -> Code.BUG;
        };
    }

    private static String message(Code code, Throwable thrown) {
        String text = switch (thrown) {
            case IOException e -> FileFailure.line(e);
            case UncheckedIOException e -> FileFailure.line(e.getCause());
            case OutOfMemoryError e -> "the Java heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB is full (" + e.getMessage() + "); use a smaller input, or set PFM_JVM_ARGS=-Xmx8g";
            default -> thrown.getMessage();
        };
        if (code == Code.BUG || text == null) {
            StackTraceElement[] trace = thrown.getStackTrace();
            text = thrown.getClass().getName() + ": " + text + (trace.length > 0 ? " at " + trace[0] : "");
        }
        return text.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
