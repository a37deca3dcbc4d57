package pfm.bindings;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Availability;
import pfm.bindings.Fftw.Direction;
import pfm.bindings.Fftw.Plan;
import pfm.bindings.Fftw.Rigor;
import pfm.bindings.Fftw.Transform;
import pfm.noise.Philox;

class FftwTest {
    private final Arena arena = Arena.ofShared();
    private Fftw fftw;

    @BeforeEach
    void open() {
        assumeTrue(Fftw.availability() instanceof Availability.Available, () -> Fftw.availability().toString());
        fftw = Fftw.open();
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({"48, 30, 1", "27, 35, 2", "1, 64, 2"})
    void aPlaneWaveIsOneSampleOfItsTransform(int nx, int ny, int threads) {
        Transform forward = new Transform(ny, nx, 2, Direction.FORWARD);
        MemorySegment in = memory(forward);
        MemorySegment out = memory(forward);
        int kx = nx / 3;
        int ky = ny - 2;
        try (Plan plan = fftw.plan(forward, in, out, threads, Rigor.ESTIMATE)) {
            fill(in, i -> wave(i, nx, ny, kx, ky));
            plan.execute();
        }
        int samples = nx * ny;
        for (int i = 0; i < 4 * samples; i++) {
            double expected = i % 2 == 0 && i / 2 % samples == ky * nx + kx ? samples : 0;
            // 4 u log2 n of the norm of a plane, which is its one sample
            assertEquals(expected, get(out, i), bound(samples) * samples, "number " + i);
        }
    }

    private static double wave(int number, int nx, int ny, int kx, int ky) {
        int sample = number / 2 % (nx * ny);
        double phase = 2 * Math.PI * ((double) kx * (sample % nx) / nx + (double) ky * (sample / nx) / ny);
        return number % 2 == 0 ? Math.cos(phase) : Math.sin(phase);
    }

    @ParameterizedTest
    @CsvSource({"48, 30, 1, ESTIMATE", "27, 35, 2, ESTIMATE", "64, 64, 2, MEASURE", "16, 12, 1, PATIENT"})
    void powerIsKeptAndTheWayBackGivesTheInputTimesTheSamples(int nx, int ny, int threads, Rigor rigor) {
        Transform forward = new Transform(ny, nx, 3, Direction.FORWARD);
        MemorySegment in = memory(forward);
        MemorySegment out = memory(forward);
        try (Plan there = fftw.plan(forward, in, out, threads, rigor);
                Plan back = fftw.plan(new Transform(ny, nx, 3, Direction.INVERSE), out, out, threads, rigor)) {
            fill(in, i -> noise(i));
            there.execute();
            int samples = nx * ny;
            double tolerance = 2 * bound(samples); // of a square, or of two transforms
            assertEquals(1, power(out) / power(in) / samples, tolerance);
            back.execute();
            double difference = 0;
            for (int i = 0; i < 6 * samples; i++) {
                assertEquals((float) noise(i), get(in, i), 0, "the input stays");
                difference += Math.pow(get(out, i) / samples - noise(i), 2);
            }
            assertEquals(0, Math.sqrt(difference / power(in)), tolerance);
        }
    }

    @Test
    void aClosedPlanAndFreedMemoryAreRefused() {
        Transform transform = new Transform(8, 8, 1, Direction.FORWARD);
        MemorySegment memory = memory(transform);
        Plan plan = fftw.plan(transform, memory, memory, 1, Rigor.ESTIMATE);
        plan.close();
        plan.close();
        String said = assertThrows(IllegalStateException.class, plan::execute).getMessage();
        assertEquals("the FFTW plan must be open, was closed; plan again", said);

        try (Arena shorter = Arena.ofShared()) {
            MemorySegment freed = shorter.allocate(transform.bytes(), 64);
            plan = fftw.plan(transform, memory, freed, 1, Rigor.ESTIMATE);
        }
        assertThrows(IllegalStateException.class, plan::execute);
        plan.close();
    }

    @Test
    void memoryThatDoesNotFitIsRefused() {
        Transform transform = new Transform(4, 4, 2, Direction.FORWARD);
        MemorySegment good = memory(transform);
        refuses("in must be native memory, was a heap segment", transform,
                MemorySegment.ofArray(new float[64]), good, 1);
        refuses("out must be writable, was read-only memory", transform, good, good.asReadOnly(), 1);
        refuses("bytes of out must be in [256, 9223372036854775807], was 255", transform, good,
                good.asSlice(0, 255), 1);
        MemorySegment twice = arena.allocate(512, 64);
        refuses("in and out must be the same memory or lie apart, did overlap", transform, twice,
                twice.asSlice(64), 1);
        refuses("threads must be in [1, 4096], was 0", transform, good, good, 0);
    }

    private void refuses(String message, Transform transform, MemorySegment in, MemorySegment out, int threads) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> fftw.plan(transform, in, out, threads, Rigor.ESTIMATE)).getMessage());
    }

    @Test
    void sizesThatFftwCannotCountAreRefused() {
        assertEquals("samples of a plane must be in [1, 2147483647], was 4294967296",
                assertThrows(IllegalArgumentException.class,
                        () -> new Transform(1 << 16, 1 << 16, 1, Direction.FORWARD)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Transform(0, 4, 1, Direction.FORWARD));
        assertThrows(IllegalArgumentException.class, () -> new Transform(4, 4, 1, null));
    }

    @Test
    void plansAreMadeAndClosedByManyThreadsAtOnce() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<Double>> jobs = IntStream.range(0, 40).<Callable<Double>>mapToObj(job -> () -> {
                Transform transform = new Transform(5 + job % 3, 8 + job, 1, Direction.FORWARD);
                MemorySegment memory = memory(transform);
                try (Plan plan = fftw.plan(transform, memory, memory, 1 + job % 2, Rigor.MEASURE)) {
                    fill(memory, i -> 1 - i % 2);
                    plan.execute();
                }
                return get(memory, 0) / transform.nx() / transform.ny();
            }).toList();
            for (Future<Double> mean : pool.invokeAll(jobs)) {
                assertEquals(1, mean.get(), 1e-6); // a mean of ones, u log2 n
            }
        }
    }

    @Test
    void itSaysWhatItIs() {
        assertTrue(fftw.version().startsWith("fftw-3"), fftw.version());
    }

    private MemorySegment memory(Transform transform) {
        return arena.allocate(transform.bytes(), 64);
    }

    private static void fill(MemorySegment memory, IntToDoubleFunction values) {
        for (int i = 0; i < memory.byteSize() / Float.BYTES; i++) {
            memory.setAtIndex(JAVA_FLOAT, i, (float) values.applyAsDouble(i));
        }
    }

    private static double noise(int number) {
        return 2 * Philox.uniform(1, 0, number) - 1;
    }

    private static double get(MemorySegment memory, int number) {
        return memory.getAtIndex(JAVA_FLOAT, number);
    }

    private static double power(MemorySegment memory) {
        return IntStream.range(0, (int) (memory.byteSize() / Float.BYTES))
                .mapToDouble(i -> Math.pow(get(memory, i), 2)).sum();
    }

    /** Of a transform in float32, relative L2: 4 u log2 n. */
    private static double bound(int samples) {
        return 4 * 0x1p-24 * Math.log(samples) / Math.log(2);
    }
}
