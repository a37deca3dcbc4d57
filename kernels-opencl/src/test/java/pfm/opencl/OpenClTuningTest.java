package pfm.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;
import pfm.validation.Output;
import pfm.validation.Trial;
import pfm.validation.Verdict;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** Results are right however lines are cut: as on a GPU, with little or no local memory, alone or in small groups. */
class OpenClTuningTest {
    private static final List<String> SOME = List.of(
            "angular-spectrum/exact/48x20/forward", "angular-spectrum/exact/101x97/batch3/adjoint",
            "angular-spectrum/paraxial/17x15/batch3/in-place", "angular-spectrum/exact/1x37/forward",
            "split-step/levels8/48x20x6/batch3/forward", "split-step/extinction/48x20x6/batch3/gradient",
            "split-step/framed/33x31x3/gradient", "split-step/apertures/33x31x3/adjoint",
            "split-step/random/48x20x6/batch3/adjoint", "split-step/random/33x31x3/gradient",
            "crossbar/ideal/65x257/forward", "crossbar/ideal/65x257/batch3/adjoint",
            "crossbar/everything/70x301/batch17/forward", "crossbar/weight-noise/70x301/batch3/forward",
            "crossbar/moving-average/70x301/batch3/forward", "crossbar/narrow-bound/70x301/batch17/forward",
            "crossbar/integer/70x301/batch17/forward",
            "crossbar/integer/65x257/adjoint", "optical-product/shot-noise-20.0/65x257/batch3/forward");

    private static final Map<String, Map<String, String>> WAYS = Map.of(
            "as a GPU", Map.of("opencl.lanes", "1", "opencl.group", "256", "opencl.lines", "8", "opencl.local", "49152",
                    "opencl.specialise", "1", "opencl.batch", "1000000", "opencl.radix", "16"),
            "groups of three rows and five items", Map.of("opencl.lanes", "1", "opencl.group", "5", "opencl.lines", "3",
                    "opencl.specialise", "0", "opencl.batch", "1"),
            "without local memory", Map.of("opencl.lanes", "1", "opencl.group", "16", "opencl.lines", "4",
                    "opencl.local", "0", "opencl.specialise", "0", "opencl.batch", "1000000", "opencl.radix", "16"),
            "vectors of two in groups", Map.of("opencl.lanes", "2", "opencl.group", "8", "opencl.lines", "4",
                    "opencl.local", "4096", "opencl.specialise", "1", "opencl.batch", "20000"),
            "rows and columns in two passes", Map.of("opencl.lanes", "1", "opencl.group", "64", "opencl.lines", "4",
                    "opencl.split", "24", "opencl.specialise", "1", "opencl.batch", "20000", "opencl.radix", "16"),
            "rows in two passes, by single items", Map.of("opencl.lanes", "1", "opencl.group", "1",
                    "opencl.split", "20", "opencl.specialise", "0", "opencl.batch", "1", "opencl.resident", "1"),
            "a medium that moves past", Map.of("opencl.lanes", "4", "opencl.group", "1", "opencl.resident", "1",
                    "opencl.batch", "20000"));

    private final OpenClBackend backend = new OpenClBackend();

    @TestFactory
    Stream<DynamicTest> everyWayGivesTheOraclesResult() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
        return WAYS.keySet().stream().sorted().map(way -> dynamicTest(way, () -> {
            try (Kernels kernels = backend.open(new Tuning(1, WAYS.get(way)));
                    Kernels reference = Backends.named("reference").open()) {
                for (String name : SOME) {
                    judge(Workloads.named(name), kernels, reference);
                }
            }
        }));
    }

    /** What a group reduces has the same bits in every group; products have, up to 255 work-items. */
    @ParameterizedTest
    @ValueSource(strings = {"crossbar/everything/70x301/batch17/forward", "crossbar/max/33x65/batch5/forward",
        "crossbar/weight-noise/70x301/batch3/forward", "crossbar/narrow-bound/70x301/batch17/forward"})
    void groupsOfEverySizeGiveTheSameBits(String name) {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
        Workload workload = Workloads.named(name);
        try (Arena arena = Arena.ofShared()) {
            List<Output> expected = null;
            for (String group : List.of("1", "2", "16", "128")) {
                try (Kernels kernels = backend.open(
                        new Tuning(1, Map.of("opencl.lanes", "1", "opencl.group", group)))) {
                    Trial trial = workload.prepare(kernels, Precision.FLOAT32, arena);
                    trial.run();
                    List<Output> outputs = trial.outputs();
                    expected = expected == null ? outputs : expected;
                    for (int i = 0; i < outputs.size(); i++) {
                        assertTrue(expected.get(i).sameBits(outputs.get(i)), "groups of " + group);
                    }
                }
            }
        }
    }

    private static void judge(Workload workload, Kernels kernels, Kernels reference) {
        try (Arena arena = Arena.ofShared()) {
            Verdict verdict = workload.judge(kernels, Precision.FLOAT32, workload.expected(reference, arena));
            assertTrue(verdict.passes(), () -> workload.name() + ": " + verdict);
        }
    }

    @Test
    void alternativesMakePlansDiffer() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
        Tuning tuning = new Tuning(1, Map.of("opencl.lanes", "8", "opencl.radix", "8", "opencl.specialise", "0"));
        List<Alternatives> offered = backend.alternatives(Grid.square(1024, 1e-6), tuning);
        Map<String, List<String>> values =
                offered.stream().collect(Collectors.toMap(Alternatives::name, Alternatives::values));
        assertEquals(List.of("16"), values.get("opencl.radix"));
        assertEquals(List.of("1"), values.get("opencl.specialise"));
        assertTrue(offered.stream().noneMatch(Alternatives::sharing), "no program beside it loses threads");
        for (Alternatives one : offered) {
            assertFalse(one.values().isEmpty(), one.name());
            one.values().forEach(value -> backend.check(tuning.with(one.name(), value)));
        }
    }

    @Test
    void whatIsNoParameterIsRefused() {
        assertEquals("tuning parameter must be one of " + OpenClTuning.NAMES + ", was 'opencl.warp'",
                refusal(Map.of("opencl.warp", "32")));
        assertEquals("tuning parameter opencl.lanes must be one of [1, 2, 4, 8, 16], was '3'",
                refusal(Map.of("opencl.lanes", "3")));
        assertEquals("tuning parameter opencl.radix must be one of [8, 16], was '12'",
                refusal(Map.of("opencl.radix", "12")));
        assertEquals("tuning parameter opencl.group must be an integer in [1, 65536], was '0'",
                refusal(Map.of("opencl.group", "0")));
    }

    private String refusal(Map<String, String> values) {
        return assertThrows(IllegalArgumentException.class, () -> backend.check(new Tuning(1, values))).getMessage();
    }
}
