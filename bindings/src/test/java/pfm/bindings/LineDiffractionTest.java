package pfm.bindings;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pfm.Availability;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.noise.Philox;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Diffraction;
import pfm.optics.Element;
import pfm.optics.SplitStep;
import pfm.tuning.Tuning;
import pfm.validation.Seeded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Blocks of lines shared by workers give what whole planes on one thread give, whatever is left of the lines. */
class LineDiffractionTest {
    private static final int BATCH = 2;

    private final NativeBackend backend = new NativeBackend();

    @BeforeEach
    void needsItsLibraries() {
        assumeTrue(backend.availability() instanceof Availability.Available, () -> backend.availability().toString());
    }

    @ParameterizedTest
    @CsvSource({"150, 130", "131, 127", "128, 128", "1040, 16", "3, 6001", "6001, 3", "1, 16411", "16411, 1"})
    void blocksGiveWhatPlanesGive(int nx, int ny) {
        Grid grid = new Grid(nx, ny, 1e-6);
        try (Arena arena = Arena.ofShared()) {
            SplitStep spec = medium(grid, arena);
            Field in = Seeded.field(grid, BATCH, Precision.FLOAT32, 1, arena);
            for (boolean adjoint : new boolean[] {false, true}) {
                Field expected = through(spec, 1, adjoint, in, arena);
                for (int threads : new int[] {2, 5}) {
                    assertSame(expected, through(spec, threads, adjoint, in, arena));
                }
            }
        }
    }

    /** A gap before, between and behind masks, two of them without a gap between, and a frame. */
    private static SplitStep medium(Grid grid, Arena arena) {
        Element lossless = new Element.Mask(table(grid, 1, 6, arena));
        Element lossy = new Element.Mask(table(grid, 2, 6, arena), Optional.of(table(grid, 3, 1, arena)));
        Element gap = new Element.Gap(2e-5);
        return new SplitStep(grid, 5e-7, 1, List.of(gap, lossless, gap, lossy, lossless, gap), Diffraction.EXACT, true,
                new AbsorbingFrame(2, 2, 1));
    }

    private static Samples table(Grid grid, int seed, double most, Arena arena) {
        Samples table = Samples.zeros(Precision.FLOAT32, grid.samples(), arena);
        for (int i = 0; i < grid.samples(); i++) {
            table.set(i, most * Philox.uniform(seed, 0, i));
        }
        return table;
    }

    private Field through(SplitStep spec, int threads, boolean adjoint, Field in, Arena arena) {
        Tuning tuning = Tuning.defaults().withThreads(threads).with(NativeTuning.PLANNER, "estimate");
        try (Kernels kernels = backend.open(tuning)) {
            MediumPropagator plan = kernels.splitStep(spec);
            Field out = Field.zeros(spec.grid(), BATCH, arena);
            if (adjoint) {
                plan.adjoint(in, out);
            } else {
                plan.propagate(in, out);
            }
            return out;
        }
    }

    private static void assertSame(Field expected, Field actual) {
        double power = 0;
        double difference = 0;
        for (int item = 0; item < BATCH; item++) {
            for (int y = 0; y < expected.grid().ny(); y++) {
                for (int x = 0; x < expected.grid().nx(); x++) {
                    double re = expected.re(item, y, x);
                    double im = expected.im(item, y, x);
                    power += re * re + im * im;
                    difference += Math.pow(actual.re(item, y, x) - re, 2) + Math.pow(actual.im(item, y, x) - im, 2);
                }
            }
        }
        assertTrue(power > 0);
        // both by at most 4 u log2 n in each of six transforms of 2^15 samples
        assertEquals(0, Math.sqrt(difference / power), 2 * 6 * 4 * 0x1p-24 * 15);
    }
}
