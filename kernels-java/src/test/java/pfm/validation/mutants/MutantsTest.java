package pfm.validation.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;
import pfm.tuning.Family;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** The judges are judged: the catalogue rejects every mutant, and accepts what is right. */
class MutantsTest {
    private static final Kernels REFERENCE = Backends.named("reference").open();
    private static final Jury JURY = new Jury(REFERENCE);

    @AfterAll
    static void close() {
        JURY.close();
        REFERENCE.close();
    }

    @TestFactory
    Stream<DynamicTest> whatIsRightIsAccepted() {
        return Mutants.rightOnes().stream().map(right -> dynamicTest(right.name(), () -> {
            Ruling ruling = JURY.judge(right.family(), right.in(REFERENCE));
            assertFalse(ruling.rejected(), ruling.toString());
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyMutantIsRejected() {
        return Mutants.all().stream().map(mutant -> dynamicTest(mutant.name(), () -> {
            Ruling ruling = JURY.judge(mutant.family(), mutant.in(REFERENCE));
            assertTrue(ruling.rejected(), ruling.toString());
            assertEquals(mutant.mistake().equals("an exception"), Double.isNaN(ruling.discrepancy().bound()),
                    "rejected for its results, not for an exception: " + ruling);
        }));
    }

    @Test
    void everyMutantHasANameOfItsOwn() {
        List<String> names = Mutants.all().stream().map(Mutant::name).toList();
        assertEquals(names.size(), names.stream().distinct().count(), names.toString());
        assertEquals("mutant/split-step/frame-forgotten", Mutants.named("mutant/split-step/frame-forgotten").name());
        assertTrue(Stream.of(Family.values()).allMatch(family ->
                Mutants.all().stream().anyMatch(m -> m.family() == family)));
    }

    @TestFactory
    Stream<DynamicTest> aConverterThatRoundsDownIsRejectedWhereNothingElseDiffers() {
        return Stream.of("dac", "adc").map(converter -> dynamicTest(converter, () -> {
            Kernels broken = Mutants.named("mutant/crossbar/" + converter + "-rounds-down").in(REFERENCE);
            try (Arena arena = Arena.ofShared()) {
                Workload unscaled = Workloads.all().stream().filter(w -> w.name().startsWith("crossbar/unscaled/"))
                        .findFirst().orElseThrow();
                assertFalse(unscaled.judge(broken, Precision.FLOAT32, unscaled.expected(REFERENCE, arena)).passes());
            }
        }));
    }
}
