package pfm.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

import picocli.CommandLine;

import pfm.BackendUnavailableException;
import pfm.field.InsufficientMemoryException;
import pfm.field.MediumLostException;
import pfm.io.FileFailure;

/** What the command line says about an exception: one line with the remedy where a user can cause it, else a trace. */
final class Failure {
    private Failure() {
    }

    /** Prints what is to be said and returns the exit code. */
    static int report(Throwable thrown, PrintWriter err) {
        Optional<String> line = line(thrown);
        if (line.isPresent()) {
            err.println("pfm: " + oneLine(line.get()));
            err.flush();
            return Exit.BAD_INPUT;
        }
        err.println("pfm: this is a bug of pfm, not of your input; please report it with these lines:");
        thrown.printStackTrace(err);
        err.flush();
        return Exit.DEFECT;
    }

    /** Says that the command line is wrong, and where its help stands. */
    static int syntax(CommandLine.ParameterException wrong, String[] args) {
        CommandLine verb = wrong.getCommandLine();
        PrintWriter err = verb.getErr();
        String suggestion = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty() ? "; did you mean " + unmatched.getSuggestions() + "?" : "";
        err.println("pfm: " + oneLine(wrong.getMessage()) + suggestion + "; see '"
                + verb.getCommandSpec().qualifiedName()
                + " --help'");
        err.flush();
        return Exit.BAD_INPUT;
    }

    private static Optional<String> line(Throwable thrown) {
        return switch (thrown) {
            case UncheckedIOException e -> Optional.of(FileFailure.line(e.getCause()));
            case IOException e -> Optional.of(FileFailure.line(e));
            case IllegalArgumentException e -> Optional.ofNullable(e.getMessage());
            case BackendUnavailableException e -> Optional.of(e.getMessage());
            case InsufficientMemoryException e -> Optional.of(e.getMessage());
            case MediumLostException e -> Optional.of(e.getMessage());
            case OutOfMemoryError e -> Optional.of("the Java heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB is full (" + e.getMessage()
                    + "); use a smaller input, or set JDK_JAVA_OPTIONS=-Xmx8g for a heap of 8 GiB");
            default -> Optional.empty();
        };
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
