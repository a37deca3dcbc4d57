package pfm.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Availability;
import pfm.bindings.Cblas;
import pfm.bindings.Fftw;

/** Every doer of a benchmark is judged before it is timed. */
class DoersTest {
    private static final Map<String, Availability> LIBRARIES =
            Map.of("fftw", Fftw.availability(), "openblas", Cblas.Library.OPENBLAS.availability());

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "reference", "fftw", "jtransforms"})
    void everyDoerOfAWaveTaskPassesTheJudgeAtAnySize(String doer) {
        assumeHere(doer);
        for (int threads = 1; threads <= 2; threads++) {
            for (int batch : new int[] {1, 3}) {
                passes(WaveTask.freeSpace(48, 30, batch), doer, threads);
                passes(WaveTask.freeSpace(27, 35, batch), doer, threads);
                passes(WaveTask.splitStep(48, 30, 3, batch, arena), doer, threads);
                passes(WaveTask.splitStep(27, 35, 2, batch, arena), doer, threads);
            }
        }
    }

    @Test
    void jtransformsPassesOnPlanesThatItsThreadsShare() { // from 65536 samples on
        passes(WaveTask.freeSpace(257, 256, 1), "jtransforms", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "reference", "openblas"})
    void everyDoerOfAProductPassesTheJudgeAtAnySize(String doer) {
        assumeHere(doer);
        for (int threads = 1; threads <= 2; threads++) {
            passes(new ProductTask(1, 37, 5), doer, threads);
            passes(new ProductTask(33, 65, 1), doer, threads);
            passes(new ProductTask(31, 101, 17), doer, threads);
        }
    }

    private static void assumeHere(String doer) {
        Availability here = LIBRARIES.getOrDefault(doer, new Availability.Available("a backend, or Java"));
        assumeTrue(here instanceof Availability.Available, here::toString);
    }

    private void passes(Task task, String name, int threads) {
        try (Doer doer = task.judged(name, threads, arena)) {
            assertTrue(doer.cost().flops() > 0, doer.describe());
        }
    }

    @Test
    void whoIsWrongIsRefused() {
        float slightly = 1 + 0x1p-16f; // five times the tolerance of the fields, ten times that of the products
        for (Task task : List.of(WaveTask.freeSpace(27, 35, 2), WaveTask.splitStep(27, 35, 2, 2, arena),
                new ProductTask(33, 65, 3))) {
            refuses(task, good -> new Liar(good, slightly, slightly, 2));
            refuses(task, good -> new Liar(good, 1, -1, 2));
            refuses(task, good -> new Liar(good, 1, Float.NaN, 2));
            refuses(task, good -> new Liar(good, 1, 1, 1));
            task.judge("liar", new Liar(vector(task), 1, 1, 2)); // so that it is the lie that is refused
        }
        Task another = WaveTask.splitStep(27, 35, 1, 2, arena);
        refuses(WaveTask.freeSpace(27, 35, 2), good -> vector(another));
    }

    private void refuses(Task task, UnaryOperator<Candidate> lie) {
        try (Candidate liar = lie.apply(vector(task))) {
            String said = assertThrows(NotTimedException.class, () -> task.judge("liar", liar)).getMessage();
            assertTrue(said.startsWith("liar is not timed: its result is wrong: error "), said);
        }
    }

    private Candidate vector(Task task) {
        return task.by(Task.open("vector", 1, List.of()), arena);
    }

    @Test
    void whoIsUnknownIsToldAndWhoElseThereIs() {
        Task task = WaveTask.freeSpace(4, 4, 1);
        assertEquals("abacus is not timed: backend must be one of [vector, native, opencl, reference], was 'abacus'; "
                + "libraries are [fftw, jtransforms]",
                assertThrows(NotTimedException.class, () -> task.judged("abacus", 1, arena)).getMessage());
    }

    @Test
    void sizesAreRead() {
        assertArrayEquals(new int[] {48, 30, 6}, JudgedBenchmark.sizes("volume", "48x30x6", 3));
        for (String wrong : List.of("48", "48x0", "48x30x6", "48,30", "")) {
            assertEquals("grid must be 2 positive numbers with x between, was '" + wrong + "'",
                    assertThrows(IllegalArgumentException.class,
                            () -> JudgedBenchmark.sizes("grid", wrong, 2)).getMessage());
        }
    }
}
