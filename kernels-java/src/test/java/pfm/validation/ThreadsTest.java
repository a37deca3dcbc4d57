package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import pfm.Backend;
import pfm.Kernels;
import pfm.field.Precision;
import pfm.tuning.Tuning;

/** The count of threads changes no bit of any result. */
class ThreadsTest {
    @TestFactory
    Stream<DynamicTest> everyThreadCountGivesTheSameBits() {
        return Judged.backends().stream().filter(b -> !b.name().equals("reference")) // which has one thread
                .map(backend -> dynamicTest(backend.name(), () -> {
                    for (Workload workload : Workloads.all()) {
                        try (Arena arena = Arena.ofShared()) {
                            List<Output> single = outputs(backend, workload, 1, arena);
                            for (int threads : new int[] {2, 3, 7}) {
                                assertSame(single, outputs(backend, workload, threads, arena),
                                        () -> workload + " on " + threads + " threads");
                            }
                        }
                    }
                }));
    }

    private static List<Output> outputs(Backend backend, Workload workload, int threads, Arena arena) {
        try (Kernels kernels = backend.open(Tuning.defaults().withThreads(threads))) {
            Trial trial = workload.prepare(kernels, Precision.FLOAT32, arena);
            trial.run();
            return new ArrayList<>(trial.outputs());
        }
    }

    private static void assertSame(List<Output> expected, List<Output> actual,
            Supplier<String> message) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(expected.get(i).sameBits(actual.get(i)), message);
        }
    }
}
