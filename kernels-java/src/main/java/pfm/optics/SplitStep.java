package pfm.optics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pfm.energy.Cost;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.quantity.Require;

/**
 * Propagation through media and masks by symmetric splitting: every slice of a slab is half a step of diffraction, a
 * phase screen, half a step; a mask is a screen by itself. Second order in the slice thickness. One-way: reflections
 * are left out, and the model is trusted up to about three scattering mean free paths ({@link Scattering}).
 *
 * <p>Source: Feit and Fleck, Appl. Opt. 17, 3990 (1978); splitting: Strang, SIAM J. Numer. Anal. 5, 506 (1968).
 *
 * @param grid        plane of the field
 * @param wavelength  λ in vacuum [m]
 * @param index       n0 of the background, in which contrasts are counted
 * @param elements    what the wave meets, in order; at least one
 * @param diffraction transfer function between screens
 * @param bandLimited whether each transfer function is band-limited, see {@link AngularSpectrum}
 * @param frame       absorbing frame, applied at every screen
 */
public record SplitStep(
        Grid grid, double wavelength, double index, List<Element> elements,
        Diffraction diffraction, boolean bandLimited, AbsorbingFrame frame) {

    /** Checks magnitudes and that every element fits the grid. */
    public SplitStep {
        Require.given("grid", grid);
        Require.given("diffraction", diffraction);
        Require.given("frame", frame);
        Wave.check(wavelength, index);
        elements = List.copyOf(Require.given("elements", elements));
        Require.inRange("count of elements", 1, Integer.MAX_VALUE, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            checkFits(grid, i, elements.get(i));
        }
    }

    /** Exact diffraction without band limit or frame. */
    public SplitStep(Grid grid, double wavelength, double index, List<Element> elements) {
        this(grid, wavelength, index, elements, Diffraction.EXACT, false, AbsorbingFrame.NONE);
    }

    private static void checkFits(Grid grid, int i, Element element) {
        switch (element) {
            case Element.Gap gap -> { }
            case Element.Mask mask ->
                Require.equal("count of phases of element " + i, grid.samples(), mask.phase().count());
            case Element.Slab slab -> {
                Require.equal("nx of the volume of element " + i, grid.nx(), slab.volume().nx());
                Require.equal("ny of the volume of element " + i, grid.ny(), slab.volume().ny());
            }
        }
    }

    /** Wave number in vacuum, 2π/λ [rad/m]. */
    public double k0() {
        return 2 * Math.PI / wavelength;
    }

    /** Screens that the wave passes. */
    public int screens() {
        int count = 0;
        for (Element element : elements) {
            count += switch (element) {
                case Element.Gap gap -> 0;
                case Element.Mask mask -> 1;
                case Element.Slab slab -> slab.volume().slices();
            };
        }
        return count;
    }

    /**
     * The steps to execute, half steps and gaps merged: as many steps with a screen as there are {@link #screens()},
     * then one without. Distances that a run of equal slices shares are equal to the last bit.
     */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        double distance = 0;
        for (int i = 0; i < elements.size(); i++) {
            switch (elements.get(i)) {
                case Element.Gap gap -> distance += gap.distance();
                case Element.Mask mask -> {
                    steps.add(new Step(distance, Optional.of(new Screen(i, 0, 1, mask.phase(), mask.attenuation()))));
                    distance = 0;
                }
                case Element.Slab slab -> {
                    double half = slab.sliceThickness() / 2;
                    Samples contrast = slab.volume().contrast();
                    for (int s = 0; s < slab.volume().slices(); s++) {
                        steps.add(new Step(distance + half, Optional.of(new Screen(i, slab.volume().offset(s),
                                k0() * slab.sliceThickness(), contrast, slab.volume().extinction()))));
                        distance = half;
                    }
                }
            }
        }
        steps.add(new Step(distance, Optional.empty()));
        return List.copyOf(steps);
    }

    /** The transfer function of one step. */
    public TransferFunction transferFunction(double distance) {
        return new TransferFunction(grid, wavelength, index, distance, diffraction, bandLimited);
    }

    /**
     * The work of propagating a batch: per step two transforms and a product with H, per screen another product; the
     * exponentials are not counted. The medium is read once. A gradient is counted as two such runs.
     */
    public Cost cost(int batch, Precision precision) {
        double n = grid.samples();
        double flops = (screens() + 1) * (2 * Cost.transformFlops(grid.samples()) + 6 * n) + screens() * 6 * n;
        double medium = 0;
        for (Step step : steps()) {
            if (step.screen().isPresent()) {
                Screen screen = step.screen().get();
                medium += n * screen.phase().format().bytes()
                        + screen.attenuation().map(a -> n * a.format().bytes()).orElse(0.0);
            }
        }
        return new Cost(flops, 4 * precision.bytes() * n, n * Math.max(1, screens()), 0).times(batch)
                .plus(new Cost(0, medium, 0, 0));
    }
}
