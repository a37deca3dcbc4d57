package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.noise.Philox;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;
import pfm.validation.Seeded;

/** Volumes in mapped files: the same bits as from memory, and of a large one only a window is resident. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class NativeMappedVolumeTest {
    @TempDir
    private Path folder;

    private static SplitStep through(Grid grid, Samples contrast, int slices) {
        return new SplitStep(grid, 5e-7, 1,
                List.of(new Element.Slab(new Volume(grid.nx(), grid.ny(), slices, contrast), 1e-7)));
    }

    @Test
    void aMappedVolumeGivesTheBitsOfItsCopyInBothDirections() throws IOException {
        Grid grid = new Grid(131, 128, 1e-6);
        int slices = 7;
        int count = (int) grid.samples() * slices;
        byte[] levels = new byte[count];
        for (int i = 0; i < count; i++) {
            levels[i] = (byte) Philox.word(1, 0, i);
        }
        Path file = Files.write(folder.resolve("volume"), levels);
        try (FileChannel channel = FileChannel.open(file); Arena arena = Arena.ofShared();
                Kernels kernels = new NativeBackend().open(Tuning.defaults().withThreads(2))) {
            MemorySegment mapping = channel.map(FileChannel.MapMode.READ_ONLY, 0, count, arena);
            MediumPropagator mapped = kernels.splitStep(
                    through(grid, Samples.levels8(mapping, count, 0, 1e-4, "volume"), slices));
            MediumPropagator copied = kernels.splitStep(through(grid,
                    Samples.levels8(arena.allocate(count).copyFrom(mapping), count, 0, 1e-4, "copy"), slices));
            Field in = Seeded.field(grid, 2, Precision.FLOAT32, 3, arena);
            Field one = Field.zeros(grid, 2, arena);
            Field other = Field.zeros(grid, 2, arena);
            mapped.propagate(in, one);
            copied.propagate(in, other);
            assertEquals(-1, one.re().mismatch(other.re()));
            mapped.adjoint(in, one);
            copied.adjoint(in, other);
            assertEquals(-1, one.im().mismatch(other.im()));
        }
    }

    @Test
    void ofALargeFileAWindowIsResident() throws IOException, InterruptedException {
        Grid grid = Grid.square(1024, 1e-6);
        int slices = 1100; // over 1 GiB, sparse
        long voxels = grid.samples() * slices;
        try (FileChannel channel = FileChannel.open(folder.resolve("large"), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE); Arena arena = Arena.ofShared();
                Kernels kernels = new NativeBackend().open(Tuning.defaults().withThreads(2))) {
            channel.write(ByteBuffer.allocate(1), voxels - 1);
            MemorySegment mapping = channel.map(FileChannel.MapMode.READ_ONLY, 0, voxels, arena);
            MediumPropagator plan = kernels.splitStep(
                    through(grid, Samples.levels8(mapping, voxels, 0, 1e-4, "large"), slices));
            Field in = Seeded.field(grid, 1, Precision.FLOAT32, 3, arena);
            Field out = Field.zeros(grid, 1, arena);
            long before = residentFileBytes();
            Watch watch = new Watch();
            watch.start();
            plan.propagate(in, out);
            watch.ended = true;
            watch.join();
            // the window is asked for in the page cache, which is no memory of the process; a screen, and one behind it
            long growth = watch.most - before;
            assertTrue(growth < MediumPages.WINDOW, () -> growth + " bytes of files are resident");
            assertTrue(growth > grid.samples() / 2, () -> "the watch saw " + growth + " bytes of the file");
        }
    }

    private static long residentFileBytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("RssFile:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    /** Looks a thousand times a second how much of files is in memory. */
    private static final class Watch extends Thread {
        private volatile boolean ended;
        private volatile long most;

        @Override
        public void run() {
            try {
                while (!ended) {
                    most = Math.max(most, residentFileBytes());
                    LockSupport.parkNanos(1_000_000);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
