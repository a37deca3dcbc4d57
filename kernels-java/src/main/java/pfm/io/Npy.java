package pfm.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.quantity.Require;

/**
 * An NPY file of NumPy: what its header says, checked against its size, and ways to read or map its array. Arrays are
 * in C order and little-endian.
 *
 * @param file   where it is
 * @param type   type of an entry
 * @param shape  length of every axis, the slowest first
 * @param dataAt where the array begins [byte]
 */
public record Npy(Path file, Type type, List<Long> shape, long dataAt) {
    /** Type of an entry, by its NumPy code. */
    public enum Type {
        /** 32-bit float. */
        FLOAT32("<f4", 4),
        /** 64-bit float. */
        FLOAT64("<f8", 8),
        /** Two 32-bit floats, real part first. */
        COMPLEX64("<c8", 8),
        /** Two 64-bit floats, real part first. */
        COMPLEX128("<c16", 16),
        /** Unsigned byte. */
        UINT8("|u1", 1);

        private final String code;
        private final int bytes;

        Type(String code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }

        /** NumPy's code, for example {@code <c8}. */
        public String code() {
            return code;
        }

        /** Bytes of an entry. */
        public int bytes() {
            return bytes;
        }

        /** The complex type of a field. */
        public static Type complex(Precision precision) {
            return precision == Precision.FLOAT32 ? COMPLEX64 : COMPLEX128;
        }

        /** The real type of a matrix. */
        public static Type real(Precision precision) {
            return precision == Precision.FLOAT32 ? FLOAT32 : FLOAT64;
        }

        static String codes(Type... types) {
            List<Type> listed = Arrays.asList(types.length == 0 ? values() : types);
            return "one of " + listed.stream().map(t -> "'" + t.code + "'").toList();
        }

        private Precision precision() {
            return this == FLOAT32 || this == COMPLEX64 ? Precision.FLOAT32 : Precision.FLOAT64;
        }
    }

    /**
     * Reads the header of a file.
     *
     * @throws MalformedFileException if it is not NPY, of another type, in Fortran order, or of a wrong size
     */
    public static Npy open(Path file) throws IOException {
        try (FileChannel channel = FileBytes.open(file)) {
            return NpyHeader.read(file, channel);
        }
    }

    /** Entries of the array. */
    public long count() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * Reads a field of shape {@code (ny, nx)} or {@code (batch, ny, nx)}: complex64 as float32, complex128 as float64.
     *
     * @param pitchX distance of samples along x [m]
     * @param pitchY distance of samples along y [m]
     */
    public Field readField(double pitchX, double pitchY, Arena arena) throws IOException {
        requireType(Type.COMPLEX64, Type.COMPLEX128);
        requireAxes("(ny, nx) or (batch, ny, nx)", 2, 3);
        Grid grid = new Grid(axis(shape.size() - 1), axis(shape.size() - 2), pitchX, pitchY);
        Field field = Field.zeros(grid, shape.size() == 3 ? axis(0) : 1, type.precision(), arena);
        try (FileChannel channel = FileBytes.open(file)) {
            NpyData.readComplex(channel, this, field);
        }
        return field;
    }

    /** Reads a matrix of shape {@code (rows, columns)}, or {@code (columns)} for one row: float32 or float64. */
    public Matrix readMatrix(Arena arena) throws IOException {
        requireType(Type.FLOAT32, Type.FLOAT64);
        requireAxes("(rows, columns) or (columns,)", 1, 2);
        int columns = axis(shape.size() - 1);
        Matrix matrix = Matrix.zeros(shape.size() == 2 ? axis(0) : 1, columns, type.precision(), arena);
        try (FileChannel channel = FileBytes.open(file)) {
            NpyData.readReal(channel, this, matrix);
        }
        return matrix;
    }

    /**
     * Maps the array without reading it: float32, or uint8 as levels. The file may be larger than the memory; it must
     * not change while it is in use.
     *
     * @param levels values of the levels 0 and 255, for uint8 and only there
     */
    public Samples mapSamples(Optional<Levels> levels, Arena arena) throws IOException {
        requireType(Type.FLOAT32, Type.UINT8);
        if (levels.isPresent() != (type == Type.UINT8)) {
            throw new IllegalArgumentException("levels of " + file + " must be " + (type == Type.UINT8
                    ? "given as min:max, the values of levels 0 and 255, since its dtype is uint8"
                    : "left out, since its dtype is float32"));
        }
        requireAxes("at least one axis", 1, NpyHeader.MOST_AXES);
        MemorySegment mapped;
        try (FileChannel channel = FileBytes.open(file)) {
            requireSize(channel.size());
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, dataAt, count() * type.bytes, arena);
        }
        return levels.isEmpty() ? Samples.float32(mapped, count(), file.toString())
                : Samples.levels8(mapped, count(), levels.get().min(), levels.get().step(), file.toString());
    }

    /**
     * Maps a volume of shape {@code (nz, ny, nx)}, see {@link #mapSamples}.
     *
     * @param extinction κ of every voxel, if the medium absorbs
     */
    public Volume mapVolume(Optional<Levels> levels, Optional<Samples> extinction, Arena arena) throws IOException {
        requireAxes("(nz, ny, nx)", 3, 3);
        return new Volume(axis(2), axis(1), axis(0), mapSamples(levels, arena), extinction);
    }

    /**
     * Checks that the file still is what it was, after a mapped array was read: within its last page the bytes of a
     * file that was cut short read as zeros, without a fault.
     *
     * @throws IOException if it is gone, or has another header or size
     */
    public void requireUnchanged() throws IOException {
        if (!open(file).equals(this)) {
            throw new MalformedFileException(file.toString(), "file", "the same during the run", "replaced",
                    "run again");
        }
    }

    /** Writes a field in the type and shape of this file, rounded or widened where the types differ. */
    public void writeAlike(Field field, AtomicFile out) throws IOException {
        requireType(Type.COMPLEX64, Type.COMPLEX128);
        requireAxes("(ny, nx) or (batch, ny, nx)", 2, 3);
        Grid grid = field.grid();
        Require.equal("shape of the field", List.of(shape.size() == 3 ? shape.getFirst() : 1L,
                shape.get(shape.size() - 2), shape.getLast()),
                List.of((long) field.batch(), (long) grid.ny(), (long) grid.nx()));
        out.write(NpyHeader.bytes(type, shape));
        NpyData.writeComplex(field, type, out);
    }

    /** Writes a matrix as it is, as a vector where this file holds a vector. */
    public void writeAlike(Matrix matrix, AtomicFile out) throws IOException {
        long columns = matrix.columns();
        if (shape.size() == 1) {
            Require.equal("rows of the matrix", 1, matrix.rows());
        }
        List<Long> axes = shape.size() == 1 ? List.of(columns) : List.of((long) matrix.rows(), columns);
        out.write(NpyHeader.bytes(Type.real(matrix.precision()), axes));
        NpyData.writeReal(matrix, out);
    }

    /** Writes a field as {@code (batch, ny, nx)}, complex64 or complex128 as it is. */
    public static void write(Field field, AtomicFile out) throws IOException {
        Type type = Type.complex(field.precision());
        List<Long> shape = List.of((long) field.batch(), (long) field.grid().ny(), (long) field.grid().nx());
        out.write(NpyHeader.bytes(type, shape));
        NpyData.writeComplex(field, type, out);
    }

    /** Writes a matrix as {@code (rows, columns)}, float32 or float64 as it is. */
    public static void write(Matrix matrix, AtomicFile out) throws IOException {
        out.write(NpyHeader.bytes(Type.real(matrix.precision()),
                List.of((long) matrix.rows(), (long) matrix.columns())));
        NpyData.writeReal(matrix, out);
    }

    /** Checks that the array has two axes, where a vector will not do. */
    public Npy requireMatrix() throws MalformedFileException {
        requireAxes("(rows, columns)", 2, 2);
        return this;
    }

    /** Checks that the file has as many bytes as its header says. */
    Npy requireSize(long size) throws MalformedFileException {
        long expected;
        try {
            expected = Math.addExact(dataAt, Math.multiplyExact(count(), type.bytes));
        } catch (ArithmeticException e) {
            expected = Long.MAX_VALUE;
        }
        if (size != expected) {
            throw new MalformedFileException(file.toString(), Math.min(size, expected), "file",
                    (expected == Long.MAX_VALUE ? "more than 2^63" : expected) + " bytes long (" + type.code + " "
                    + shape + " from byte " + dataAt + ")", size + " bytes long",
                    size < expected ? "it is cut short; copy or save it again" : "keep one array per file");
        }
        return this;
    }

    private void requireType(Type... accepted) throws MalformedFileException {
        if (!Arrays.asList(accepted).contains(type)) {
            throw new MalformedFileException(file.toString(), "dtype", Type.codes(accepted), "'" + type.code + "'",
                    "save a.astype('" + accepted[0].code + "')");
        }
    }

    private void requireAxes(String expected, int least, int most) throws MalformedFileException {
        if (shape.size() < least || shape.size() > most || shape.contains(0L)) {
            throw new MalformedFileException(file.toString(), "shape", expected + ", none of them empty", shape,
                    "reshape the array");
        }
    }

    private int axis(int i) throws MalformedFileException {
        if (shape.get(i) > Integer.MAX_VALUE) {
            throw new MalformedFileException(file.toString(), "length of axis " + i, "below 2^31", shape.get(i),
                    "split the array");
        }
        return shape.get(i).intValue();
    }
}
