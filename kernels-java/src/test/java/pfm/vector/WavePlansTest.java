package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.InsufficientMemoryException;
import pfm.field.MediumLostException;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.noise.Philox;
import pfm.optics.AbsorbingFrame;
import pfm.optics.AngularSpectrum;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** How plans of wave kernels behave around their arithmetic, which the catalogue of workloads judges. */
class WavePlansTest {
    @ParameterizedTest
    @CsvSource({"48, 20, 1", "48, 20, 5", "33, 31, 4", "37, 64, 3", "1, 50, 3", "128, 128, 2"})
    void resultsAreBitwiseEqualForEveryThreadCount(int nx, int ny, int batch) {
        int[] expected = run(1, nx, ny, batch);
        for (int threads : new int[] {2, 3, 7}) {
            assertArrayEquals(expected, run(threads, nx, ny, batch), threads + " threads");
        }
    }

    @Test
    void anItemOfABatchIsComputedAsIfAlone() {
        Grid grid = new Grid(40, 24, 1e-6);
        try (Kernels kernels = open(2); Arena arena = Arena.ofShared()) {
            MediumPropagator plan = kernels.splitStep(spec(grid, arena));
            Field in = random(grid, 5, arena);
            Field out = Field.zeros(grid, 5, arena);
            plan.propagate(in, out);
            for (int item = 0; item < 5; item++) {
                Field alone = Field.zeros(grid, 1, arena);
                plan.propagate(in.items(item, 1), alone);
                assertArrayEquals(bits(alone), bits(out.items(item, 1)));
            }
        }
    }

    @Test
    void twoPlansRunAtOnceOnOneCrew() throws Exception {
        Grid grid = new Grid(64, 48, 1e-6);
        try (Kernels kernels = open(2); Arena arena = Arena.ofShared();
                ExecutorService callers = Executors.newFixedThreadPool(3)) {
            int[] expected = run(1, 64, 48, 1);
            List<Future<Boolean>> results = callers.invokeAll(Collections.nCopies(3, () -> {
                boolean same = true;
                for (int i = 0; i < 20; i++) {
                    same &= Arrays.equals(expected, run(kernels, grid, 1, arena));
                }
                return same;
            }));
            for (Future<Boolean> result : results) {
                assertTrue(result.get());
            }
        }
    }

    @Test
    void aPlanEndsWithItsKernels() {
        Grid grid = Grid.square(16, 1e-6);
        try (Arena arena = Arena.ofShared()) {
            Kernels kernels = open(2);
            Propagator plan = kernels.angularSpectrum(new AngularSpectrum(grid, 5e-7, 1, 1e-5));
            Field field = Field.zeros(grid, 1, arena);
            plan.propagate(field, field);
            kernels.close();
            kernels.close();
            String message = assertThrows(IllegalStateException.class, () -> plan.propagate(field, field)).getMessage();
            assertTrue(message.contains("closed"), message);
        }
    }

    @Test
    void aThousandPlansLeaveNoMemoryBehind() throws IOException {
        Grid grid = Grid.square(128, 1e-6);
        try (Arena arena = Arena.ofShared()) {
            Field field = random(grid, 1, arena);
            compile(grid, field);
            long before = 0;
            for (int i = 0; i < 1100; i++) {
                if (i == 100) {
                    before = residentBytes();
                }
                try (Kernels kernels = open(2)) {
                    kernels.angularSpectrum(new AngularSpectrum(grid, 5e-7, 1, 1e-5)).propagate(field, field);
                }
            }
            // a plan has 500 KB: leaking every tenth would add 50 MB; the heap and the compiler may grow a little
            assertTrue(residentBytes() - before < 150 << 20, residentBytes() - before + " bytes more");
        }
    }

    /** Runs until kernels are compiled: until then each of their operations leaves objects on the heap, which grows. */
    private static void compile(Grid grid, Field field) {
        try (Kernels kernels = open(2)) {
            Propagator plan = kernels.angularSpectrum(new AngularSpectrum(grid, 5e-7, 1, 1e-5));
            for (int i = 0; i < 1500; i++) {
                plan.propagate(field, field);
            }
        }
    }

    @Test
    void planningThatFindsNoMemoryKeepsNone() throws IOException {
        var tooLarge = new AngularSpectrum(Grid.square(1 << 18, 1e-6), 5e-7, 1, 1e-5); // 550 GB of state
        try (Kernels kernels = open(1)) {
            assertThrows(InsufficientMemoryException.class, () -> kernels.angularSpectrum(tooLarge));
            long before = residentBytes();
            for (int i = 0; i < 20; i++) {
                assertThrows(InsufficientMemoryException.class, () -> kernels.angularSpectrum(tooLarge));
            }
            // the tile of rows alone, had before the state is refused, has 33 MB each time; the heap grows by half that
            assertTrue(residentBytes() - before < 500 << 20, residentBytes() - before + " bytes more");
        }
    }

    @Test
    void runsAllocateNothingOnceCompiled() {
        Grid grid = new Grid(70, 60, 1e-6);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertTrue(threads.isThreadAllocatedMemoryEnabled());
        try (Kernels kernels = open(1); Arena arena = Arena.ofShared()) {
            MediumPropagator plan = kernels.splitStep(spec(grid, arena));
            Field field = random(grid, 2, arena);
            long least = Long.MAX_VALUE;
            for (int run = 0; run < 20_000 && least > 256; run++) { // the interpreter makes an object of every vector
                long before = threads.getCurrentThreadAllocatedBytes();
                plan.propagate(field, field);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertTrue(least <= 256, least + " bytes, more than the two lambdas that a run may have");
        }
    }

    @Test
    void aMediumChangedInPlaceCountsAfterReload() {
        Grid grid = Grid.square(16, 1e-6);
        try (Kernels kernels = open(2); Arena arena = Arena.ofShared()) {
            Samples phase = Samples.of(new float[256], arena);
            MediumPropagator plan = kernels.splitStep(
                    new SplitStep(grid, 5e-7, 1, List.of(new Element.Mask(phase))));
            Field in = random(grid, 1, arena);
            Field out = Field.zeros(grid, 1, arena);
            for (int i = 0; i < 256; i++) {
                phase.set(i, (float) Math.PI);
            }
            plan.reload();
            plan.propagate(in, out);
            assertEquals(-in.re(0, 3, 5), out.re(0, 3, 5), 2e-7);
        }
    }

    @Test
    void aMediumCutShortWhileMappedIsAnErrorAndThePlanSurvives(@TempDir Path folder) throws IOException {
        Grid grid = Grid.square(64, 1e-6);
        int slices = 8;
        long bytes = grid.samples() * slices;
        Path file = folder.resolve("volume");
        Files.write(file, new byte[(int) bytes]);
        try (Kernels kernels = open(2); Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
            Samples contrast = Samples.levels8(mapped, bytes, 0, 1e-4, file.toString());
            MediumPropagator plan = kernels.splitStep(new SplitStep(grid, 5e-7, 1,
                    List.of(new Element.Slab(new Volume(64, 64, slices, contrast), 1e-6))));
            Field in = random(grid, 3, arena);
            Field out = Field.zeros(grid, 3, arena);
            plan.propagate(in, out);
            int[] expected = bits(out);
            channel.truncate(4096);
            String message = assertThrows(MediumLostException.class, () -> plan.propagate(in, out)).getMessage();
            assertTrue(message.startsWith(file.toString()), message);
            Files.write(file, new byte[(int) bytes]);
            plan.propagate(in, out);
            assertArrayEquals(expected, bits(out));
        }
    }

    static int[] run(int threads, int nx, int ny, int batch) {
        try (Kernels kernels = open(threads); Arena arena = Arena.ofShared()) {
            return run(kernels, new Grid(nx, ny, 1e-6), batch, arena);
        }
    }

    private static int[] run(Kernels kernels, Grid grid, int batch, Arena arena) {
        SplitStep spec = spec(grid, arena);
        MediumPropagator plan = kernels.splitStep(spec);
        Field in = random(grid, batch, arena);
        Field out = Field.zeros(grid, batch, arena);
        plan.propagate(in, out);
        Field adjoint = Field.zeros(grid, batch, arena);
        MediumGradient gradient = MediumGradient.zeros(spec, Precision.FLOAT32, arena);
        plan.gradient(in, out, adjoint, gradient);
        IntStream all = IntStream.concat(
                Arrays.stream(bits(out)), Arrays.stream(bits(adjoint)));
        for (int e = 0; e < gradient.elements(); e++) {
            for (Optional<Samples> part : List.of(gradient.phase(e), gradient.attenuation(e))) {
                if (part.isPresent()) {
                    all = IntStream.concat(all,
                            Arrays.stream(part.get().segment().toArray(ValueLayout.JAVA_INT)));
                }
            }
        }
        return all.toArray();
    }

    /** A lossy mask, a gap, two masks that touch, a slab of levels, within a frame. */
    static SplitStep spec(Grid grid, Arena arena) {
        int n = (int) grid.samples();
        float[] phases = new float[n];
        float[] losses = new float[n];
        byte[] levels = new byte[5 * n];
        for (int i = 0; i < n; i++) {
            phases[i] = (float) (7 * Philox.uniform(5, 0, i));
            losses[i] = (float) Philox.uniform(5, 1, i);
        }
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (byte) (256 * Philox.uniform(5, 2, i));
        }
        Samples phase = Samples.of(phases, arena);
        MemorySegment stored = arena.allocate(levels.length).copyFrom(MemorySegment.ofArray(levels));
        Samples contrast = Samples.levels8(stored, levels.length, 0, 1e-4, "levels");
        return new SplitStep(grid, 5e-7, 1.4, List.of(
                new Element.Mask(phase, Optional.of(Samples.of(losses, arena))), new Element.Gap(2e-5),
                new Element.Mask(phase), new Element.Mask(phase),
                new Element.Slab(new Volume(grid.nx(), grid.ny(), 5, contrast), 2e-6)),
                Diffraction.EXACT, false, new AbsorbingFrame(4, 0.5, 2));
    }

    static Field random(Grid grid, int batch, Arena arena) {
        Field field = Field.zeros(grid, batch, arena);
        long samples = grid.samples() * batch;
        for (long i = 0; i < samples; i++) {
            field.re().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (2 * Philox.uniform(9, 0, i) - 1));
            field.im().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (2 * Philox.uniform(9, 1, i) - 1));
        }
        return field;
    }

    private static int[] bits(Field field) {
        return IntStream.concat(
                Arrays.stream(field.re().toArray(ValueLayout.JAVA_INT)),
                Arrays.stream(field.im().toArray(ValueLayout.JAVA_INT))).toArray();
    }

    private static Kernels open(int threads) {
        return new VectorBackend().open(Tuning.defaults().withThreads(threads));
    }

    private static long residentBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }
}
