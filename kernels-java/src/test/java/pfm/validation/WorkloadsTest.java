package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Precision;

/** Every workload of the catalogue on every backend that is available, against the oracle. */
class WorkloadsTest {
    private static final List<Kernels> OPEN = new ArrayList<>();

    @AfterAll
    static void close() {
        OPEN.forEach(Kernels::close);
    }

    @TestFactory
    Stream<DynamicTest> everyBackendAgreesWithTheOracle() {
        Kernels reference = open(Backends.named("reference"));
        List<Kernels> backends = Judged.backends().stream().map(WorkloadsTest::open).toList();
        return Workloads.all().stream().map(w -> dynamicTest(w.name(), () -> {
            try (Arena arena = Arena.ofShared()) {
                List<Output> expected = w.expected(reference, arena);
                for (Kernels kernels : backends) {
                    Verdict verdict = w.judge(kernels, Precision.FLOAT32, expected);
                    assertTrue(verdict.passes(), () -> kernels.device() + ": " + verdict);
                }
            }
        }));
    }

    @Test
    void namesAreUnique() {
        List<String> names = Workloads.all().stream().map(Workload::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size(), names::toString);
    }

    @Test
    void aNameWithoutAWorkloadListsWhatThereIs() {
        assertEquals("angular-spectrum/exact/2x2/forward",
                Workloads.named("angular-spectrum/exact/2x2/forward").name());
        String message = assertThrows(IllegalArgumentException.class, () -> Workloads.named("warp-drive")).getMessage();
        assertTrue(message.contains("angular-spectrum/exact/2x2/forward") && message.endsWith("was 'warp-drive'"),
                message);
    }

    private static Kernels open(Backend backend) {
        Kernels kernels = backend.open();
        OPEN.add(kernels);
        return kernels;
    }
}
