package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.fft.FftRecipe;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.MediumLostException;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.noise.Philox;
import pfm.optics.AngularSpectrum;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** Media in mapped files: read ahead of the field, of any size, and lost in orderly ways. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ReadAheadTest {
    private static final Grid GRID = Grid.square(256, 1e-6);
    private static final int SLICES = 300; // 20 MB, enough for a reader

    @TempDir
    private Path folder;

    @Test
    void resultsAreThoseOfAMediumInMemory() throws IOException {
        try (FileChannel file = file(); Arena arena = Arena.ofShared(); Kernels kernels = open(2)) {
            long count = GRID.samples() * SLICES / 4; // 4 bytes each: as large a file, and less to compute
            MemorySegment floats = arena.allocate(4 * count, 4);
            for (long i = 0; i < count; i++) {
                floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (0.02 * Philox.uniform(3, 0, i)));
            }
            file.write(floats.asByteBuffer(), 0);
            Samples resident = Samples.float32(floats, count, "memory");
            Samples mapped = Samples.float32(map(file, 4 * count, false, arena).segment(), count, "volume");
            assertArrayEquals(results(kernels, resident, arena), results(kernels, mapped, arena));
        }
        assertEquals(0, readers());
    }

    /** A sparse file has no page in memory until somebody reads it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pagesComeBeforeTheFieldAndNotAllAtOnce(boolean reversed) throws IOException {
        int screens = 16;
        Grid plane = Grid.square(4096, 1e-6); // 16 MB each
        try (FileChannel file = file(); Arena arena = Arena.ofShared()) {
            Samples medium = map(file, plane.samples() * screens, false, arena);
            Route there = masks(medium, plane, screens);
            Route route = reversed ? there.reversed() : there;
            ReadAhead ahead = new ReadAhead(plane.samples());
            int window = (int) (ReadAhead.WINDOW / plane.samples());
            ahead.during(there, () -> {
                assertEquals(1, readers());
                ahead.at(route, 0);
                eventually(() -> loaded(route, window));
                // the system itself may read some megabytes around what was asked for
                assertFalse(loaded(route, window + 2), "more than the window was read");
                ahead.at(route, 6);
                eventually(() -> loaded(route, 6 + window));
                ahead.at(route, 0); // the next item; what it needs is there
                ahead.at(route, screens - 1);
                eventually(() -> loaded(route, screens - 1));
            });
        }
        assertEquals(0, readers());
    }

    @Test
    void aSmallMediumAndOneInMemoryGetNoReader() throws IOException {
        Grid plane = Grid.square(1024, 1e-6);
        long small = ReadAhead.LEAST / plane.samples() - 1;
        try (FileChannel file = file(); Arena arena = Arena.ofShared()) {
            ReadAhead ahead = new ReadAhead(plane.samples());
            for (Samples medium : List.of(map(file, small * plane.samples(), false, arena),
                    Samples.zeros(Precision.FLOAT32, 32 * plane.samples(), arena))) {
                Route route = masks(medium, plane, (int) (medium.count() / plane.samples()));
                ahead.during(route, () -> assertEquals(0, readers()));
            }
        }
    }

    @Test
    void aFileCutShortDuringARunEndsTheRun() throws IOException, InterruptedException {
        try (FileChannel file = file(); Arena arena = Arena.ofShared(); Kernels kernels = open(2)) {
            MediumPropagator plan = plan(kernels, map(file, GRID.samples() * SLICES, true, arena));
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
            assertEquals(0, readers());
            kernels.angularSpectrum(new AngularSpectrum(GRID, 5e-7, 1, 1e-5)).propagate(field, field);
        }
    }

    @Test
    void aMediumClosedDuringARunEndsTheRun() throws IOException, InterruptedException {
        try (FileChannel file = file(); Arena arena = Arena.ofShared(); Kernels kernels = open(2)) {
            Arena owner = Arena.ofShared();
            MediumPropagator plan = plan(kernels, map(file, GRID.samples() * SLICES, true, owner));
            Field field = WavePlansTest.random(GRID, 1, arena);
            Thread closer = whileReading(owner::close);
            assertThrows(IllegalStateException.class, () -> runForever(plan, field));
            closer.join();
            assertEquals(0, readers());
        }
    }

    @Test
    void kernelsClosedDuringARunEndTheRunAndItsReader() throws IOException, InterruptedException {
        try (FileChannel file = file(); Arena arena = Arena.ofShared()) {
            Kernels kernels = open(2);
            MediumPropagator plan = plan(kernels, map(file, GRID.samples() * SLICES, true, arena));
            Field field = WavePlansTest.random(GRID, 1, arena);
            Thread closer = whileReading(kernels::close);
            assertThrows(IllegalStateException.class, () -> runForever(plan, field));
            closer.join();
            assertEquals(0, readers());
        }
    }

    @Test
    void samplesBeyondTwoToThe31AreReached() throws IOException {
        Grid plane = new Grid(64, 48, 1e-6);
        long first = (1L << 31) + 12_345;
        try (FileChannel file = file(); Arena arena = Arena.ofShared()) {
            byte[] levels = levels((int) plane.samples());
            file.write(ByteBuffer.wrap(levels), first);
            Samples far = map(file, first + plane.samples(), false, arena);
            Samples near = Samples.levels8(arena.allocate(levels.length).copyFrom(MemorySegment.ofArray(levels)),
                    levels.length, 0, far.step(), "memory");
            assertArrayEquals(passed(new Screen(0, 0, 1, near, Optional.empty()), plane, arena),
                    passed(new Screen(0, first, 1, far, Optional.empty()), plane, arena));
        }
    }

    /** A field that passes one screen. */
    private static int[] passed(Screen screen, Grid plane, Arena arena) {
        FftRecipe x = FftRecipe.of(plane.nx());
        FftRecipe y = FftRecipe.of(plane.ny());
        try (Workers workers = new Workers(2, 100)) {
            Crew crew = new Crew(plane, x, y, new VectorTuning(Tuning.defaults()), workers, arena);
            Route route = new Route(List.of(new PreparedScreen(screen, new float[0], new float[0])),
                    new int[] {0, 1}, List.of());
            Field in = WavePlansTest.random(plane, 1, arena);
            Field out = Field.zeros(plane, 1, arena);
            crew.reading(route, () -> crew.travel(route, in, out, false));
            return out.re().toArray(ValueLayout.JAVA_INT);
        }
    }

    private static Route masks(Samples medium, Grid plane, int screens) {
        List<PreparedScreen> prepared = new ArrayList<>();
        int[] first = new int[screens + 1];
        for (int s = 0; s < screens; s++) {
            Screen screen = new Screen(0, s * plane.samples(), 1, medium, Optional.empty());
            prepared.add(new PreparedScreen(screen, new float[0], new float[0]));
            first[s + 1] = s + 1;
        }
        return new Route(prepared, first, List.of());
    }

    private static boolean loaded(Route route, int pass) {
        Screen screen = route.screens().get(pass).screen();
        long plane = screen.phase().count() / route.screens().size();
        return screen.phase().segment().asSlice(screen.first(), plane).isLoaded();
    }

    private static void eventually(BooleanSupplier fact) {
        while (!fact.getAsBoolean()) { // the time limit of this class ends it
            Thread.onSpinWait();
        }
    }

    /** Once a run has its reader, does {@code deed}. */
    private static Thread whileReading(Runnable deed) {
        Thread thread = new Thread(() -> {
            eventually(() -> readers() > 0);
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

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("pfm-vector-reader"))
                .count();
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

    private FileChannel file() throws IOException {
        return FileChannel.open(folder.resolve("volume"), StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.CREATE);
    }

    private static byte[] levels(int count) {
        byte[] levels = new byte[count];
        for (int i = 0; i < count; i++) {
            levels[i] = (byte) Philox.word(3, 0, i);
        }
        return levels;
    }

    /** Maps a file of {@code count} levels: seeded ones, or sparse behind what was written before. */
    private static Samples map(FileChannel file, long count, boolean seeded, Arena arena)
            throws IOException {
        if (seeded) {
            file.write(ByteBuffer.wrap(levels((int) count)), 0);
        } else if (file.size() < count) {
            file.write(ByteBuffer.wrap(new byte[1]), count - 1);
        }
        MemorySegment mapped = file.map(FileChannel.MapMode.READ_ONLY, 0, count, arena);
        return Samples.levels8(mapped, count, 0, 0.02 / 255, "volume");
    }

    private static Kernels open(int threads) {
        return new VectorBackend().open(Tuning.defaults().withThreads(threads));
    }
}
