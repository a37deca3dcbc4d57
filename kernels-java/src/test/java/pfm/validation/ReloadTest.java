package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.Backend;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.optics.SplitStep;
import pfm.optics.Step;

/** A medium that is changed in place counts from the next {@code reload} on. */
class ReloadTest {
    private static final Grid GRID = new Grid(20, 12, 1e-6);

    @ParameterizedTest
    @EnumSource(value = Media.class, mode = EnumSource.Mode.EXCLUDE, names = "RANDOM") // nobody can change it
    void aReloadedPlanComputesWhatANewOneDoes(Media medium) {
        for (Backend backend : Judged.backends()) {
            try (Kernels kernels = backend.open(); Arena arena = Arena.ofShared()) {
                SplitStep spec = medium.on(GRID, 3, arena);
                MediumPropagator old = kernels.splitStep(spec);
                Field in = Seeded.field(GRID, 1, Precision.FLOAT32, 1, arena);
                Output before = run(old, in, arena);
                for (Step step : spec.steps()) {
                    step.screen().ifPresent(screen -> {
                        change(screen.phase());
                        screen.attenuation().ifPresent(ReloadTest::change);
                    });
                }
                old.reload();
                Output reloaded = run(old, in, arena);
                assertFalse(before.sameBits(reloaded), backend::name);
                assertTrue(run(kernels.splitStep(spec), in, arena).sameBits(reloaded), backend::name);
            }
        }
    }

    private static void change(Samples samples) {
        for (long i = 0; i < samples.count(); i++) {
            samples.set(i, samples.get(i) * 0.5);
        }
    }

    private static Output run(MediumPropagator propagator, Field in, Arena arena) {
        Field out = Field.zeros(GRID, 1, Precision.FLOAT32, arena);
        propagator.propagate(in, out);
        return Output.of("out", out);
    }
}
