package pfm.bench.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import pfm.io.Json;
import pfm.io.MalformedFileException;

/** Checks in a file, a line of JSON for each: what is written stays, whatever ends the program. */
public final class CheckLines {
    private CheckLines() {
    }

    /** One line. */
    public static String line(Map<String, Object> fields) {
        return Json.write(fields).replaceAll("\\s*\n\\s*", " ") + "\n"; // within strings a line break is escaped
    }

    /**
     * The checks in a file; none if it is not there. A last line without its end, as a killed program leaves it, is
     * left out.
     *
     * @throws IllegalArgumentException if another line is not a check
     */
    public static List<Check> read(Path file) throws IOException {
        List<Check> checks = new ArrayList<>();
        if (!Files.exists(file)) {
            return checks;
        }
        String text = Files.readString(file);
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; start = end + 1, end = text.indexOf('\n', start)) {
            String source = file + ", line " + (checks.size() + 1);
            checks.add(check(text.substring(start, end), source));
        }
        return checks;
    }

    private static Check check(String line, String source) throws MalformedFileException {
        Object fields = Json.parse(line, source);
        if (!(fields instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(source + " must be a check, was " + line);
        }
        return Check.of(map);
    }

    /** Appends checks. */
    public static void append(Path file, List<Check> checks) {
        append(file, checks.stream().map(check -> line(check.json())).collect(Collectors.joining()));
    }

    /** Appends text. */
    static void append(Path file, String lines) {
        try {
            Files.writeString(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a last line without its end, so that another can follow. */
    public static void repair(Path file) throws IOException {
        if (Files.exists(file)) {
            String text = Files.readString(file);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            if (!whole.equals(text)) {
                Files.writeString(file, whole);
            }
        }
    }
}
