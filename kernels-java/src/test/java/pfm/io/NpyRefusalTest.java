package pfm.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static pfm.io.NpyBytes.dictionary;
import static pfm.io.NpyBytes.doubles;
import static pfm.io.NpyBytes.file;
import static pfm.io.NpyBytes.floats;
import static pfm.io.NpyBytes.header;
import static pfm.io.NpyBytes.raw;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with an NPY file is said in one line. */
class NpyRefusalTest {
    private static final String TYPES = "one of ['<f4', '<f8', '<c8', '<c16', '|u1']";
    private static final String SAVE = "; write it with numpy.save";

    @TempDir
    private Path directory;

    @Test
    void anEmptyFile() throws IOException {
        assertRefused("file (byte 0) must be in NPY format, beginning with \\x93NUMPY, was empty" + SAVE, new byte[0]);
    }

    @Test
    void aFileThatEndsInItsFirstBytes() throws IOException {
        assertRefused("file (byte 0) must be in NPY format, beginning with \\x93NUMPY, was 9 bytes long" + SAVE,
                Arrays.copyOf(header(dictionary("<c8", "(1, 1)")), 9));
    }

    @Test
    void anotherFormat() throws IOException {
        assertRefused("file (byte 0) must be in NPY format, beginning with \\x93NUMPY, was '?PNG??'" + SAVE,
                "\u0089PNG\r\n\u001a\n and more".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aVersionToCome() throws IOException {
        String text = dictionary("<c8", "(1, 1)");
        assertRefused("NPY version (byte 6) must be 1.0, 2.0 or 3.0, was 4.0" + SAVE, raw(4, text.length(), text));
    }

    @Test
    void aHeaderThatIsCutShort() throws IOException {
        assertRefused("header length (byte 8) must be at most 90 bytes, was 118; the file is damaged or cut short;"
                + " write it again with numpy.save", Arrays.copyOf(header(dictionary("<c8", "(1, 1)")), 100));
    }

    @Test
    void anOversizedHeader() throws IOException {
        assertRefused("header length (byte 8) must be at most 65535 bytes, was 4294967295; the file is damaged or cut"
                + " short; write it again with numpy.save", raw(2, 0xFFFF_FFFFL, " ".repeat(70_000)));
    }

    @Test
    void fortranOrder() throws IOException {
        assertRefused("order of the array (byte 10) must be C (fortran_order False), was Fortran;"
                + " save numpy.ascontiguousarray(a)",
                header("{'descr': '<c8', 'fortran_order': True, 'shape': (1, 1), }"), floats(1, 2));
    }

    @Test
    void bigEndian() throws IOException {
        assertRefused("dtype (byte 20) must be " + TYPES + ", was '>c8';"
                + " save a.astype('<c8') for a field, a.astype('<f4') for real numbers",
                header(dictionary(">c8", "(1, 1)")));
    }

    @Test
    void structuredTypes() throws IOException {
        assertRefused("dtype (byte 20) must be " + TYPES + ", was '[('a', '<f4')], 'fortran_order': False, 'shape':"
                + " (1,) }     ...'; save a.astype('<c8') for a field, a.astype('<f4') for real numbers",
                header("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,) }"));
    }

    @Test
    void dataThatAreCutShort() throws IOException {
        assertRefused("file (byte 135) must be 136 bytes long (<c8 [1, 1] from byte 128), was 135 bytes long;"
                + " it is cut short; copy or save it again", header(dictionary("<c8", "(1, 1)")), new byte[7]);
    }

    @Test
    void dataThatAreTooLong() throws IOException {
        assertRefused("file (byte 136) must be 136 bytes long (<c8 [1, 1] from byte 128), was 137 bytes long;"
                + " keep one array per file", header(dictionary("<c8", "(1, 1)")), new byte[9]);
    }

    @Test
    void aShapeThatOverflows() throws IOException {
        String huge = "999999999999999999";
        assertRefused("file (byte 128) must be more than 2^63 bytes long (<c8 [" + huge + ", " + huge
                + "] from byte 128), was 128 bytes long; it is cut short; copy or save it again",
                header(dictionary("<c8", "(" + huge + ", " + huge + ")")));
    }

    @Test
    void dictionariesThatAreNone() throws IOException {
        for (String wrong : List.of("", "{", "{}", "[1]", "{'descr'}", "{'descr': '<c8'}", "{descr: '<c8'}",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1)",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1)} x",
                "{'descr': '<c8', 'descr': '<c8', 'fortran_order': False, 'shape': (1, 1)}",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1), 'more': 1}",
                "{'descr': '<c8', 'fortran_order': 0, 'shape': (1, 1)}",
                dictionary("<c8", "(-1, 1)"), dictionary("<c8", "(1 1)"), dictionary("<c8", "(1.0, 1)"),
                dictionary("<c8", "(,)"), dictionary("<c8", "[1, 1]"), dictionary("<c8", "(1, 1"),
                dictionary("<c8", "(1234567890123456789,)"), dictionary("<c8", "(" + "1, ".repeat(65) + ")"))) {
            Path file = file(directory, header(wrong), floats(1, 2));
            assertThrows(MalformedFileException.class, () -> Npy.open(file), wrong);
        }
    }

    @Test
    void aTypeOrShapeThatTheUseDoesNotTake() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Path file = file(directory, header(dictionary("<f8", "(2,)")), doubles(1, 2));
            Npy real = Npy.open(file);
            assertMessage(file + ": dtype must be one of ['<c8', '<c16'], was '<f8'; save a.astype('<c8')",
                    assertThrows(MalformedFileException.class, () -> real.readField(1e-6, 1e-6, arena)));
            assertMessage(file + ": dtype must be one of ['<f4', '|u1'], was '<f8'; save a.astype('<f4')",
                    assertThrows(MalformedFileException.class, () -> real.mapSamples(Optional.empty(), arena)));
            file(directory, header(dictionary("<c8", "(1,)")), floats(1, 2));
            Npy row = Npy.open(file);
            assertMessage(file + ": shape must be (ny, nx) or (batch, ny, nx), none of them empty, was [1];"
                    + " reshape the array",
                    assertThrows(MalformedFileException.class, () -> row.readField(1e-6, 1e-6, arena)));
            file(directory, header(dictionary("<c8", "(0, 4)")));
            Npy empty = Npy.open(file);
            assertMessage(file + ": shape must be (ny, nx) or (batch, ny, nx), none of them empty, was [0, 4];"
                    + " reshape the array",
                    assertThrows(MalformedFileException.class, () -> empty.readField(1e-6, 1e-6, arena)));
        }
    }

    @Test
    void aFileThatIsCutShortAfterItsHeaderWasRead() throws IOException {
        Path file = file(directory, header(dictionary("<c8", "(1, 2)")), floats(1, 2, 3, 4));
        Npy npy = Npy.open(file);
        file(directory, header(dictionary("<c8", "(1, 2)")), floats(1, 2));
        try (Arena arena = Arena.ofShared()) {
            assertMessage(file + ": file (byte 136) must go on for 8 bytes, was cut short while it was read;"
                    + " restore it and run again",
                    assertThrows(IOException.class, () -> npy.readField(1e-6, 1e-6, arena)));
        }
    }

    @Test
    void noFileAtAll() {
        assertThrows(NoSuchFileException.class, () -> Npy.open(directory.resolve("none.npy")));
        assertEquals("is not a regular file",
                assertThrows(FileSystemException.class, () -> Npy.open(directory)).getReason());
    }

    private void assertRefused(String expected, byte[] header, byte... data) throws IOException {
        Path file = file(directory, header, data);
        assertMessage(file + ": " + expected, assertThrows(MalformedFileException.class, () -> Npy.open(file)));
    }

    private static void assertMessage(String expected, Exception actual) {
        assertEquals(expected, actual.getMessage());
    }
}
