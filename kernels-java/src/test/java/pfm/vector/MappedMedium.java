package pfm.vector;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

import pfm.field.Samples;
import pfm.noise.Philox;

/** A medium in a mapped file, and who reads it. */
final class MappedMedium {
    private MappedMedium() {
    }

    static FileChannel file(Path folder) throws IOException {
        return FileChannel.open(folder.resolve("volume"), StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.CREATE);
    }

    static MemorySegment floats(long count, Arena arena) {
        MemorySegment floats = arena.allocate(4 * count, 4);
        for (long i = 0; i < count; i++) {
            floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (0.02 * Philox.uniform(3, 0, i)));
        }
        return floats;
    }

    static byte[] levels(int count) {
        byte[] levels = new byte[count];
        for (int i = 0; i < count; i++) {
            levels[i] = (byte) Philox.word(3, 0, i);
        }
        return levels;
    }

    /** Maps a file of {@code count} levels: seeded ones, or sparse behind what was written before. */
    static Samples map(FileChannel file, long count, boolean seeded, Arena arena) throws IOException {
        if (seeded) {
            file.write(ByteBuffer.wrap(levels((int) count)), 0);
        } else if (file.size() < count) {
            file.write(ByteBuffer.wrap(new byte[1]), count - 1);
        }
        MemorySegment mapped = file.map(FileChannel.MapMode.READ_ONLY, 0, count, arena);
        return Samples.levels8(mapped, count, 0, 0.02 / 255, "volume");
    }

    /** Writes floats to a file and maps it. */
    static Samples mapFloats(FileChannel file, MemorySegment floats, Arena arena) throws IOException {
        file.write(floats.asByteBuffer(), 0);
        long count = floats.byteSize() / 4;
        return Samples.float32(file.map(FileChannel.MapMode.READ_ONLY, 0, 4 * count, arena), count, "volume");
    }

    /** Readers that are at work. */
    static long readers() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("pfm-vector-reader"))
                .count();
    }

    /** Waits for a fact; the time limit of the test ends it. */
    static void eventually(BooleanSupplier fact) {
        while (!fact.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
