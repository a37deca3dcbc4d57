package pfm.vector;

import java.util.Optional;

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
        Optional<Samples> attenuation = sum.attenuation(screen.element());
        crew.overRowTiles((worker, from, to) -> {
            RowTile rows = crew.workspaces()[worker].rows();
            for (int tile = from; tile < to; tile++) {
                rows.accumulate(items, count, 0, tile, phase, screen.first());
                if (attenuation.isPresent()) {
                    rows.accumulate(items, count, 1, tile, attenuation.get(), screen.first());
                }
            }
        });
    }
}
