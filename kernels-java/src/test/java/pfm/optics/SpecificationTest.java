package pfm.optics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import pfm.energy.Cost;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.field.Volume;

/** Specifications refuse what is implausible, a mistaken unit above all, and say what is to be executed. */
class SpecificationTest {
    private static final Grid GRID = new Grid(4, 3, 1e-6);

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void mistakenUnitsAreNamed() {
        refuses("wavelength must be in [1.0E-9, 0.01] m, was 532.0", () -> new AngularSpectrum(GRID, 532, 1, 1e-3));
        refuses("wavelength must be in [1.0E-9, 0.01] m, was NaN",
                () -> new AngularSpectrum(GRID, Double.NaN, 1, 1e-3));
        refuses("index must be in [0.5, 10.0], was 0.0", () -> new AngularSpectrum(GRID, 5e-7, 0, 1e-3));
        refuses("distance must be in [-1000000.0, 1000000.0] m, was Infinity",
                () -> new AngularSpectrum(GRID, 5e-7, 1, Double.POSITIVE_INFINITY));
        refuses("grid must be given, was null", () -> new AngularSpectrum(null, 5e-7, 1, 1e-3));
        refuses("diffraction must be given, was null", () -> new AngularSpectrum(GRID, 5e-7, 1, 1e-3, null, false));
        refuses("wavelength must be in [1.0E-9, 0.01] m, was 1550.0", () -> new SplitStep(GRID, 1550, 1, gap(1e-6)));
        refuses("gap must be in [-1000000.0, 1000000.0] m, was NaN", () -> new Element.Gap(Double.NaN));
        refuses("slice thickness must be in [1.0E-12, 1.0] m, was 5.0", () -> new Element.Slab(volume(4, 3, 1), 5));
        refuses("slice thickness must be in [1.0E-12, 1.0] m, was -1.0E-6",
                () -> new Element.Slab(volume(4, 3, 1), -1e-6));
    }

    @Test
    void elementsThatDoNotFitAreNamedByTheirPlace() {
        refuses("count of elements must be in [1, 2147483647], was 0", () -> new SplitStep(GRID, 5e-7, 1, List.of()));
        refuses("count of phases of element 1 must be 12, was 11", () -> new SplitStep(GRID, 5e-7, 1,
                List.of(new Element.Gap(1e-6), new Element.Mask(samples(11)))));
        refuses("nx of the volume of element 0 must be 4, was 3",
                () -> new SplitStep(GRID, 5e-7, 1, List.of(new Element.Slab(volume(3, 4, 2), 1e-6))));
        refuses("ny of the volume of element 0 must be 3, was 2",
                () -> new SplitStep(GRID, 5e-7, 1, List.of(new Element.Slab(volume(4, 2, 2), 1e-6))));
        refuses("count of attenuations must be 12, was 5",
                () -> new Element.Mask(samples(12), Optional.of(samples(5))));
        refuses("frame must be given, was null",
                () -> new SplitStep(GRID, 5e-7, 1, gap(1e-6), Diffraction.EXACT, false, null));
    }

    @Test
    void framesAreCheckedAndFallOffTowardsTheEdge() {
        refuses("frame cells must be in [0, 1048576], was -1", () -> new AbsorbingFrame(-1, 1, 2));
        refuses("frame strength must be in [0.0, 100.0] nepers per screen, was -0.1",
                () -> new AbsorbingFrame(4, -0.1, 2));
        refuses("frame order must be in [1, 16], was 0", () -> new AbsorbingFrame(4, 1, 0));
        double[] window = new AbsorbingFrame(2, 1.5, 2).window(5);
        double[] expected = {Math.exp(-1.5), Math.exp(-1.5 / 4), 1, Math.exp(-1.5 / 4), Math.exp(-1.5)};
        for (int i = 0; i < 5; i++) {
            assertEquals(expected[i], window[i], 1e-15);
        }
        assertEquals(Math.exp(-1.5), new AbsorbingFrame(9, 1.5, 1).window(1)[0], 1e-15);
    }

    @Test
    void halfStepsAndGapsMerge() {
        Element mask = new Element.Mask(samples(12));
        Element slab = new Element.Slab(volume(4, 3, 3), 0.5);
        SplitStep spec = new SplitStep(GRID, 5e-7, 1.5, List.of(
                new Element.Gap(1), mask, new Element.Gap(2), new Element.Gap(3), slab, mask));
        List<Step> steps = spec.steps();
        assertEquals(5, spec.screens());
        assertEquals(List.of(1.0, 5.25, 0.5, 0.5, 0.25, 0.0), steps.stream().map(Step::distance).toList());
        assertEquals(List.of(1, 4, 4, 4, 5),
                steps.stream().flatMap(s -> s.screen().stream()).map(Screen::element).toList());
        assertEquals(List.of(0L, 0L, 12L, 24L, 0L),
                steps.stream().flatMap(s -> s.screen().stream()).map(Screen::first).toList());
        double k0dz = 2 * Math.PI / 5e-7 * 0.5;
        assertEquals(List.of(1.0, k0dz, k0dz, k0dz, 1.0),
                steps.stream().flatMap(s -> s.screen().stream()).map(Screen::scale).toList());
        assertEquals(Optional.empty(), steps.getLast().screen());
    }

    @Test
    void costsFollowTheFormula() {
        SplitStep spec = new SplitStep(GRID, 5e-7, 1.5, List.of(new Element.Slab(volume(4, 3, 3), 4e-6)));
        double transforms = 2 * 5 * 12 * Math.log(12) / Math.log(2);
        Cost cost = spec.cost(2, Precision.FLOAT32);
        assertEquals(2 * (4 * (transforms + 6 * 12) + 3 * 6 * 12), cost.flops(), 1e-9);
        assertEquals(2 * 4 * 4 * 12 + 4 * 36, cost.bytes());
        assertEquals(2 * 36, cost.voxelUpdates());
        Cost free = new AngularSpectrum(GRID, 5e-7, 1, 1e-3).cost(1, Precision.FLOAT64);
        assertEquals(transforms + 6 * 12, free.flops(), 1e-9);
        assertEquals(4 * 8 * 12, free.bytes());
        assertEquals(new Cost(2 * free.flops(), 2 * free.bytes(), 24, 0), free.plus(free));
    }

    @Test
    void aGradientHasTheShapeOfItsParameters() {
        SplitStep spec = new SplitStep(GRID, 5e-7, 1.5, List.of(new Element.Gap(1e-6),
                new Element.Mask(samples(12), Optional.of(samples(12))), new Element.Slab(volume(4, 3, 3), 4e-6)));
        MediumGradient gradient = MediumGradient.zeros(spec, Precision.FLOAT64, arena);
        assertEquals(3, gradient.elements());
        assertEquals(Optional.empty(), gradient.phase(0));
        assertEquals(12, gradient.attenuation(1).orElseThrow().count());
        assertEquals(36, gradient.phase(2).orElseThrow().count());
        assertEquals(Optional.empty(), gradient.attenuation(2));
        gradient.requireFits(spec);
    }

    @Test
    void scatteringFollowsTheDeviationOfTheContrast() {
        Samples contrast = samples(36);
        for (int i = 0; i < 36; i++) {
            contrast.set(i, i % 2 == 0 ? 0.25 : 0.75); // deviation 1/4 about 1/2
        }
        Element.Slab slab = new Element.Slab(new Volume(4, 3, 3, contrast), 2e-6);
        SplitStep spec = new SplitStep(GRID, 1e-6, 1.5, List.of(slab));
        Scattering scattering = Scattering.of(spec, slab);
        assertEquals(0.25, scattering.contrastDeviation(), 1e-15);
        double path = 1 / (Math.pow(2 * Math.PI / 1e-6, 2) / 16 * 1e-6);
        assertEquals(path, scattering.meanFreePath(), 1e-12 * path);
        assertEquals(6e-6 / path, scattering.paths(), 1e-12 * 6e-6 / path);
        Element.Slab flat = new Element.Slab(volume(4, 3, 3), 2e-6);
        assertEquals(Double.POSITIVE_INFINITY, Scattering.of(spec, flat).meanFreePath());
        assertEquals(0, Scattering.of(spec, flat).paths());
    }

    private static List<Element> gap(double distance) {
        return List.of(new Element.Gap(distance));
    }

    private Samples samples(long count) {
        return Samples.zeros(Precision.FLOAT32, count, arena);
    }

    private Volume volume(int nx, int ny, int slices) {
        return new Volume(nx, ny, slices, samples((long) nx * ny * slices));
    }

    private static void refuses(String message, Executable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
