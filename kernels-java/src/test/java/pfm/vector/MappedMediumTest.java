package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.MediumLostException;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** Plans whose media lie in mapped files: they compute the same, and lose their media in orderly ways. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class MappedMediumTest {
    private static final Grid GRID = Grid.square(256, 1e-6);
    private static final int SLICES = 300; // 20 MB, enough for a reader

    @TempDir
    private Path folder;

    @Test
    void resultsAreThoseOfAMediumInMemory() throws IOException {
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared(); Kernels kernels = open(2)) {
            long count = GRID.samples() * SLICES / 4; // 4 bytes each: as large a file, and less to compute
            MemorySegment floats = MappedMedium.floats(count, arena);
            Samples resident = Samples.float32(floats, count, "memory");
            Samples mapped = MappedMedium.mapFloats(file, floats, arena);
            assertArrayEquals(results(kernels, resident, arena), results(kernels, mapped, arena));
        }
        assertEquals(0, MappedMedium.readers());
    }

    /** A convoy of two workers, items that are left over, and one of a single worker. */
    @ParameterizedTest
    @CsvSource({"1, 3", "2, 5"})
    void aBatchThroughAMappedVolumeIsComputedAsItemByItem(int threads, int batch) throws IOException {
        Grid plane = Grid.square(64, 1e-6); // in two stretches
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared();
                Kernels kernels = open(threads)) {
            long count = (ReadAhead.LEAST + (1 << 18)) / 4;
            Samples mapped = MappedMedium.mapFloats(file, MappedMedium.floats(count, arena), arena);
            Volume volume = new Volume(plane.nx(), plane.ny(), (int) (count / plane.samples()), mapped);
            MediumPropagator plan = kernels.splitStep(new SplitStep(
                    plane, 5e-7, 1, List.of(new Element.Slab(volume, 1e-6))));
            Field in = WavePlansTest.random(plane, batch, arena);
            Field out = Field.zeros(plane, batch, arena);
            plan.propagate(in, out);
            for (int item = 0; item < batch; item++) {
                Field alone = Field.zeros(plane, 1, arena);
                plan.propagate(in.items(item, 1), alone);
                assertEquals(-1, alone.re().mismatch(out.items(item, 1).re()), "item " + item);
                assertEquals(-1, alone.im().mismatch(out.items(item, 1).im()), "item " + item);
            }
        }
    }

    @Test
    void aFileCutShortDuringARunEndsTheRun() throws IOException, InterruptedException {
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared(); Kernels kernels = open(2)) {
            MediumPropagator plan = plan(kernels, MappedMedium.map(file, GRID.samples() * SLICES, true, arena));
            Field field = WavePlansTest.random(GRID, 1, arena);
            Thread cutter = whileReading(() -> {
                try {
                    file.truncate(1 << 20);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThrows(MediumLostException.class, () -> runForever(plan, field));
            cutter.join();
            assertEquals(0, MappedMedium.readers());
            kernels.angularSpectrum(new AngularSpectrum(GRID, 5e-7, 1, 1e-5)).propagate(field, field);
        }
    }

    @Test
    void aMediumClosedDuringARunEndsTheRun() throws IOException, InterruptedException {
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared(); Kernels kernels = open(2)) {
            Arena owner = Arena.ofShared();
            MediumPropagator plan = plan(kernels, MappedMedium.map(file, GRID.samples() * SLICES, true, owner));
            Field field = WavePlansTest.random(GRID, 1, arena);
            Thread closer = whileReading(owner::close);
            assertThrows(IllegalStateException.class, () -> runForever(plan, field));
            closer.join();
            assertEquals(0, MappedMedium.readers());
        }
    }

    @Test
    void kernelsClosedDuringARunEndTheRunAndItsReader() throws IOException, InterruptedException {
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared()) {
            Kernels kernels = open(2);
            MediumPropagator plan = plan(kernels, MappedMedium.map(file, GRID.samples() * SLICES, true, arena));
            Field field = WavePlansTest.random(GRID, 1, arena);
            Thread closer = whileReading(kernels::close);
            assertThrows(IllegalStateException.class, () -> runForever(plan, field));
            closer.join();
            assertEquals(0, MappedMedium.readers());
        }
    }

    /** Once a run has its reader, does {@code deed}. */
    private static Thread whileReading(Runnable deed) {
        Thread thread = new Thread(() -> {
            MappedMedium.eventually(() -> MappedMedium.readers() > 0);
            deed.run();
        });
        thread.start();
        return thread;
    }

    private static void runForever(MediumPropagator plan, Field field) {
        while (true) {
            plan.propagate(field, field);
        }
    }

    private static MediumPropagator plan(Kernels kernels, Samples contrast) {
        int slices = (int) (contrast.count() / GRID.samples());
        return kernels.splitStep(new SplitStep(GRID, 5e-7, 1, List.of(
                new Element.Slab(new Volume(GRID.nx(), GRID.ny(), slices, contrast), 1e-6))));
    }

    /** The bits of a forward run, an adjoint run and a gradient. */
    private static int[] results(Kernels kernels, Samples contrast, Arena arena) {
        MediumPropagator plan = plan(kernels, contrast);
        Field in = WavePlansTest.random(GRID, 1, arena);
        Field out = Field.zeros(GRID, 1, arena);
        Field back = Field.zeros(GRID, 1, arena);
        Field cotangent = Field.zeros(GRID, 1, arena);
        MediumGradient gradient = MediumGradient.zeros(plan.spec(), Precision.FLOAT32, arena);
        plan.propagate(in, out);
        plan.adjoint(in, back);
        plan.gradient(in, back, cotangent, gradient);
        List<MemorySegment> parts = List.of(out.re(), out.im(), back.re(), back.im(), cotangent.re(), cotangent.im(),
                gradient.phase(0).orElseThrow().segment());
        return parts.stream().mapToInt(part -> Arrays.hashCode(part.toArray(ValueLayout.JAVA_INT))).toArray();
    }

    private static Kernels open(int threads) {
        return new VectorBackend().open(Tuning.defaults().withThreads(threads));
    }
}
