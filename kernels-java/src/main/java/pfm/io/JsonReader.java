package pfm.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON document from its bytes; messages give the byte in the file. */
final class JsonReader {
    private static final String REMEDY = "correct the JSON, or write the file again";
    private static final int END = -1;
    private static final int LONGEST_LONG = Long.toString(Long.MIN_VALUE).length();

    private final byte[] bytes;
    private final String source;
    private final long offset;
    private int at;
    private int depth;

    JsonReader(byte[] bytes, String source, long offset) {
        this.bytes = bytes;
        this.source = source;
        this.offset = offset;
    }

    Object document() throws MalformedFileException {
        Object value = value();
        skipSpace();
        if (at < bytes.length) {
            throw wrong("JSON", "one document");
        }
        return value;
    }

    private Object value() throws MalformedFileException {
        skipSpace();
        return switch (peek()) {
            case '{' -> nested(this::object);
            case '[' -> nested(this::array);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private interface Body {
        Object read() throws MalformedFileException;
    }

    private Object nested(Body body) throws MalformedFileException {
        if (++depth > Json.DEEPEST) {
            throw wrong("JSON", "nested at most " + Json.DEEPEST + " deep");
        }
        at++;
        Object value = body.read();
        depth--;
        return value;
    }

    private Map<String, Object> object() throws MalformedFileException {
        Map<String, Object> map = new LinkedHashMap<>();
        skipSpace();
        if (taken('}')) {
            return map;
        }
        do {
            skipSpace();
            int nameAt = at;
            String name = string();
            if (map.containsKey(name)) {
                throw new MalformedFileException(source, offset + nameAt, "a name in an object", "there once",
                        MalformedFileException.quote(name) + " again", REMEDY);
            }
            skipSpace();
            take(':');
            map.put(name, value());
            skipSpace();
        } while (taken(','));
        take('}');
        return map;
    }

    private List<Object> array() throws MalformedFileException {
        List<Object> list = new ArrayList<>();
        skipSpace();
        if (taken(']')) {
            return list;
        }
        do {
            list.add(value());
            skipSpace();
        } while (taken(','));
        take(']');
        return list;
    }

    private Object word(String word, Object value) throws MalformedFileException {
        for (int i = 0; i < word.length(); i++) {
            take(word.charAt(i));
        }
        return value;
    }

    private Number number() throws MalformedFileException {
        int from = at;
        taken('-');
        if (!taken('0')) {
            digits();
        }
        boolean integer = true;
        if (taken('.')) {
            digits();
            integer = false;
        }
        if (taken('e') || taken('E')) {
            if (!taken('+')) {
                taken('-');
            }
            digits();
            integer = false;
        }
        String text = new String(bytes, from, at - from, StandardCharsets.US_ASCII);
        if (integer && text.length() <= LONGEST_LONG) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // too large: falls through
            }
        }
        double number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            at = from;
            throw wrong("a number", "at most 1.8e308");
        }
        return number;
    }

    private void digits() throws MalformedFileException {
        if (peek() < '0' || peek() > '9') {
            throw wrong("JSON", "a value");
        }
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
    }

    private String string() throws MalformedFileException {
        take('"');
        StringBuilder text = new StringBuilder();
        int plainFrom = at;
        while (true) {
            int c = peek();
            if (c == '"' || c == '\\') {
                text.append(decoded(plainFrom));
                at++;
                if (c == '"') {
                    return text.toString();
                }
                text.append(escape());
                plainFrom = at;
            } else if (c == END || c < 0x20) {
                throw wrong("a string", "closed by '\"' and without control characters");
            } else {
                at++;
            }
        }
    }

    private String decoded(int from) throws MalformedFileException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, at - from)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(source, offset + from, "a string", "UTF-8", "other bytes", REMEDY);
        }
    }

    private char escape() throws MalformedFileException {
        int c = peek();
        int plain = "\"\\/bfnrt".indexOf(c);
        if (c != END && plain >= 0) {
            at++;
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        take('u');
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() == END ? -1 : Character.digit(peek(), 16);
            if (digit < 0) {
                throw wrong("an escape in a string", "\\u and four hexadecimal digits");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') {
            at++;
        }
    }

    private int peek() {
        return at < bytes.length ? bytes[at] & 0xFF : END;
    }

    private boolean taken(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void take(char c) throws MalformedFileException {
        if (!taken(c)) {
            throw wrong("JSON", "'" + c + "'");
        }
    }

    private MalformedFileException wrong(String quantity, String expected) {
        String actual = peek() == END ? "the end" : MalformedFileException.quote(String.valueOf((char) peek()));
        return new MalformedFileException(source, offset + at, quantity, expected, actual, REMEDY);
    }
}
