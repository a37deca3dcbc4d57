package pfm.validation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;

import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Matrix;
import pfm.field.OffHeap;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.noise.Philox;

/** Random input that depends on its seed alone. Every number is one that float32 holds. */
public final class Seeded {
    private static final ScopedValue<Long> BASE = ScopedValue.newInstance();

    private Seeded() {
    }

    /** Makes something whose random input depends on {@code base} beside the seeds that it names. */
    static <T> T drawnFrom(long base, Supplier<T> making) {
        return ScopedValue.where(BASE, base).call(making::get);
    }

    /** White noise: both parts of every sample uniform in (−1, 1). */
    public static Field field(Grid grid, int batch, Precision precision, long seed, Arena arena) {
        Field field = Field.zeros(grid, batch, precision, arena);
        long drawn = drawn(seed);
        long sample = 0;
        for (int item = 0; item < batch; item++) {
            for (int y = 0; y < grid.ny(); y++) {
                for (int x = 0; x < grid.nx(); x++, sample++) {
                    field.set(item, y, x, uniform(drawn, 0, sample, -1, 1), uniform(drawn, 1, sample, -1, 1));
                }
            }
        }
        return field;
    }

    /** A matrix, uniform in (low, high). */
    public static Matrix matrix(
            int rows, int columns, double low, double high, Precision precision, long seed, Arena arena) {
        Matrix matrix = Matrix.zeros(rows, columns, precision, arena);
        long drawn = drawn(seed);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                matrix.set(r, c, uniform(drawn, 0, (long) r * columns + c, low, high));
            }
        }
        return matrix;
    }

    /** Float32 samples of a medium, uniform in (low, high). */
    public static Samples samples(long count, double low, double high, long seed, Arena arena) {
        Samples samples = Samples.zeros(Precision.FLOAT32, count, arena);
        long drawn = drawn(seed);
        for (long i = 0; i < count; i++) {
            samples.set(i, uniform(drawn, 0, i, low, high));
        }
        return samples;
    }

    /** 8-bit samples of a medium, every level from 0 to 255 as likely, value {@code min + level·step}. */
    public static Samples levels(long count, double min, double step, long seed, Arena arena) {
        long drawn = drawn(seed);
        MemorySegment memory = OffHeap.allocate(arena, count, count + " levels of a medium");
        for (long i = 0; i < count; i++) {
            memory.set(ValueLayout.JAVA_BYTE, i, (byte) Philox.word(drawn, 0, i));
        }
        return Samples.levels8(memory, count, min, step, "levels");
    }

    /** The seed itself, or what it becomes where everything is drawn from another, too. */
    private static long drawn(long seed) {
        if (!BASE.isBound()) {
            return seed;
        }
        return (long) Philox.word(BASE.get(), 0, seed) << 32 | Philox.word(BASE.get(), 1, seed) & 0xFFFFFFFFL;
    }

    private static float uniform(long seed, int stream, long index, double low, double high) {
        return (float) (low + (high - low) * Philox.uniform(seed, stream, index));
    }
}
