package pfm.opencl;

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

/** Every workload and closed form in OpenCL, as a device likes it. */
class OpenClWorkloadsTest {
    private static final List<Kernels> OPEN = new ArrayList<>();

    @AfterAll
    static void close() {
        OPEN.forEach(Kernels::close);
        OPEN.clear();
    }

    @TestFactory
    Stream<DynamicTest> everyWorkloadAgreesWithTheOracle() {
        Kernels reference = open(Backends.named("reference").open());
        Kernels judged = judged();
        return Workloads.all().stream().map(workload -> dynamicTest(workload.name(), () -> {
            try (Arena arena = Arena.ofShared()) {
                judge(workload, judged, workload.expected(reference, arena));
            }
        }));
    }

    private static void judge(Workload workload, Kernels kernels, List<Output> expected) {
        Verdict verdict = workload.judge(kernels, Precision.FLOAT32, expected);
        assertTrue(verdict.passes(), () -> kernels.device() + ": " + verdict);
    }

    @TestFactory
    Stream<DynamicTest> everyClosedFormHolds() {
        Kernels judged = judged();
        return ClosedForms.all().stream().map(form -> dynamicTest(form.name(), () -> {
            for (Finding finding : form.judge(judged, Precision.FLOAT32)) {
                assertTrue(finding.passes(), () -> judged.device() + ": " + finding);
            }
        }));
    }

    private static Kernels judged() {
        OpenClBackend backend = new OpenClBackend();
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
        return open(backend.open(Tuning.defaults()));
    }

    private static Kernels open(Kernels kernels) {
        OPEN.add(kernels);
        return kernels;
    }
}
