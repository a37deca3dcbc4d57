package pfm.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a user is told of a file that could not be read or written. */
public final class FileFailure {
    private FileFailure() {
    }

    /** One line with the file, the reason and the remedy. */
    public static String line(IOException thrown) {
        return switch (thrown) {
            case NoSuchFileException e -> e.getFile() + ": no such file; check the path";
            case AccessDeniedException e -> e.getFile() + ": permission denied; check its owner and mode";
            case FileSystemException e -> e.getFile() + ": " + (e.getReason() == null ? "failed" : e.getReason())
                    + "; check the path and the disk";
            default -> thrown.getMessage() == null
                    ? "input or output failed (" + thrown.getClass().getSimpleName() + ")" : thrown.getMessage();
        };
    }
}
