package pfm.vector;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import pfm.Kernels;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;
import pfm.validation.Tolerance;

/** A run through a volume of more than 2³¹ voxels in a sparse file takes the memory of its window, not of its file. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LargeVolumeTest {
    private static final Grid GRID = Grid.square(1024, 1e-6);
    private static final int SLICES = 2049;
    private static final double THICKNESS = 1e-7;

    @TempDir
    private Path folder;

    @Test
    void memoryStaysBoundedAndTheLastSliceIsRead() throws IOException, InterruptedException {
        long voxels = GRID.samples() * SLICES;
        assertTrue(voxels > 1L << 31);
        byte[] last = MappedMedium.levels((int) GRID.samples());
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared();
                Kernels kernels = new VectorBackend().open(Tuning.defaults().withThreads(2))) {
            file.write(ByteBuffer.wrap(last), voxels - last.length);
            Samples volume = MappedMedium.map(file, voxels, false, arena);
            Samples slice = Samples.levels8(arena.allocate(last.length).copyFrom(MemorySegment.ofArray(last)),
                    last.length, 0, volume.step(), "the last slice");
            Field in = WavePlansTest.random(GRID, 1, arena);
            Field out = Field.zeros(GRID, 1, arena);
            Field expected = Field.zeros(GRID, 1, arena);
            kernels.splitStep(new SplitStep(GRID, 5e-7, 1, List.of(
                    new Element.Gap((SLICES - 1) * THICKNESS), slab(slice, 1)))).propagate(in, expected);

            var plan = kernels.splitStep(new SplitStep(GRID, 5e-7, 1, List.of(slab(volume, SLICES))));
            long before = residentFileBytes();
            Watch watch = new Watch();
            watch.start();
            plan.propagate(in, out);
            watch.ended = true;
            watch.join();

            double bound = new Tolerance.Transforms(2 * SLICES, GRID.samples()).bound(Precision.FLOAT32);
            double error = distance(expected, out);
            assertTrue(error < bound, () -> error + " from free space and a slice, at most " + bound);
            // a window ahead, a half of one behind, and another until the reader looks again; a part of its own code
            long most = 5 * ReadAhead.WINDOW / 2;
            long growth = watch.most - before;
            assertTrue(growth > ReadAhead.WINDOW / 2, () -> "the watch saw " + growth + " bytes of the file");
            assertTrue(growth < most, () -> growth + " bytes of files are resident, at most " + most);
            assertTrue(residentFileBytes() - before < ReadAhead.WINDOW / 2, "the rest went with the run");
            assertEquals(0, MappedMedium.readers());
        }
    }

    private static Element slab(Samples contrast, int slices) {
        return new Element.Slab(new Volume(GRID.nx(), GRID.ny(), slices, contrast), THICKNESS);
    }

    /** Relative L2. */
    private static double distance(Field expected, Field got) {
        double difference = 0;
        for (int y = 0; y < GRID.ny(); y++) {
            for (int x = 0; x < GRID.nx(); x++) {
                double re = got.re(0, y, x) - expected.re(0, y, x);
                double im = got.im(0, y, x) - expected.im(0, y, x);
                difference += re * re + im * im;
            }
        }
        return Math.sqrt(difference / expected.power(0));
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
