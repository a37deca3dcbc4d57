package pfm.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import pfm.fft.FftRecipe;
import pfm.fft.RadixOrder;
import pfm.fft.Stage;
import pfm.field.Grid;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/**
 * What a tuner may try for a grid, in an order in which each choice builds on those before. {@code vector.spins} is not
 * there: more of them always look faster, at the cost of other programs.
 */
final class VectorAlternatives {
    /** The largest part of a line that can lie in some first- or second-level cache [byte]. */
    private static final long LARGEST_PART = 1 << 21;
    /** Sides beyond which a tile is certainly worth a share. */
    private static final int LARGE = 512;

    private final Grid grid;
    private final VectorTuning tuning;
    private final int threads;
    private final List<Alternatives> all = new ArrayList<>();

    private VectorAlternatives(Grid grid, Tuning tuning) {
        this.grid = grid;
        this.tuning = new VectorTuning(tuning);
        threads = tuning.threads();
    }

    static List<Alternatives> of(Grid grid, Tuning tuning) {
        VectorAlternatives found = new VectorAlternatives(grid, tuning);
        for (int length : new TreeSet<>(List.of(grid.nx(), grid.ny()))) {
            FftRecipe recipe = found.tuning.recipe(length);
            FftRecipe chain = recipe.chirp().isPresent() ? recipe.chirp().get().convolution() : recipe;
            found.addRadices(chain);
            found.addParts(chain);
        }
        if (found.threads > 1) {
            found.addGrain();
            found.addAlone();
        }
        return List.copyOf(found.all);
    }

    private void addRadices(FftRecipe chain) {
        List<Integer> now = chain.stages().stream().map(Stage::radix).toList();
        add(VectorTuning.RADICES + "." + chain.length(), RadixOrder.of(chain.length()).stream()
                .filter(order -> !order.radices().equals(now)).map(RadixOrder::toString).toList());
    }

    /** A value for each part that a line can be finished in, but for the one in force. */
    private void addParts(FftRecipe chain) {
        int now = new StagedFft(chain, tuning).resident();
        List<String> bytes = new ArrayList<>();
        int part = chain.length();
        for (Stage stage : chain.stages()) {
            long size = part * Lanes.BLOCK;
            if (part != now && size >= VectorTuning.SMALLEST_PART && size <= LARGEST_PART) {
                bytes.add(String.valueOf(size));
            }
            part = stage.span();
        }
        add(VectorTuning.RESIDENT + "." + chain.length(), bytes);
    }

    /** As many shares as there can be, or one. */
    private void addGrain() {
        int side = Math.max(grid.nx(), grid.ny());
        int tiles = Geometry.of(grid).rowTiles();
        if (side <= LARGE && tiles > 1) {
            int now = Math.max(1, tuning.grain() / side);
            List<String> values = new ArrayList<>();
            if (now > 1) {
                values.add(String.valueOf(side));
            }
            if (tiles / now > 1) {
                values.add(String.valueOf(side * tiles));
            }
            all.add(new Alternatives(VectorTuning.GRAIN, values, 1, true));
        }
    }

    /** The other side of the line between fields for one worker and fields for all. */
    private void addAlone() {
        long bytes = Geometry.of(grid).bytes();
        String other = String.valueOf(bytes <= tuning.alone() ? bytes - 1 : bytes);
        all.add(new Alternatives(VectorTuning.ALONE, List.of(other), threads, true));
    }

    private void add(String name, List<String> values) {
        if (!values.isEmpty()) {
            all.add(new Alternatives(name, values, 1, false));
        }
    }
}
