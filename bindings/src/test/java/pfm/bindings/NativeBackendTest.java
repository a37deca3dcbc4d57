package pfm.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import pfm.Availability;
import pfm.Kernels;
import pfm.Propagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.noise.Philox;
import pfm.optics.AngularSpectrum;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

class NativeBackendTest {
    private static final Grid GRID = new Grid(150, 130, 1e-6); // enough samples for threads
    private static final AngularSpectrum SPEC = new AngularSpectrum(GRID, 0.5e-6, 1, 1e-3);

    private final NativeBackend backend = new NativeBackend();

    @BeforeEach
    void needsItsLibraries() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
    }

    @Test
    void twoPlansOnTwoThreadsGiveEqualBits() {
        try (Kernels kernels = backend.open(new Tuning(2, Map.of())); Arena arena = Arena.ofShared()) {
            Field in = Field.zeros(GRID, 2, arena);
            for (int i = 0; i < GRID.samples(); i++) {
                in.set(i % 2, i / GRID.nx(), i % GRID.nx(), Philox.uniform(1, 0, i), Philox.uniform(2, 0, i));
            }
            Field first = Field.zeros(GRID, 2, arena);
            Field second = Field.zeros(GRID, 2, arena);
            kernels.angularSpectrum(SPEC).propagate(in, first);
            kernels.angularSpectrum(SPEC).propagate(in, second);
            assertEquals(-1, first.re().mismatch(second.re()));
            assertEquals(-1, first.im().mismatch(second.im()));
        }
    }

    @Test
    void closedKernelsRefuse() {
        Kernels kernels = backend.open(new Tuning(1, Map.of(NativeTuning.PLANNER, "estimate")));
        try (Arena arena = Arena.ofShared()) {
            Propagator plan = kernels.angularSpectrum(SPEC);
            Field field = Field.zeros(GRID, 1, arena);
            kernels.close();
            kernels.close();
            assertThrows(IllegalStateException.class, () -> plan.propagate(field, field));
            assertEquals("the kernels must be open, were closed; open the backend again",
                    assertThrows(IllegalStateException.class, () -> kernels.angularSpectrum(SPEC)).getMessage());
        }
    }

    @Test
    void aPlannerThatDoesNotExistIsRefused() {
        assertEquals("tuning parameter native.planner must be one of [estimate, measure, patient], was 'exhaustive'",
                refusal(Map.of(NativeTuning.PLANNER, "exhaustive")));
        assertEquals("tuning parameter must be one of [native.planner], was 'native.plan'",
                refusal(Map.of("native.plan", "measure")));
    }

    @Test
    void aTunerTriesTheOtherPlanners() {
        assertEquals(List.of(new Alternatives(NativeTuning.PLANNER, List.of("patient"), 1, false)),
                backend.alternatives(GRID, new Tuning(1, Map.of())));
        assertEquals(List.of("measure"), backend.alternatives(GRID,
                new Tuning(1, Map.of(NativeTuning.PLANNER, "patient"))).getFirst().values());
    }

    private String refusal(Map<String, String> values) {
        return assertThrows(IllegalArgumentException.class, () -> backend.check(new Tuning(1, values))).getMessage();
    }
}
