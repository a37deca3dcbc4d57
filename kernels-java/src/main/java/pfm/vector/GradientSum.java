package pfm.vector;

import pfm.field.Samples;
import pfm.optics.MediumGradient;
import pfm.optics.Screen;

/** Adds up gradients by the samples of a screen, which several items of a batch have left in place of their fields. */
final class GradientSum {
    private final Crew crew;
    private final Route route;

    GradientSum(Crew crew, Route route) {
        this.crew = crew;
        this.route = route;
    }

    /** Adds those of the first {@code count} items at screen s, one after the other, however many workers there are. */
    void add(int s, KeptField[] items, int count, MediumGradient sum) {
        Screen screen = route.screens().get(s).screen();
        Samples phase = sum.phase(screen.element()).orElseThrow();
        Samples attenuation = sum.attenuation(screen.element()).orElse(null);
        crew.overRowTiles((worker, from, to) -> {
            for (int tile = from; tile < to; tile++) {
                crew.workspaces()[worker].rows()
                        .accumulate(items, count, tile, phase, attenuation, screen.first());
            }
        });
    }
}
