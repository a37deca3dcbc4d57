package pfm.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** NPY files made byte by byte, right and wrong ones. */
final class NpyBytes {
    private NpyBytes() {
    }

    /** A version 1 header with this dictionary, padded as NumPy does. */
    static byte[] header(String dictionary) {
        String text = dictionary + " ".repeat(63 - (10 + dictionary.length()) % 64) + "\n";
        return raw(1, text.length(), text);
    }

    /** A header that declares {@code length} bytes and has {@code text}. */
    static byte[] raw(int version, long length, String text) {
        ByteBuffer out = ByteBuffer.allocate((version == 1 ? 10 : 12) + text.length()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            out.putShort((short) length);
        } else {
            out.putInt((int) length);
        }
        return out.put(text.getBytes(StandardCharsets.ISO_8859_1)).array();
    }

    static String dictionary(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
    }

    /** A file of a header and data. */
    static Path file(Path directory, byte[] header, byte... data) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(header.length + data.length).put(header).put(data);
        return Files.write(directory.resolve("a.npy"), all.array());
    }

    static byte[] floats(double... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            out.putFloat((float) value);
        }
        return out.array();
    }

    static byte[] doubles(double... values) {
        ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            out.putDouble(value);
        }
        return out.array();
    }
}
