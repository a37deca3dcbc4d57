package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pfm.bench.ForkedJvm.NATIVE;
import static pfm.bench.ForkedJvm.VECTOR;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import pfm.Availability;
import pfm.Backend;
import pfm.Backends;

/**
 * No kernel reads or writes beyond its memory, be it the caller's or its own: every workload runs in memory between
 * pages that nobody may touch.
 */
class GuardPagesTest {
    @ParameterizedTest
    @MethodSource("backendsAndSides")
    void noKernelLeavesItsMemory(String backend, String side) {
        ForkedJvm ran = run(side, backend);
        String last = names(ran).reduce((first, second) -> second).orElse("");
        assertEquals("all", last, () -> "this workload left its memory\n" + ran.err() + ran.out().substring(
                Math.max(0, ran.out().indexOf("\n#"))));
        assertEquals(0, ran.exit());
        assertEquals("", ran.err());
    }

    @ParameterizedTest
    @CsvSource({"behind, overrun", "before, underrun"})
    void oneWhoDoesEndsTheJvm(String side, String deed) {
        ForkedJvm ran = run(side, "reference", deed);
        assertTrue(ran.out().contains("SIGSEGV"), ran.out());
        assertNotEquals(0, ran.exit());
        assertEquals(0, names(ran).count(), "nothing was read, and nothing came after it");
    }

    @ParameterizedTest
    @CsvSource({"sideways", "''"})
    void anotherSideIsRefused(String side) {
        ForkedJvm ran = run(side, "reference");
        assertTrue(ran.err().contains("pfm.guard must be behind or before, was '" + side + "'"), ran.err());
        assertEquals("", ran.out().lines().skip(1).reduce("", String::concat));
    }

    private static ForkedJvm run(String side, String... arguments) {
        List<String> flags = List.of(VECTOR, NATIVE, "-Dpfm.guard=" + side, "-Xmx512m",
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null");
        return ForkedJvm.run(flags, Map.of(), GuardedWorkloads.class, arguments);
    }

    /** What was printed by the program, less what the JVM has to say of its end. */
    private static Stream<String> names(ForkedJvm ran) {
        return ran.out().lines().filter(line -> !line.isEmpty() && "#[".indexOf(line.charAt(0)) < 0);
    }

    private static Stream<Arguments> backendsAndSides() {
        return Backends.all().stream().filter(b -> b.availability() instanceof Availability.Available)
                .map(Backend::name)
                .flatMap(name -> Stream.of("behind", "before").map(side -> Arguments.of(name, side)));
    }
}
