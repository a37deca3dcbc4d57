package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;

/** The judges are judged: the catalogue rejects every mutant, and accepts what is right. */
class MutantsTest {
    private static final Kernels REFERENCE = Backends.named("reference").open();
    private static final Arena ARENA = Arena.ofShared();
    private static final Map<String, List<Output>> EXPECTED = new HashMap<>();
    /** Those that a second is enough for. */
    private static final List<Workload> WORKLOADS = Workloads.all().stream()
            .filter(w -> !w.name().matches(".*/(1024|512|256|200|128|101|64)x[0-9]{2}.*")).toList();

    @AfterAll
    static void close() {
        REFERENCE.close();
        ARENA.close();
        EXPECTED.clear();
    }

    @Test
    void whatIsRightIsAccepted() {
        Kernels untouched = new Tampered(REFERENCE);
        assertTrue(WORKLOADS.stream().allMatch(w -> verdict(w, untouched).passes()));
        assertTrue(ClosedForms.all().stream().filter(f -> !f.name().endsWith("round-trip"))
                .flatMap(f -> f.judge(untouched, Precision.FLOAT64).stream()).allMatch(Finding::passes));
    }

    @TestFactory
    Stream<DynamicTest> everyMutantOfAWaveKernelIsRejected() {
        return rejected(WaveMutants.all(), w -> true);
    }

    @TestFactory
    Stream<DynamicTest> everyMisreadMediumIsRejected() {
        return rejected(MediumMutants.all(), w -> w.name().endsWith("/forward"));
    }

    @TestFactory
    Stream<DynamicTest> everyMutantOfACrossbarIsRejected() {
        return rejected(CrossbarMutants.all(), w -> w.name().matches("crossbar/.*forward"));
    }

    @TestFactory
    Stream<DynamicTest> everyMutantOfAProductOfLightIsRejected() {
        return rejected(OpticalMutants.all(), w -> w.name().matches("optical-product/.*forward"));
    }

    @TestFactory
    Stream<DynamicTest> everyMutantOfAMeshIsRejected() {
        return rejected(MeshMutants.all(), w -> w.name().startsWith("mzi-mesh/"));
    }

    @TestFactory
    Stream<DynamicTest> aConverterThatRoundsDownIsRejectedWhereNothingElseDiffers() {
        Map<String, UnaryOperator<Kernels>> roundDown = new TreeMap<>(CrossbarMutants.all());
        roundDown.keySet().retainAll(List.of("DAC rounds down", "ADC rounds down"));
        return rejected(roundDown, w -> w.name().startsWith("crossbar/unscaled/"));
    }

    private static Stream<DynamicTest> rejected(Map<String, UnaryOperator<Kernels>> mutants,
            Predicate<Workload> judges) {
        return mutants.entrySet().stream().map(mutant -> dynamicTest(mutant.getKey(), () -> {
            Kernels broken = mutant.getValue().apply(REFERENCE);
            assertFalse(WORKLOADS.stream().filter(judges).allMatch(w -> verdict(w, broken).passes()),
                    "not one rejects it");
        }));
    }

    /** In float32: its tolerances are the widest. */
    private static Verdict verdict(Workload workload, Kernels kernels) {
        return workload.judge(kernels, Precision.FLOAT32,
                EXPECTED.computeIfAbsent(workload.name(), name -> workload.expected(REFERENCE, ARENA)));
    }
}
