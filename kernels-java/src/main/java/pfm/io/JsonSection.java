package pfm.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A JSON object of a settings file. Every value that is read is checked, with a message that gives file, key, range and
 * value; {@link #end} refuses what was not read.
 */
public final class JsonSection {
    private static final long LARGEST_FILE = 1 << 20;

    private final String name;
    private final String separator;
    private final Map<String, Object> unread;
    private final TreeSet<String> known = new TreeSet<>();

    private JsonSection(String name, String separator, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(name + " must be an object in braces, was " + shown(value));
        }
        this.name = name;
        this.separator = separator;
        this.unread = new LinkedHashMap<>();
        map.forEach((key, entry) -> unread.put((String) key, entry));
    }

    /** Reads a settings file. */
    public static JsonSection read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
            throw new FileSystemException(file.toString(), null, "is not a file of at most 1 MiB");
        }
        return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file.toString());
    }

    /**
     * Reads settings in a text.
     *
     * @param source its name, for messages
     */
    public static JsonSection parse(String text, String source) throws MalformedFileException {
        return new JsonSection(source, ": ", Json.parse(text, source));
    }

    /** Whether the key has a value. */
    public boolean has(String key) {
        known.add(key);
        return unread.get(key) != null;
    }

    /** The object of a key, empty where it is absent or null. */
    public JsonSection section(String key) {
        Object value = take(key);
        return new JsonSection(name(key), ".", value == null ? Map.of() : value);
    }

    /** A number in {@code [low, high]}. */
    public double number(String key, double low, double high, double otherwise) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Number number) || !(number.doubleValue() >= low && number.doubleValue() <= high)) {
            throw new IllegalArgumentException(
                    name(key) + " must be a number in [" + low + ", " + high + "], was " + shown(value));
        }
        return number.doubleValue();
    }

    /** An integer in {@code [low, high]}. */
    public int integer(String key, int low, int high, int otherwise) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Long number) || number < low || number > high) {
            throw new IllegalArgumentException(
                    name(key) + " must be an integer in [" + low + ", " + high + "], was " + shown(value));
        }
        return number.intValue();
    }

    /** True or false. */
    public boolean flag(String key, boolean otherwise) {
        Object value = take(key);
        if (value != null && !(value instanceof Boolean)) {
            throw new IllegalArgumentException(name(key) + " must be true or false, was " + shown(value));
        }
        return value == null ? otherwise : (Boolean) value;
    }

    /**
     * One of some words.
     *
     * @param otherwise where the key is absent; null where it must be given
     */
    public String word(String key, Collection<String> words, String otherwise) {
        Object value = take(key);
        if (value == null && otherwise != null) {
            return otherwise;
        }
        if (!(value instanceof String word) || !words.contains(word)) {
            throw new IllegalArgumentException(
                    name(key) + " must be one of " + new TreeSet<>(words) + ", was " + shown(value));
        }
        return word;
    }

    /** A string or a number, as it stands, or null. */
    public Object value(String key) {
        return take(key);
    }

    /** Refuses keys that were not read. */
    public void end() {
        if (!unread.isEmpty()) {
            String unknown = unread.keySet().iterator().next();
            throw new IllegalArgumentException(name(unknown) + " is no key that is known here; keys are " + known);
        }
    }

    /** A key in messages: the file, and the keys that lead to it. */
    public String name(String key) {
        return name + separator + key;
    }

    /** A value in messages. */
    public static String shown(Object value) {
        String text = value instanceof Map ? "an object" : Json.write(value).replaceAll("\\s+", " ");
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private Object take(String key) {
        known.add(key);
        return unread.remove(key);
    }
}
