package pfm.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes the header of an NPY file, versions 1 to 3.
 *
 * <p>Source: NumPy Enhancement Proposal 1, and {@code numpy.lib.format} for version 3.
 */
final class NpyHeader {
    private static final String MAGIC = "\u0093NUMPY";
    /** NumPy itself needs less than 200; version 2 could declare 4 GiB. */
    private static final int LONGEST = 0xFFFF;
    static final int MOST_AXES = 64;
    private static final int ALIGNMENT = 64;

    private final String source;
    private final int textAt;
    private final String text;
    private int at;
    private Npy.Type type;
    private Boolean fortran;
    private List<Long> shape;

    private NpyHeader(String source, int textAt, String text) {
        this.source = source;
        this.textAt = textAt;
        this.text = text;
    }

    /** Reads the header of an open file; the data begin behind it. */
    static Npy read(Path file, FileChannel channel) throws IOException {
        String source = file.toString();
        long size = channel.size();
        ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        FileBytes.read(channel, start.limit((int) Math.min(12, size)), 0, source);
        start.limit(12);
        String magic = new String(start.array(), 0, MAGIC.length(), StandardCharsets.ISO_8859_1);
        int major = start.get(6);
        boolean isShort = major == 1;
        int textAt = isShort ? 10 : 12;
        if (size < textAt || !magic.equals(MAGIC)) {
            throw new MalformedFileException(source, 0, "file", "in NPY format, beginning with \\x93NUMPY",
                    size == 0 ? "empty" : size < textAt ? size + " bytes long" : MalformedFileException.quote(magic),
                    "write it with numpy.save");
        }
        if (major < 1 || major > 3 || start.get(7) != 0) {
            throw new MalformedFileException(source, 6, "NPY version", "1.0, 2.0 or 3.0",
                    (major & 0xFF) + "." + (start.get(7) & 0xFF), "write it with numpy.save");
        }
        long length = isShort ? start.getShort(8) & 0xFFFF : start.getInt(8) & 0xFFFF_FFFFL;
        if (length > LONGEST || textAt + length > size) {
            throw new MalformedFileException(source, 8, "header length",
                    "at most " + Math.min(LONGEST, size - textAt) + " bytes",
                    length, "the file is damaged or cut short; write it again with numpy.save");
        }
        ByteBuffer header = ByteBuffer.allocate((int) length);
        FileBytes.read(channel, header, textAt, source);
        String text = new String(header.array(), StandardCharsets.ISO_8859_1);
        return new NpyHeader(source, textAt, text).parse(file, textAt + length, size);
    }

    private Npy parse(Path file, long dataAt, long size) throws MalformedFileException {
        take('{');
        while (!taken('}')) {
            entry();
            if (!taken(',')) {
                take('}');
                break;
            }
        }
        skipSpace();
        if (at < text.length()) {
            throw wrong("header", "one Python dictionary");
        }
        if (type == null || fortran == null || shape == null) {
            throw wrong("header", "a dictionary with 'descr', 'fortran_order' and 'shape'");
        }
        if (fortran) {
            throw new MalformedFileException(source, textAt, "order of the array", "C (fortran_order False)", "Fortran",
                    "save numpy.ascontiguousarray(a)");
        }
        return new Npy(file, type, shape, dataAt).requireSize(size);
    }

    private void entry() throws MalformedFileException {
        skipSpace();
        int keyAt = at;
        String key = string();
        take(':');
        skipSpace();
        boolean repeated = switch (key) {
            case "descr" -> type != null;
            case "fortran_order" -> fortran != null;
            case "shape" -> shape != null;
            default -> true;
        };
        if (repeated) {
            at = keyAt;
            throw wrong("header", "a dictionary of 'descr', 'fortran_order' and 'shape', each once");
        }
        switch (key) {
            case "descr" -> type = type();
            case "fortran_order" -> fortran = truth();
            default -> shape = shape();
        }
    }

    private Npy.Type type() throws MalformedFileException {
        int from = at;
        String code = peek() == '\'' || peek() == '"' ? string() : null;
        for (Npy.Type candidate : Npy.Type.values()) {
            if (candidate.code().equals(code)) {
                return candidate;
            }
        }
        at = from;
        throw new MalformedFileException(source, textAt + from, "dtype", Npy.Type.codes(),
                code == null ? MalformedFileException.quote(text.substring(at)) : MalformedFileException.quote(code),
                "save a.astype('<c8') for a field, a.astype('<f4') for real numbers");
    }

    private boolean truth() throws MalformedFileException {
        for (boolean value : new boolean[] {true, false}) {
            String word = value ? "True" : "False";
            if (text.startsWith(word, at)) {
                at += word.length();
                return value;
            }
        }
        throw wrong("fortran_order", "True or False");
    }

    private List<Long> shape() throws MalformedFileException {
        List<Long> axes = new ArrayList<>();
        take('(');
        boolean comma = true;
        while (!taken(')')) {
            skipSpace();
            int from = at;
            while (peek() >= '0' && peek() <= '9') {
                at++;
            }
            if (!comma || at == from || at - from > 18 || axes.size() == MOST_AXES) {
                at = from;
                throw wrong("shape", "a tuple of up to " + MOST_AXES + " lengths below 10^18");
            }
            axes.add(Long.parseLong(text, from, at, 10));
            comma = taken(',');
        }
        return List.copyOf(axes);
    }

    private String string() throws MalformedFileException {
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw wrong("header", "a dictionary with keys in quotes");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean taken(char c) {
        skipSpace();
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void take(char c) throws MalformedFileException {
        if (!taken(c)) {
            throw wrong("header", "a Python dictionary with '" + c + "' here");
        }
    }

    private MalformedFileException wrong(String quantity, String expected) {
        String actual = at == text.length() ? "the end" : MalformedFileException.quote(text.substring(at));
        return new MalformedFileException(source, textAt + at, quantity, expected, actual, "write it with numpy.save");
    }

    /** A version 1 header for an array in C order; the data behind it are aligned. */
    static ByteBuffer bytes(Npy.Type type, List<Long> shape) {
        StringBuilder axes = new StringBuilder();
        for (long axis : shape) {
            axes.append(axes.isEmpty() ? "" : " ").append(axis).append(',');
        }
        if (shape.size() > 1) {
            axes.setLength(axes.length() - 1);
        }
        String text = "{'descr': '" + type.code() + "', 'fortran_order': False, 'shape': (" + axes + "), }";
        int length = Math.ceilDiv(10 + text.length() + 1, ALIGNMENT) * ALIGNMENT - 10;
        String padded = text + " ".repeat(length - text.length() - 1) + "\n";
        return ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC.getBytes(StandardCharsets.ISO_8859_1)).put((byte) 1).put((byte) 0).putShort((short) length)
                .put(padded.getBytes(StandardCharsets.ISO_8859_1)).flip();
    }
}
