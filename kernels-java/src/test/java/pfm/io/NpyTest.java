package pfm.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static pfm.io.NpyBytes.dictionary;
import static pfm.io.NpyBytes.doubles;
import static pfm.io.NpyBytes.file;
import static pfm.io.NpyBytes.floats;
import static pfm.io.NpyBytes.header;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;

class NpyTest {
    private static final double PITCH = 1e-6;

    @TempDir
    private Path directory;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void aComplex64PlaneIsReadInterleaved() throws IOException {
        Path file = file(directory, header(dictionary("<c8", "(2, 3)")), floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        Field field = Npy.open(file).readField(PITCH, 2 * PITCH, arena);
        assertEquals(new Grid(3, 2, PITCH, 2 * PITCH), field.grid());
        assertEquals(1, field.batch());
        assertEquals(Precision.FLOAT32, field.precision());
        assertEquals(5, field.re(0, 0, 2));
        assertEquals(12, field.im(0, 1, 2));
    }

    @Test
    void aComplex128BatchKeepsEveryBit() throws IOException {
        Path file = file(directory, header(dictionary("<c16", "(2, 1, 2)")),
                doubles(1, Math.PI, 3, 4, 5, 6, Math.E, 8));
        Field field = Npy.open(file).readField(PITCH, PITCH, arena);
        assertEquals(2, field.batch());
        assertEquals(Precision.FLOAT64, field.precision());
        assertEquals(Math.PI, field.im(0, 0, 0));
        assertEquals(Math.E, field.re(1, 0, 1));
    }

    @Test
    void whatDoesNotFitAFileIsNotWrittenAlike() throws IOException {
        Npy plane = Npy.open(file(directory, header(dictionary("<c8", "(1, 2)")), floats(1, 2, 3, 4)));
        Npy vector = Npy.open(file(directory, header(dictionary("<f4", "(2,)")), floats(1, 2)));
        Path target = directory.resolve("result.npy");
        try (AtomicFile out = AtomicFile.create(target)) {
            for (Field other : List.of(Field.zeros(new Grid(2, 1, PITCH), 2, arena),
                    Field.zeros(new Grid(1, 2, PITCH), 1, arena))) {
                assertThrows(IllegalArgumentException.class, () -> plane.writeAlike(other, out));
            }
            Field fits = Field.zeros(new Grid(2, 1, PITCH), 1, arena);
            assertThrows(MalformedFileException.class, () -> vector.writeAlike(fits, out)); // a file of real numbers
            Matrix rows = Matrix.zeros(2, 2, arena);
            assertThrows(IllegalArgumentException.class, () -> vector.writeAlike(rows, out));
            plane.writeAlike(fits, out);
            out.commit();
        }
        assertEquals(plane.shape(), Npy.open(target).shape()); // of what was refused nothing was written
    }

    @Test
    void headersOfVersion2And3AreRead() throws IOException {
        for (int version = 2; version <= 3; version++) {
            String text = dictionary("<f4", "(2,)") + "\n";
            Path file = file(directory, NpyBytes.raw(version, text.length(), text), floats(1, 2));
            assertEquals(new Npy(file, Npy.Type.FLOAT32, List.of(2L), 12 + text.length()), Npy.open(file));
        }
    }

    @Test
    void keysComeInAnyOrderAndQuotes() throws IOException {
        Path file = file(directory, header("{\"shape\":(1,2),'descr':\"<f8\" , 'fortran_order':False}"), doubles(1, 2));
        assertEquals(List.of(1L, 2L), Npy.open(file).shape());
    }

    @Test
    void whatIsWrittenIsWhatNumPyWrites() throws IOException {
        Field field = Field.zeros(new Grid(2, 1, PITCH), 1, arena);
        field.set(0, 0, 0, 1, -2);
        field.set(0, 0, 1, 0.5, 4);
        Path out = directory.resolve("out.npy");
        try (AtomicFile file = AtomicFile.create(out)) {
            Npy.write(field, file);
            file.commit();
        }
        // numpy.save of array([[[1-2j, .5+4j]]], complex64): the dictionary of a C array, spaces up to 128 bytes, data
        Path expected = file(directory, header(dictionary("<c8", "(1, 1, 2)")), floats(1, -2, 0.5, 4));
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(out));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aFieldLargerThanABlockGoesThereAndBack(Precision precision) throws IOException {
        Grid grid = new Grid(401, 331, PITCH); // about 2 MB: blocks of 1 MiB, the last one partly filled
        Field field = Field.zeros(grid, 2, precision, arena);
        for (int item = 0; item < 2; item++) {
            for (int y = 0; y < grid.ny(); y++) {
                for (int x = 0; x < grid.nx(); x++) {
                    field.set(item, y, x, Math.sin(item + 3 * y + 7 * x), Math.cos(5 * item - y + x));
                }
            }
        }
        Path out = directory.resolve("out.npy");
        try (AtomicFile file = AtomicFile.create(out)) {
            Npy.write(field, file);
            file.commit();
        }
        Field back = Npy.open(out).readField(PITCH, PITCH, arena);
        assertEquals(precision, back.precision());
        assertEquals(-1, field.re().mismatch(back.re()));
        assertEquals(-1, field.im().mismatch(back.im()));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aMatrixLargerThanABlockGoesThereAndBack(Precision precision) throws IOException {
        Matrix matrix = Matrix.zeros(701, 503, precision, arena);
        for (int r = 0; r < matrix.rows(); r++) {
            for (int c = 0; c < matrix.columns(); c++) {
                matrix.set(r, c, Math.sin(r * 1000 + c));
            }
        }
        Path out = directory.resolve("out.npy");
        try (AtomicFile file = AtomicFile.create(out)) {
            Npy.write(matrix, file);
            file.commit();
        }
        Matrix back = Npy.open(out).readMatrix(arena);
        assertEquals(matrix.rows(), back.rows());
        assertEquals(-1, matrix.values().mismatch(back.values()));
    }

    @Test
    void aVectorIsAMatrixOfOneRow() throws IOException {
        Matrix m = Npy.open(file(directory, header(dictionary("<f4", "(3,)")), floats(1, 2, 3))).readMatrix(arena);
        assertEquals(1, m.rows());
        assertEquals(3, m.get(0, 2));
    }

    @Test
    void aFloat32VolumeIsMapped() throws IOException {
        Path file = file(directory, header(dictionary("<f4", "(1, 2, 3)")), floats(1, 2, 3, 4, 5, 6));
        Volume volume = Npy.open(file).mapVolume(Optional.empty(), Optional.empty(), arena);
        assertEquals(List.of(3, 2, 1), List.of(volume.nx(), volume.ny(), volume.slices()));
        assertEquals(6, volume.contrast().get(5));
        assertEquals(file.toString(), volume.contrast().source());
        assertEquals(true, volume.contrast().segment().isMapped());
    }

    @Test
    void levelsAreSpreadFromTheirLowestToTheirHighestValue() throws IOException {
        Path file = file(directory, header(dictionary("|u1", "(1, 1, 3)")), (byte) 0, (byte) 51, (byte) 255);
        Samples levels = Npy.open(file).mapSamples(Optional.of(Levels.parse("-1:0.275")), arena);
        assertEquals(-1, levels.get(0));
        assertEquals(-0.745, levels.get(1), 1e-15); // -1 + 51/255 1.275, two roundings
        assertEquals(0.275, levels.get(2), 1e-15);
    }

    @Test
    void aVolumeOfMoreThanTwoToThe31VoxelsIsMappedToItsEnd() throws IOException {
        long side = 1300; // 1300^3 = 2.2e9 > 2^31; the file is sparse
        byte[] header = header(dictionary("|u1", "(1300, 1300, 1300)"));
        Path file = directory.resolve("large.npy");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(header);
            out.seek(header.length + side * side * side - 1);
            out.write(200);
        }
        Volume volume = Npy.open(file).mapVolume(Optional.of(new Levels(0, 255)), Optional.empty(), arena);
        assertEquals(side * side * side, volume.voxels());
        assertEquals(200, volume.contrast().get(volume.voxels() - 1));
        MemorySegment last = arena.allocate(2);
        volume.contrast().stage(volume.voxels() - 2, 2, last);
        assertEquals((byte) 200, last.get(ValueLayout.JAVA_BYTE, 1));
    }

    @Test
    void levelsBelongToUint8Alone() throws IOException {
        Npy bytes = Npy.open(file(directory, header(dictionary("|u1", "(1, 1, 1)")), (byte) 0));
        assertEquals("levels of " + bytes.file() + " must be given as min:max, the values of levels 0 and 255, since"
                + " its dtype is uint8", assertThrows(IllegalArgumentException.class,
                        () -> bytes.mapSamples(Optional.empty(), arena)).getMessage());
        Npy floats = Npy.open(file(directory, header(dictionary("<f4", "(1, 1, 1)")), floats(0)));
        assertEquals("levels of " + floats.file() + " must be left out, since its dtype is float32",
                assertThrows(IllegalArgumentException.class,
                        () -> floats.mapSamples(Optional.of(new Levels(0, 1)), arena)).getMessage());
    }

    @Test
    void levelsAreReadStrictly() {
        for (String wrong : List.of("", "1", "1:2:3", "a:b", "1:", "NaN:1", "1:Infinity", "2:1", "1:1")) {
            assertThrows(IllegalArgumentException.class, () -> Levels.parse(wrong), wrong);
        }
    }
}
