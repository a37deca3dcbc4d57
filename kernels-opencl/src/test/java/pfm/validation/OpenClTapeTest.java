package pfm.validation;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.Availability;
import pfm.Backends;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Tape;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.opencl.OpenClBackend;
import pfm.optics.MediumGradient;
import pfm.tuning.Tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A gradient has the same bits from a tape of fields, from one of checkpoints, from an empty one, and without. */
class OpenClTapeTest {
    private static final int BATCH = 3;
    private static final int SLICES = 5;
    private static final Grid GRID = new Grid(48, 20, 1e-6);
    private static final long ROOM = 1L << 30;
    private static final List<Map<String, String>> WAYS = List.of(Map.of(),
            Map.of("opencl.batch", "20000"), // two items are handled together
            Map.of("opencl.lanes", "1", "opencl.group", "64", "opencl.lines", "4", "opencl.split", "18"));

    private final OpenClBackend backend = new OpenClBackend();

    @BeforeEach
    void needsADevice() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
    }

    @ParameterizedTest
    @EnumSource(Media.class)
    void aGradientFromTapeHasTheBitsOfOneWithout(Media medium) {
        for (Map<String, String> way : WAYS) {
            try (Kernels kernels = backend.open(new Tuning(1, way)); Arena arena = Arena.ofShared()) {
                MediumPropagator plan = kernels.splitStep(medium.on(GRID, SLICES, arena));
                Tape fields = plan.tape(BATCH, ROOM, arena);
                assertTrue(fields.bytes() >= BATCH * plan.spec().screens() * GRID.samples() * 8);
                Tape checkpoints = plan.tape(BATCH, fields.bytes() / 2, arena);
                assertEquals(plan.spec().screens() > 2, checkpoints.bytes() > 0);
                assertTrue(checkpoints.bytes() <= fields.bytes() / 2);
                Tape nothing = plan.tape(BATCH, 0, arena);
                assertEquals(0, nothing.bytes());
                List<Output> expected = gradient(plan, null, true, arena);
                for (Tape tape : List.of(fields, checkpoints, nothing, fields)) { // the last run finds it used
                    // what is on a tape of fields is not computed again, so that the input is not read
                    List<Output> actual = gradient(plan, tape, tape != fields, arena);
                    for (int i = 0; i < expected.size(); i++) {
                        assertTrue(expected.get(i).sameBits(actual.get(i)),
                                way + ", tape of " + tape.bytes() + " bytes: " + expected.get(i).name());
                    }
                }
            }
        }
    }

    /** As every workload of gradients is judged, with a tape. */
    @Test
    void aGradientFromTapeIsTheOracles() {
        try (Kernels kernels = backend.open(); Kernels reference = Backends.named("reference").open();
                Arena arena = Arena.ofShared()) {
            MediumPropagator plan = kernels.splitStep(Media.FRAMED.on(GRID, SLICES, arena));
            List<Output> expected = gradient(reference.splitStep(plan.spec()), null, true, arena);
            Tolerance tolerance = new Tolerance.Transforms(8 * plan.spec().steps().size(), GRID.samples());
            for (long room : new long[] {ROOM, BATCH * GRID.samples() * 8 * plan.spec().screens() / 2}) {
                List<Output> actual = gradient(plan, plan.tape(BATCH, room, arena), true, arena);
                for (int i = 0; i < expected.size(); i++) {
                    Discrepancy found = tolerance.judge(expected.get(i), actual.get(i), Precision.FLOAT32);
                    assertTrue(found.ratio() <= 1, found::toString);
                }
            }
        }
    }

    @Test
    void memoryOfATapeLivesAsLongAsItsArena() {
        try (Arena outer = Arena.ofShared()) {
            try (Kernels kernels = backend.open()) {
                MediumPropagator plan = kernels.splitStep(Media.LEVELS8.on(GRID, SLICES, outer));
                long each = plan.tape(BATCH, ROOM, outer).bytes();
                for (int i = 0; i < 20; i++) {
                    try (Arena arena = Arena.ofShared()) {
                        assertEquals(each, plan.tape(BATCH, ROOM, arena).bytes());
                    }
                }
                assertEquals(0, plan.tape(Integer.MAX_VALUE, Long.MAX_VALUE, outer).bytes());
            }
        } // ends after the kernels, which have released the tape
    }

    private static List<Output> gradient(MediumPropagator plan, Tape tape, boolean kept, Arena arena) {
        Precision precision = Precision.FLOAT32;
        Field in = Seeded.field(GRID, BATCH, precision, 1, arena);
        Field out = Field.zeros(GRID, BATCH, arena);
        Field cotangent = Seeded.field(GRID, BATCH, precision, 2, arena);
        MediumGradient gradient = MediumGradient.zeros(plan.spec(), precision, arena);
        if (tape == null) {
            plan.propagate(in, out);
            plan.gradient(in, cotangent, cotangent, gradient);
        } else {
            plan.propagate(in, out, tape);
            plan.gradient(kept ? in : Field.zeros(GRID, BATCH, arena), cotangent, cotangent, gradient, tape);
        }
        List<Output> outputs = new ArrayList<>(List.of(Output.of("cotangent", cotangent), Output.of("out", out)));
        for (int e = 0; e < gradient.elements(); e++) {
            int element = e;
            gradient.phase(e).ifPresent(s -> outputs.add(Output.of("phase of " + element, s)));
            gradient.attenuation(e).ifPresent(s -> outputs.add(Output.of("attenuation of " + element, s)));
        }
        return outputs;
    }
}
