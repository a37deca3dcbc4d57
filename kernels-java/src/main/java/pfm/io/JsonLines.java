package pfm.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Files with an object of JSON in each line: what is written stays, whatever ends the program. */
public final class JsonLines {
    private JsonLines() {
    }

    /** Sees an object. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes an object.
         *
         * @param source file and line, for messages
         */
        void take(Object object, String source);
    }

    /**
     * Reads the objects of a file one after the other; none if it is not there. A last line without its end, as a
     * killed program leaves it, is left out.
     *
     * @throws MalformedFileException if another line is not JSON
     */
    public static void read(Path file, Sink sink) throws IOException {
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
                String source = file + ", line " + ++number;
                sink.take(Json.parse(line, source), source);
            }
        }
    }

    /** Appends objects; removes a last line without its end before. */
    public static void append(Path file, List<Map<String, Object>> objects) {
        try {
            repair(file);
            Files.writeString(file, objects.stream().map(JsonLines::line).collect(Collectors.joining()),
                    StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Map<String, Object> object) {
        return Json.write(object).replaceAll("\\s*\n\\s*", " ") + "\n"; // within strings a line break is escaped
    }

    private static void repair(Path file) throws IOException {
        if (Files.exists(file)) {
            long end = endOfLines(file);
            if (end < Files.size(file)) {
                try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.setLength(end);
                }
            }
        }
    }

    /** Where the last line that has its end ends [byte]. */
    private static long endOfLines(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            for (long end = bytes.length(); end > 0; end--) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    return end;
                }
            }
            return 0;
        }
    }
}
