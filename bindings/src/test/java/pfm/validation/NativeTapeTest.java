package pfm.validation;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.Availability;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Tape;
import pfm.bindings.NativeBackend;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.tuning.Tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A gradient has the same bits from a tape that holds fields, from one that holds none, and without. */
class NativeTapeTest {
    private static final int BATCH = 3;
    private static final int SLICES = 5;

    private final NativeBackend backend = new NativeBackend();

    @BeforeEach
    void needsItsLibraries() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
    }

    @ParameterizedTest
    @EnumSource(Media.class)
    void aGradientFromTapeHasTheBitsOfOneWithout(Media medium) {
        for (Grid grid : List.of(new Grid(20, 18, 1e-6), new Grid(131, 127, 1e-6))) { // whole planes, blocks of lines
            for (int threads : new int[] {1, 3}) {
                Tuning tuning = Tuning.defaults().withThreads(threads).with("native.planner", "estimate");
                try (Kernels kernels = backend.open(tuning); Arena arena = Arena.ofShared()) {
                    MediumPropagator plan = kernels.splitStep(medium.on(grid, SLICES, arena));
                    Tape kept = plan.tape(BATCH, 1L << 30, arena);
                    Tape recomputed = plan.tape(BATCH, 0, arena);
                    assertTrue(kept.bytes() >= BATCH * plan.spec().screens() * grid.samples() * 8);
                    assertEquals(0, recomputed.bytes());
                    List<Output> expected = gradient(plan, null, arena);
                    for (Tape tape : List.of(kept, recomputed, kept)) { // twice: the second run finds it used
                        List<Output> actual = gradient(plan, tape, arena);
                        for (int i = 0; i < expected.size(); i++) {
                            assertTrue(expected.get(i).sameBits(actual.get(i)), grid + " on " + threads
                                    + " threads, tape of " + tape.bytes() + " bytes: " + expected.get(i).name());
                        }
                    }
                }
            }
        }
    }

    private static List<Output> gradient(MediumPropagator plan, Tape tape, Arena arena) {
        Grid grid = plan.spec().grid();
        Field in = Seeded.field(grid, BATCH, Precision.FLOAT32, 1, arena);
        Field out = Field.zeros(grid, BATCH, arena);
        Field cotangent = Seeded.field(grid, BATCH, Precision.FLOAT32, 2, arena);
        MediumGradient gradient = MediumGradient.zeros(plan.spec(), Precision.FLOAT32, arena);
        if (tape == null) {
            plan.propagate(in, out);
            plan.gradient(in, cotangent, cotangent, gradient);
        } else {
            plan.propagate(in, out, tape);
            plan.gradient(in, cotangent, cotangent, gradient, tape);
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
