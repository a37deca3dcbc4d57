package pfm.io;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * JSON (RFC 8259), strict and small. Values are {@code Map<String, Object>} in file order, {@code List<Object>},
 * String, Long (an integer that fits), Double, Boolean and null.
 */
public final class Json {
    /** Objects and arrays within each other, at most. */
    public static final int DEEPEST = 64;

    private Json() {
    }

    /**
     * Reads a document.
     *
     * @param source its name, for messages
     * @throws MalformedFileException if it is not JSON, a name occurs twice in an object, or it nests too deeply
     */
    public static Object parse(String text, String source) throws MalformedFileException {
        return parse(text.getBytes(StandardCharsets.UTF_8), source, 0);
    }

    /**
     * Reads a document in UTF-8 that begins at byte {@code offset} of the file {@code source}.
     *
     * @throws MalformedFileException if it is not JSON, a name occurs twice in an object, or it nests too deeply
     */
    public static Object parse(byte[] utf8, String source, long offset) throws MalformedFileException {
        return new JsonReader(utf8, source, offset).document();
    }

    /**
     * Writes a document, indented by two spaces; arrays of plain values stay on one line.
     *
     * @param value maps with string keys, lists, strings, numbers, booleans and null; NaN and infinities become null,
     *              since JSON has no word for them
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return out.toString();
    }

    private static void write(Object value, String newLine, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> {
                String separator = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator).append(newLine).append("  ");
                    quote((String) entry.getKey(), out);
                    out.append(": ");
                    write(entry.getValue(), newLine + "  ", out);
                    separator = ",";
                }
                out.append(map.isEmpty() ? "{}" : newLine + "}");
            }
            case List<?> list -> {
                boolean flat = list.stream().noneMatch(item -> item instanceof Map || item instanceof List);
                String separator = "[";
                for (Object item : list) {
                    out.append(separator).append(flat ? "" : newLine + "  ");
                    write(item, newLine + "  ", out);
                    separator = flat ? ", " : ",";
                }
                out.append(list.isEmpty() ? "[]" : flat ? "]" : newLine + "]");
            }
            case Double number -> out.append(Double.isFinite(number) ? number.toString() : "null");
            case Float number -> out.append(Float.isFinite(number) ? number.toString() : "null");
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            case String text -> quote(text, out);
            default -> throw new IllegalArgumentException("a JSON value must be a map, list, string, number, boolean"
                    + " or null, was a " + value.getClass().getSimpleName());
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
