package pfm.opencl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import pfm.fft.FftRecipe;
import pfm.fft.Stage;

/**
 * How the lines of one length are transformed: whole in a tile, or, where a work-item is a lane and a line is too long
 * for local memory, but for one stage, which a pass of its own does. In rows that is the last one, which joins
 * neighbours, in columns the first one: see {@code cross.cl}.
 *
 * @param recipe of the line
 * @param radix  of the stage that is left out; 1 where none is
 * @param last   whether that stage is the last one
 */
record LineCut(FftRecipe recipe, int radix, boolean last) {

    static LineCut ofRows(int length, OpenClTuning tuning) {
        return of(length, true, tuning);
    }

    static LineCut ofColumns(int length, OpenClTuning tuning) {
        return of(length, false, tuning);
    }

    private static LineCut of(int length, boolean last, OpenClTuning tuning) {
        FftRecipe recipe = FftRecipe.of(length, tuning.radix());
        List<Integer> radices = new ArrayList<>(recipe.stages().stream().map(Stage::radix).toList());
        if (fits(length, tuning) || tuning.lanes() > 1 || radices.size() < 2) {
            return new LineCut(recipe, 1, last);
        }
        Integer widest = Collections.max(radices);
        if (!fits(length / widest, tuning) || Cross.bytes(widest, widest, widest) > tuning.local()) {
            return new LineCut(recipe, 1, last);
        }
        radices.remove(widest);
        radices.add(last ? radices.size() : 0, widest);
        return new LineCut(FftRecipe.ofRadices(radices), widest, last);
    }

    private static boolean fits(int points, OpenClTuning tuning) {
        return points <= tuning.split() && Tiles.of(tuning, 1, points, true).local();
    }

    /** Whether a stage is left out. */
    boolean isCut() {
        return radix > 1;
    }

    /** Points of the lines that are transformed in tiles. */
    int points() {
        return recipe.length() / radix;
    }

    /** Points of the chain of stages of such a line: those of the convolution where there is a chirp. */
    int chainPoints() {
        return recipe.chirp().map(chirp -> chirp.convolution().length()).orElse(recipe.length()) / radix;
    }

    /** Distance of the points of such a line. */
    int stride() {
        return last ? radix : 1;
    }

    /** The stages that are done in tiles. */
    List<Stage> inTiles() {
        int count = recipe.stages().size();
        return !isCut() ? recipe.stages() : recipe.stages().subList(last ? 0 : 1, last ? count - 1 : count);
    }

    /** The stage that is not. */
    Optional<Stage> left() {
        return !isCut() ? Optional.empty()
                : Optional.of(last ? recipe.stages().getLast() : recipe.stages().getFirst());
    }
}
