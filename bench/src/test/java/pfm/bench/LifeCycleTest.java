package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.bench.ForkedJvm.NATIVE;
import static pfm.bench.ForkedJvm.VECTOR;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is opened a thousand times and closed leaves neither memory nor threads behind. */
class LifeCycleTest {
    /**
     * The heap is touched at the start and one arena of malloc is used, so that what is left to grow is compiled code
     * and what the JVM knows of classes: 0.5 MB were seen. A plane of the cycle has 4 KB and a plan some hundred: one
     * that stayed each time would take a thousand times as much, a plan over 100 MB, four planes 16.
     */
    private static final long MOST_KB = 16 << 10;

    @ParameterizedTest
    @MethodSource("pfm.bench.PropagateTest#backends")
    void aThousandCyclesKeepMemoryAndThreadsFlat(String backend) {
        List<String> flags = List.of(VECTOR, NATIVE, "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC",
                "-XX:-UseDynamicNumberOfCompilerThreads");
        // PoCL compiles every kernel anew at each opening: fewer cycles, in which a plan that stays still shows
        String[] cycles = backend.equals("opencl") ? new String[] {backend, "60", "250"}
                : new String[] {backend, "300", "1000"};
        ForkedJvm ran = ForkedJvm.run(flags, Map.of("MALLOC_ARENA_MAX", "1"), LifeCycles.class, cycles);
        assertEquals("", ran.err());
        assertEquals(0, ran.exit());
        long[] seen = Arrays.stream(ran.out().strip().split(" ")).mapToLong(Long::parseLong).toArray();
        assertTrue(seen[1] - seen[0] < MOST_KB,
                () -> "resident memory grew from " + seen[0] + " to " + seen[1] + " KB");
        assertTrue(seen[3] <= seen[2], () -> "threads grew from " + seen[2] + " to " + seen[3]);
    }
}
