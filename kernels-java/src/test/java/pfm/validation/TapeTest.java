package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.Backend;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.Tape;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.optics.Element;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;

/** A gradient from the fields on a tape is the one that computes them again. */
class TapeTest {
    private static final Grid GRID = new Grid(40, 36, 1e-6);
    private static final int BATCH = 5;
    private static final long ROOM = 1L << 30;

    @ParameterizedTest
    @EnumSource(Media.class)
    void aGradientFromTapeHasTheBitsOfOneWithout(Media medium) {
        for (Backend backend : Judged.backends()) {
            for (int threads : backend.name().equals("reference") ? new int[] {1} : new int[] {1, 2, 3}) {
                try (Kernels kernels = backend.open(Tuning.defaults().withThreads(threads));
                        Arena arena = Arena.ofShared()) {
                    MediumPropagator plan = kernels.splitStep(medium.on(GRID, 5, arena));
                    Tape kept = plan.tape(BATCH, ROOM, arena);
                    Tape recomputed = plan.tape(BATCH, 0, arena);
                    assertTrue(kept.bytes() >= BATCH * plan.spec().screens() * GRID.samples() * 8, backend::name);
                    assertEquals(0, recomputed.bytes());
                    List<Output> expected = gradient(plan, null, arena);
                    for (Tape tape : List.of(kept, recomputed, kept)) { // twice, since the second run finds it used
                        List<Output> actual = gradient(plan, tape, arena);
                        for (int i = 0; i < expected.size(); i++) {
                            assertTrue(expected.get(i).sameBits(actual.get(i)), backend.name() + " on " + threads
                                    + " threads, tape of " + tape.bytes() + " bytes: " + expected.get(i).name());
                        }
                    }
                }
            }
        }
    }

    @Test
    void aTapeThatFindsNoMemoryHoldsNothing() {
        for (Backend backend : Judged.backends()) {
            try (Kernels kernels = backend.open(); Arena arena = Arena.ofShared()) {
                MediumPropagator plan = kernels.splitStep(Media.MASKS.on(GRID, 2, arena));
                assertEquals(0, plan.tape(Integer.MAX_VALUE, Long.MAX_VALUE, arena).bytes(), backend::name);
                assertEquals(0, plan.tape(BATCH, 2 * BATCH * GRID.samples() * 8 - 1, arena).bytes(), backend::name);
            }
        }
    }

    @Test
    void aMediumWithoutScreensHasATapeToo() {
        for (Backend backend : Judged.backends()) {
            try (Kernels kernels = backend.open(); Arena arena = Arena.ofShared()) {
                MediumPropagator plan = kernels.splitStep(
                        new SplitStep(GRID, 5e-7, 1, List.of(new Element.Gap(1e-5))));
                List<Output> expected = gradient(plan, null, arena);
                List<Output> actual = gradient(plan, plan.tape(BATCH, ROOM, arena), arena);
                assertTrue(expected.getFirst().sameBits(actual.getFirst()), backend::name);
            }
        }
    }

    @Test
    void aTapeServesOneGradientOfItsOwnPlanAndRun() {
        for (Backend backend : Judged.backends()) {
            try (Kernels kernels = backend.open(); Arena arena = Arena.ofShared()) {
                SplitStep spec = Media.MASKS.on(GRID, 2, arena);
                MediumPropagator plan = kernels.splitStep(spec);
                Tape tape = plan.tape(1, ROOM, arena);
                Field in = Seeded.field(GRID, 1, Precision.FLOAT32, 1, arena);
                Field out = Field.zeros(GRID, 1, arena);
                MediumGradient gradient = MediumGradient.zeros(spec, Precision.FLOAT32, arena);
                Runnable differentiate = () -> plan.gradient(in, out, out, gradient, tape);
                String empty = "tape must hold a run since the last reload and gradient, held none;"
                        + " propagate with it first";
                assertEquals(empty, assertThrows(IllegalStateException.class, differentiate::run).getMessage());
                plan.propagate(in, out, tape);
                differentiate.run();
                assertEquals(empty, assertThrows(IllegalStateException.class, differentiate::run).getMessage());
                plan.propagate(in, out, tape);
                plan.reload();
                assertEquals(empty, assertThrows(IllegalStateException.class, differentiate::run).getMessage());

                refused("tape must be one of this plan, was made by another",
                        () -> kernels.splitStep(spec).propagate(in, out, tape));
                refused("batch of the tape must be 2, was 1", () -> plan.propagate(
                        Field.zeros(GRID, 2, arena), Field.zeros(GRID, 2, arena), tape));
                refused("out must be another field than in, which the gradient needs, was in",
                        () -> plan.propagate(in, in, tape));
                refused("batch of the tape must be in [1, 2147483647], was 0", () -> plan.tape(0, ROOM, arena));
            }
        }
    }

    private static void refused(String message, Runnable run) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, run::run).getMessage());
    }

    /** The output, the cotangent of the input and all derivatives, of a run with a tape or without. */
    private static List<Output> gradient(MediumPropagator plan, Tape tape, Arena arena) {
        Field in = Seeded.field(GRID, BATCH, Precision.FLOAT32, 1, arena);
        Field out = Field.zeros(GRID, BATCH, arena);
        Field cotangent = Seeded.field(GRID, BATCH, Precision.FLOAT32, 2, arena);
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
