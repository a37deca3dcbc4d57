package pfm.vector;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import pfm.fft.FftRecipe;
import pfm.field.OffHeap;
import pfm.field.Samples;
import pfm.optics.AbsorbingFrame;
import pfm.optics.Element;
import pfm.optics.Screen;
import pfm.optics.SplitStep;
import pfm.optics.Step;
import pfm.simd.Lanes;
import pfm.simd.Workers;

/**
 * What a field passes, as the backend walks through it: row passes with a column pass between neighbours. A row pass
 * takes rows back from the spectrum, passes the screens that touch each other, and transforms them again; a column pass
 * transforms columns, multiplies by a transfer function and transforms back.
 *
 * @param screens     all screens, in order
 * @param firstScreen index of the first screen of each row pass, and the count of screens at the end
 * @param transfers   what each column pass multiplies by; one fewer than there are row passes
 */
record Route(List<PreparedScreen> screens, int[] firstScreen, List<Transfer> transfers) {
    /** Most bytes of factors that a plan computes before its runs. */
    private static final long FACTORS = 256L << 20;

    /** Free space: two row passes without screens. */
    static Route through(Transfer transfer) {
        return new Route(List.of(), new int[] {0, 0, 0}, List.of(transfer));
    }

    /** The steps of a specification. Equal distances share a transfer function; distance 0 has none. */
    static Route of(SplitStep spec, Geometry geometry, FftRecipe x, FftRecipe y, Workers workers, Arena arena) {
        AbsorbingFrame frame = spec.frame();
        float[] windowX = frame.isNone() ? new float[0] : floats(frame.window(spec.grid().nx()), 0);
        float[] windowY = frame.isNone() ? new float[0] : floats(frame.window(spec.grid().ny()), Lanes.COUNT);
        Map<Double, Transfer> byDistance = new HashMap<>();
        List<PreparedScreen> screens = new ArrayList<>();
        List<Integer> first = new ArrayList<>(List.of(0));
        List<Transfer> transfers = new ArrayList<>();
        long masks = spec.elements().stream().filter(Element.Mask.class::isInstance).count();
        boolean factors = masks * geometry.bytes() <= FACTORS;
        for (Step step : spec.steps()) {
            if (step.distance() != 0) {
                first.add(screens.size());
                transfers.add(byDistance.computeIfAbsent(step.distance(),
                        d -> Transfer.of(spec.transferFunction(d), geometry, x, y, workers, arena)));
            }
            step.screen().ifPresent(screen -> {
                Aperture aperture = spec.elements().get(screen.element()) instanceof Element.Mask
                        ? new Aperture(geometry, factors && !isCheap(screen, frame) ? OffHeap.allocate(
                                arena, geometry.bytes(), "the factors of a mask") : null)
                        : null;
                screens.add(new PreparedScreen(screen, windowX, windowY, aperture));
            });
        }
        first.add(screens.size());
        return new Route(List.copyOf(screens), first.stream().mapToInt(Integer::intValue).toArray(), transfers);
    }

    /** Whether factors are as fast computed as read: 8-bit levels are a byte a sample, their factors eight. */
    private static boolean isCheap(Screen screen, AbsorbingFrame frame) {
        return screen.phase().format() == Samples.Format.LEVELS8 && screen.attenuation().isEmpty() && frame.isNone();
    }

    /**
     * The way back. H is even, so that with * for conjugation {@code F⁻¹[H*·F[u]] = (F⁻¹[H·F[u*]])*}, and the same
     * holds for screens: the adjoint of a route is its reverse between two conjugations of the field.
     */
    Route reversed() {
        int passes = firstScreen.length - 1;
        int[] first = new int[passes + 1];
        for (int p = 0; p <= passes; p++) {
            first[p] = screens.size() - firstScreen[passes - p];
        }
        return new Route(screens.reversed(), first, transfers.reversed());
    }

    /** Takes over the medium of the masks, by all workers of a crew. */
    void prepare(Crew crew) {
        for (PreparedScreen screen : screens) {
            if (screen.hasAperture()) {
                crew.overRowTiles((worker, from, to) -> {
                    for (int tile = from; tile < to; tile++) {
                        crew.workspaces()[worker].rows().prepare(screen, tile);
                    }
                });
            }
        }
    }

    /** Row passes. */
    int passes() {
        return firstScreen.length - 1;
    }

    /** The row pass that a screen belongs to. */
    int passOf(int screen) {
        int pass = 0;
        while (firstScreen[pass + 1] <= screen) {
            pass++;
        }
        return pass;
    }

    private static float[] floats(double[] values, int padding) {
        float[] floats = new float[values.length + padding];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
