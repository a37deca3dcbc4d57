package pfm.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Backends;
import pfm.Kernels;
import pfm.optics.Diffraction;
import pfm.validation.Discrepancy;

/** The peer in C computes what it says, and what it does not compute is found out. */
class PeerTest {
    @TempDir
    private Path installed;

    @BeforeAll
    static void fftwIsHere() {
        assumeTrue(Files.exists(Path.of("/usr/include/fftw3.h")), "libfftw3-dev is not installed");
    }

    @ParameterizedTest
    @CsvSource({"split-step, 1", "split-step, 2", "angular-spectrum, 2", "d2nn, 1", "d2nn, 2", "d2nn, 4"})
    void itAgreesWithTheReferenceAndEveryPartOfItsAnswerIsJudged(String kernel, int threads) throws Exception {
        try (Kernels reference = Backends.named("reference").open(); Arena arena = Arena.ofShared();
                PeerFolder folder = new PeerFolder()) {
            PeerTask task = switch (kernel) {
                case "split-step" -> PeerTasks.splitStep(reference, 24, 3, Diffraction.EXACT, arena);
                case "angular-spectrum" -> PeerTasks.angularSpectrum(reference, 20, 3, arena);
                default -> PeerTasks.training(reference, 120, 60, 2, 3, arena);
            };
            Path data = folder.file("data");
            task.write(data);
            task.run();
            try (Peer peer = Peer.start(TransformLibrary.FFTW, task, threads, data, folder, installed)) {
                assertTrue(peer.run() > 0);
                assertTrue(peer.run() > 0);
                Discrepancy found = task.judge(peer.answer());
                assertTrue(found.passes(), found::toString);
                assertTrue(found.error() > 0, "float32 against float64 is never the same");
                refusesChanges(task, peer.answer());
            }
        }
    }

    /** A wrong sample at the begin, in the middle or at the end, and an answer that is cut short. */
    private static void refusesChanges(PeerTask task, Path answer) throws IOException {
        byte[] right = Files.readAllBytes(answer);
        for (int at : List.of(0, right.length / 8 * 4, right.length - Float.BYTES)) {
            byte[] wrong = right.clone();
            ByteBuffer numbers = ByteBuffer.wrap(wrong).order(ByteOrder.nativeOrder());
            numbers.putFloat(at, numbers.getFloat(at) + 10);
            Files.write(answer, wrong);
            assertFalse(task.judge(answer).passes(), "a wrong sample at byte " + at);
            numbers.putFloat(at, Float.NaN);
            Files.write(answer, wrong);
            assertFalse(task.judge(answer).passes(), "NaN at byte " + at);
        }
        Files.write(answer, Arrays.copyOf(right, right.length - Float.BYTES));
        assertThrows(IOException.class, () -> task.judge(answer));
    }

    @Test
    void itCompilesWithoutWarning() throws Exception {
        Path source = Path.of("src", "main", "c", "peer.c"); // Maven runs tests in the folder of the module
        for (List<String> library : List.of(List.<String>of(), List.of("-DPEER_MKL"))) {
            List<String> command = new ArrayList<>(List.of("gcc", "-O3", "-ffast-math", "-fopenmp", "-Wall",
                    "-Wextra", "-c", source.toString(), "-o", installed.resolve("peer.o").toString()));
            command.addAll(library);
            Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
            assertEquals("", new String(gcc.getInputStream().readAllBytes()));
            assertEquals(0, gcc.waitFor());
        }
    }
}
