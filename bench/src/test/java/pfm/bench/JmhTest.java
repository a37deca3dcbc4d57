package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pfm.bench.jmh.Jmh;

/** The benchmarks as the launcher starts them. */
class JmhTest {
    @Test
    void aDoerThatIsMissingFailsInOneLineAndTheOthersAreTimed() {
        ForkedJvm ran = jmh("FreeSpace", "-p", "doer=fftw,vector", "-p", "grid=27x35", "-p", "threads=1",
                "-wi", "0", "-i", "1", "-r", "10ms");
        assertEquals("pfm: 1 of 2 benchmarks failed, see <failure> above", ran.err());
        assertEquals(1, ran.exit());
        List<String> told = ran.out().lines().filter(line -> line.contains("FFTW")).toList();
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.getFirst().startsWith("pfm.bench.jmh.NotTimedException: fftw is not timed: FFTW is unavailable:"
                + " /nowhere/libfftw3f.so.3 was not found; apt install libfftw3-single3, or "), told::toString);
        assertTrue(ran.out().lines().anyMatch(line -> line.matches(
                "FreeSpaceBenchmark.run:gigaVoxelUpdates +1 +vector +27x35 +1 .*")), ran.out());
    }

    @Test
    void everyBenchmarkTimesAVectorDoer() {
        ForkedJvm ran = jmh("SplitStep|Product|Kernel", "-p", "doer=vector", "-p", "volume=27x35x2", "-p",
                "weights=5x9", "-p", "batch=2", "-p", "backend=vector", "-p", "workload=crossbar/ideal/2x2/forward",
                "-p", "threads=1", "-wi", "0", "-i", "1", "-r", "10ms");
        assertEquals("", ran.err());
        assertEquals(0, ran.exit(), ran.out());
        for (String name : List.of("SplitStep", "Product", "Kernel")) {
            assertTrue(ran.out().lines().anyMatch(line -> line.startsWith(name + "Benchmark.run ")), ran.out());
        }
    }

    @Test
    void whatDoesNotExistIsToldInOneLine() {
        assertRefused("pfm: no benchmark has such a name; ./pfm jmh -l lists them", "WarpDrive");
        assertRefused("pfm: z is not a recognized option; ./pfm jmh -h lists what there is", "-z");
    }

    private static void assertRefused(String line, String... arguments) {
        ForkedJvm ran = jmh(arguments);
        assertEquals(line, ran.err());
        assertEquals(2, ran.exit());
    }

    private static ForkedJvm jmh(String... arguments) {
        List<String> flags = List.of(ForkedJvm.VECTOR, ForkedJvm.NATIVE,
                "--sun-misc-unsafe-memory-access=allow", "-Djmh.ignoreLock=true",
                "-Dpfm.fftw=/nowhere/libfftw3f.so.3");
        return ForkedJvm.run(flags, Map.of(), Jmh.class, arguments);
    }
}
