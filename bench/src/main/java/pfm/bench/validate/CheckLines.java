package pfm.bench.validate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import pfm.io.JsonLines;

/** Checks in a file, a line of JSON for each: what is written stays, whatever ends the program. */
public final class CheckLines {
    private CheckLines() {
    }

    /**
     * The checks in a file; none if it is not there. A last line without its end, as a killed program leaves it, is
     * left out.
     *
     * @throws IllegalArgumentException if another line is not a check
     */
    public static List<Check> read(Path file) throws IOException {
        List<Check> checks = new ArrayList<>();
        read(file, checks::add);
        return checks;
    }

    /** As {@link #read(Path)}, one after the other. */
    public static void read(Path file, Consumer<Check> sink) throws IOException {
        JsonLines.read(file, (object, source) -> {
            if (!(object instanceof Map<?, ?> fields)) {
                throw new IllegalArgumentException(source + " must be a check, was " + object);
            }
            sink.accept(Check.of(fields));
        });
    }

    /** Appends checks. */
    public static void append(Path file, List<Check> checks) {
        JsonLines.append(file, checks.stream().map(Check::json).toList());
    }
}
