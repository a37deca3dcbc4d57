package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;

/** Every step of a tile that is done wrong shows in a workload or in a closed form. */
class TileMutantsTest {
    private static final Kernels REFERENCE = Backends.named("reference").open();
    private static final Arena ARENA = Arena.ofShared();
    private static final Map<String, List<Output>> EXPECTED = new TreeMap<>();
    /** Small ones, where a mutant has nowhere to hide. */
    private static final List<Workload> WORKLOADS = Workloads.all().stream()
            .filter(w -> w.name().matches("crossbar/(?!ideal|integer).*/(33|70)x.*forward"))
            .sorted(Comparator.comparing(w -> !w.name().contains("/33x"))).toList();

    @AfterAll
    static void close() {
        REFERENCE.close();
        ARENA.close();
        EXPECTED.clear();
    }

    @Test
    void stepsThatAreRightAreAccepted() {
        assertEquals(List.of(), objections(TileMutants.kernels(PlainCrossbar::new).apply(REFERENCE)).toList());
    }

    @TestFactory
    Stream<DynamicTest> aStepThatIsWrongIsRejected() {
        return TileMutants.all().entrySet().stream().map(mutant -> dynamicTest(mutant.getKey(), () -> {
            Kernels broken = mutant.getValue().apply(REFERENCE);
            assertFalse(objections(broken).findFirst().isEmpty(), "nothing rejects it");
        }));
    }

    /** The names of what rejects kernels; in float32, whose tolerances are the widest. */
    private static Stream<String> objections(Kernels kernels) {
        return Stream.concat(
                WORKLOADS.stream().filter(w -> !w.judge(kernels, Precision.FLOAT32, EXPECTED.computeIfAbsent(w.name(),
                        name -> w.expected(REFERENCE, ARENA))).passes()).map(Workload::name),
                CrossbarForms.all().stream().filter(f -> !f.name().endsWith("of-cosines"))
                        .filter(f -> !f.judge(kernels, Precision.FLOAT32).stream().allMatch(Finding::passes))
                        .map(ClosedForm::name));
    }
}
