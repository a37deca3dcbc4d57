package pfm.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.Backend;
import pfm.Backends;
import pfm.Kernels;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;

/** How the error of float32 grows along a way of very many slices. */
class ErrorGrowthTest {
    private static final Grid GRID = Grid.square(32, 1e-6);
    private static final int[] SLICES = {1, 10, 100, 1000};

    /**
     * Rounding of fields is random from transform to transform, that of tables is the same in every slice: errors grow
     * at least with the square root of the slices, at most in proportion.
     */
    @ParameterizedTest
    @EnumSource(Diffraction.class)
    void staysWithinTheBoundOverAThousandSlices(Diffraction diffraction) {
        for (Backend backend : Judged.backends()) {
            double before = 0;
            for (int slices : SLICES) {
                double error = error(backend, diffraction, slices);
                double bound = new Tolerance.Transforms(2 * (slices + 1), GRID.samples()).bound(Precision.FLOAT32);
                assertTrue(error > 0 && error <= bound, backend.name() + ", " + slices + " slices: " + error);
                // ten times the slices; half as much again for the scatter of single errors
                assertTrue(before == 0 || error < 15 * before, backend.name() + ", " + slices + " slices: " + error);
                before = error;
            }
        }
    }

    private static double error(Backend backend, Diffraction diffraction, int slices) {
        try (Arena arena = Arena.ofShared(); Kernels kernels = backend.open();
                Kernels oracle = Backends.named("reference").open()) {
            Samples contrast = Seeded.levels(slices * GRID.samples(), 0, 0.02 / 255, 2, arena);
            SplitStep spec = new SplitStep(GRID, 5e-7, 1.45, List.of(new Element.Slab(
                    new Volume(GRID.nx(), GRID.ny(), slices, contrast), 1e-6)), diffraction, false,
                    AbsorbingFrame.NONE);
            return Discrepancy.relativeL2(Output.of("float64", behind(oracle, spec, Precision.FLOAT64, arena)),
                    Output.of("float32", behind(kernels, spec, Precision.FLOAT32, arena)));
        }
    }

    /** Every loss of power has one sign in float32: 1.3 u for each transform at most. */
    private static Field behind(Kernels kernels, SplitStep spec, Precision precision, Arena arena) {
        Field in = Seeded.field(GRID, 1, precision, 1, arena);
        Field out = Field.zeros(GRID, 1, precision, arena);
        kernels.splitStep(spec).propagate(in, out);
        double drift = 1.3 * 2 * spec.steps().size() * precision.unitRoundoff() + 1e-13; // 1e-13 for the two sums
        assertEquals(1, out.power(0) / in.power(0), drift, kernels.device());
        return out;
    }
}
