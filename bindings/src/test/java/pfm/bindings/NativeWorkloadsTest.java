package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;
import pfm.tuning.Tuning;
import pfm.validation.ClosedForms;
import pfm.validation.Finding;
import pfm.validation.Output;
import pfm.validation.Verdict;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** Every workload and closed form on the native backend, on one and on three threads. */
class NativeWorkloadsTest {
    private static final List<Kernels> OPEN = new ArrayList<>();

    @AfterAll
    static void close() {
        OPEN.forEach(Kernels::close);
        OPEN.clear();
    }

    @TestFactory
    Stream<DynamicTest> everyWorkloadAgreesWithTheOracle() {
        Kernels reference = open(Backends.named("reference").open());
        List<Kernels> judged = judged();
        return Workloads.all().stream().map(workload -> dynamicTest(workload.name(), () -> {
            try (Arena arena = Arena.ofShared()) {
                List<Output> expected = workload.expected(reference, arena);
                for (Kernels kernels : judged) {
                    judge(workload, kernels, expected);
                }
            }
        }));
    }

    private static void judge(Workload workload, Kernels kernels, List<Output> expected) {
        Verdict verdict = workload.judge(kernels, Precision.FLOAT32, expected);
        assertTrue(verdict.passes(), () -> kernels.device() + ": " + verdict);
    }

    @TestFactory
    Stream<DynamicTest> everyClosedFormHolds() {
        List<Kernels> judged = judged();
        return ClosedForms.all().stream().map(form -> dynamicTest(form.name(), () -> {
            for (Kernels kernels : judged) {
                for (Finding finding : form.judge(kernels, Precision.FLOAT32)) {
                    assertTrue(finding.passes(), () -> kernels.device() + ": " + finding);
                }
            }
        }));
    }

    private static List<Kernels> judged() {
        NativeBackend backend = new NativeBackend();
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
        Tuning estimate = Tuning.defaults().with(NativeTuning.PLANNER, "estimate");
        return List.of(open(backend.open(estimate.withThreads(1))), open(backend.open(estimate.withThreads(3))));
    }

    private static Kernels open(Kernels kernels) {
        OPEN.add(kernels);
        return kernels;
    }
}
