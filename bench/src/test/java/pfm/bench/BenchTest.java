package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.io.Json;

class BenchTest {
    private static final List<String> QUICK = List.of("--rounds", "5", "--seconds", "0", "--warm-up", "0");

    @ParameterizedTest
    @CsvSource({"split-step --grid 24 --slices 3 --transfer paraxial, 'split-step, paraxial', slice",
        "angular-spectrum --grid 20 --batch 3, angular-spectrum, field",
        "d2nn --layers 2 --size 60 --grid 120 --batch 2, d2nn, step"})
    void bothAreJudgedAndTimedInTurnsAndTheRatioIsReported(String verb, String kernel, String unit) throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/include/fftw3.h")), "libfftw3-dev is not installed");
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(List.of(verb.split(" ")));
        words.addAll(QUICK);
        words.addAll(List.of("--backend", "vector", "--threads", "2", "--json"));
        Ran ran = Ran.pfm(words.toArray(String[]::new));
        assertEquals(Exit.OK, ran.exit(), ran.err());
        Map<?, ?> report = (Map<?, ?>) Json.parse(ran.out(), "stdout");
        Map<?, ?> ours = (Map<?, ?>) report.get("pfm");
        Map<?, ?> peer = (Map<?, ?>) ((List<?>) report.get("peers")).getFirst();
        assertEquals("vector", report.get("backend"));
        assertEquals(kernel, report.get("kernel"));
        assertEquals(unit, report.get("unit"));
        assertEquals(2L, report.get("threads"));
        assertEquals("fftw", report.get("best"));
        assertEquals("fftw", peer.get("name"));
        assertEquals(number(peer, "ms") / number(ours, "ms"), number(peer, "ratio"), 1e-9, "ratio of medians");
        assertTrue(number(peer, "difference") <= number(peer, "tolerance"));
        for (Map<?, ?> side : List.of(ours, peer)) {
            List<?> all = (List<?>) side.get("msOfRounds");
            assertEquals(5, all.size());
            assertTrue(all.stream().allMatch(ms -> ((Number) ms).doubleValue() > 0), all::toString);
            assertTrue(all.contains(side.get("ms")), "the median of an odd count is one of them");
        }
        words.removeLast();
        assertEquals("./pfm " + String.join(" ", words), report.get("command"));
    }

    @Test
    void whatComputesSomethingElseIsNotTimed(@TempDir Path directory) throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/include/fftw3.h")), "libfftw3-dev is not installed");
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve("pfm.Backend"), CrookedBackend.class.getName());
        ForkedJvm ran = ForkedJvm.run(List.of(ForkedJvm.VECTOR, ForkedJvm.NATIVE, "-Xbootclasspath/a:" + directory),
                Map.of(), Main.class, "bench", "angular-spectrum", "--backend", "crooked", "--grid", "16");
        assertEquals(Exit.CHECK_FAILED, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().contains("not the same computation, nothing is timed"), ran.out());
        assertFalse(ran.out().contains("ratio"), ran.out());
    }

    @Test
    void aPeerThatIsNotInstalledIsRefusedWithTheRemedy(@TempDir Path empty) {
        for (String name : List.of("fftw-avx512", "mkl", "mkl-2025")) {
            refuses("pfm: peer " + name + " is not installed; fetch and build it: ./pfm bench install",
                    Map.of("XDG_CACHE_HOME", empty.toString()), "split-step", "--grid", "8", "--peer", name);
        }
    }

    @Test
    void ofAllPeersThoseThatAreInstalledAreTaken(@TempDir Path empty) {
        assumeTrue(Files.exists(Path.of("/usr/include/fftw3.h")), "libfftw3-dev is not installed");
        List<String> words = new ArrayList<>(List.of("bench", "split-step", "--grid", "8", "--peer", "all"));
        words.addAll(QUICK);
        ForkedJvm ran = ForkedJvm.run(List.of(ForkedJvm.VECTOR, ForkedJvm.NATIVE),
                Map.of("XDG_CACHE_HOME", empty.toString()), Main.class, words.toArray(String[]::new));
        assertEquals(Exit.OK, ran.exit(), ran.err());
        assertTrue(ran.out().contains("fftw: ") && !ran.out().contains("mkl: "), ran.out());
        assertTrue(ran.err().contains("pfm: warning: peer mkl is not installed; fetch"), ran.err());
    }

    @Test
    void withoutACompilerTheRemedyIsTold(@TempDir Path empty) {
        refuses("pfm: peer fftw must compile on this machine, but: .*; install gcc and FFTW, on Debian: "
                + "apt install gcc libfftw3-dev", Map.of("PATH", empty.toString()), "split-step", "--grid", "8");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertTrue(refused("warp-drive").startsWith("pfm: Unmatched argument at index 1: 'warp-drive'; "));
        assertTrue(refused().startsWith("pfm: what to do must be given, one of [split-step, angular-spectrum, d2nn, "));
        assertEquals("pfm: --peer must be all, or some of [fftw, fftw-avx512, mkl, mkl-2025], was 'abacus'\n",
                refused("split-step", "--grid", "8", "--peer", "abacus"));
        assertEquals("pfm: --rounds must be in [5, 1048576], was 4\n", refused("d2nn", "--rounds", "4"));
    }

    private static void refuses(String pattern, Map<String, String> environment, String... arguments) {
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(List.of(arguments));
        ForkedJvm ran = ForkedJvm.run(List.of(ForkedJvm.VECTOR, ForkedJvm.NATIVE), environment, Main.class,
                words.toArray(String[]::new));
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.err().matches(pattern), ran.err());
    }

    private static String refused(String... arguments) {
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(List.of(arguments));
        Ran ran = Ran.pfm(words.toArray(String[]::new));
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.out() + ran.err());
        return ran.err();
    }

    private static double number(Map<?, ?> facts, String key) {
        return ((Number) facts.get(key)).doubleValue();
    }
}
