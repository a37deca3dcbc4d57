package pfm.bench.validate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
        read(file, checks::add);
        return checks;
    }

    /** As {@link #read(Path)}, one after the other. */
    public static void read(Path file, Consumer<Check> sink) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        long end = endOfLines(file);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            long number = 0;
            long read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read += line.getBytes(StandardCharsets.UTF_8).length + 1;
                if (read > end) {
                    return;
                }
                sink.accept(check(line, file + ", line " + ++number));
            }
        }
    }

    /** Where the last line that has its end ends [byte]. */
    private static long endOfLines(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long end = bytes.length();
            while (end > 0) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    return end;
                }
                end--;
            }
            return 0;
        }
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
    public static void append(Path file, String lines) {
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
            long end = endOfLines(file);
            if (end < Files.size(file)) {
                try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.setLength(end);
                }
            }
        }
    }
}
