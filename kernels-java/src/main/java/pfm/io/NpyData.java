package pfm.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

import pfm.field.Field;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Moves arrays between NPY files and off-heap memory, block by block. */
final class NpyData {
    /** Bytes per block: a multiple of every entry. */
    private static final int BLOCK = 1 << 20;

    private static final ValueLayout.OfFloat MEMORY_FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfDouble MEMORY_DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final ValueLayout.OfFloat FILE_FLOAT = MEMORY_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble FILE_DOUBLE = MEMORY_DOUBLE.withOrder(ByteOrder.LITTLE_ENDIAN);

    private NpyData() {
    }

    static void readComplex(FileChannel channel, Npy npy, Field field) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        MemorySegment bytes = MemorySegment.ofBuffer(block);
        long perBlock = BLOCK / npy.type().bytes();
        for (long first = 0; first < npy.count(); first += perBlock) {
            int count = (int) Math.min(perBlock, npy.count() - first);
            FileBytes.read(channel, block.clear().limit(count * npy.type().bytes()),
                    npy.dataAt() + first * npy.type().bytes(), npy.file().toString());
            if (npy.type() == Npy.Type.COMPLEX64) {
                for (int i = 0; i < count; i++) {
                    field.re().setAtIndex(MEMORY_FLOAT, first + i, bytes.getAtIndex(FILE_FLOAT, 2 * i));
                    field.im().setAtIndex(MEMORY_FLOAT, first + i, bytes.getAtIndex(FILE_FLOAT, 2 * i + 1));
                }
            } else {
                for (int i = 0; i < count; i++) {
                    field.re().setAtIndex(MEMORY_DOUBLE, first + i, bytes.getAtIndex(FILE_DOUBLE, 2 * i));
                    field.im().setAtIndex(MEMORY_DOUBLE, first + i, bytes.getAtIndex(FILE_DOUBLE, 2 * i + 1));
                }
            }
        }
    }

    static void readReal(FileChannel channel, Npy npy, Matrix matrix) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        MemorySegment bytes = MemorySegment.ofBuffer(block);
        long total = npy.count() * npy.type().bytes();
        for (long at = 0; at < total; at += BLOCK) {
            int length = (int) Math.min(BLOCK, total - at);
            FileBytes.read(channel, block.clear().limit(length), npy.dataAt() + at, npy.file().toString());
            copy(bytes, 0, fileLayout(matrix), matrix.values(), at, memoryLayout(matrix), length);
        }
    }

    static void writeReal(Matrix matrix, AtomicFile out) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        MemorySegment bytes = MemorySegment.ofBuffer(block);
        long total = (long) matrix.rows() * matrix.columns() * matrix.precision().bytes();
        for (long at = 0; at < total; at += BLOCK) {
            int length = (int) Math.min(BLOCK, total - at);
            copy(matrix.values(), at, memoryLayout(matrix), bytes, 0, fileLayout(matrix), length);
            out.write(block.clear().limit(length));
        }
    }

    static void writeComplex(Field field, Npy.Type type, AtomicFile out) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        MemorySegment bytes = MemorySegment.ofBuffer(block);
        long perBlock = BLOCK / type.bytes();
        long samples = field.grid().samples() * field.batch();
        for (long first = 0; first < samples; first += perBlock) {
            int count = (int) Math.min(perBlock, samples - first);
            for (int i = 0; i < count; i++) {
                double re = value(field.re(), field.precision(), first + i);
                double im = value(field.im(), field.precision(), first + i);
                if (type == Npy.Type.COMPLEX64) {
                    bytes.setAtIndex(FILE_FLOAT, 2 * i, (float) re);
                    bytes.setAtIndex(FILE_FLOAT, 2 * i + 1, (float) im);
                } else {
                    bytes.setAtIndex(FILE_DOUBLE, 2 * i, re);
                    bytes.setAtIndex(FILE_DOUBLE, 2 * i + 1, im);
                }
            }
            out.write(block.clear().limit(count * type.bytes()));
        }
    }

    private static double value(MemorySegment plane, Precision precision, long i) {
        return precision == Precision.FLOAT32 ? plane.getAtIndex(MEMORY_FLOAT, i)
                : plane.getAtIndex(MEMORY_DOUBLE, i);
    }

    private static void copy(MemorySegment from, long fromAt, ValueLayout fromLayout,
            MemorySegment to, long toAt, ValueLayout toLayout, long length) {
        MemorySegment.copy(from, fromLayout, fromAt, to, toLayout, toAt, length / toLayout.byteSize());
    }

    private static ValueLayout fileLayout(Matrix matrix) {
        return matrix.precision() == Precision.FLOAT32 ? FILE_FLOAT : FILE_DOUBLE;
    }

    private static ValueLayout memoryLayout(Matrix matrix) {
        return matrix.precision() == Precision.FLOAT32 ? MEMORY_FLOAT : MEMORY_DOUBLE;
    }
}
