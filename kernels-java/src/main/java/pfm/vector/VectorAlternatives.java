package pfm.vector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import pfm.fft.FftRecipe;
import pfm.fft.RadixOrder;
import pfm.fft.Stage;
import pfm.field.Grid;
import pfm.simd.Lanes;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/**
 * What a tuner may try for a grid, in an order in which each choice builds on those before. {@code vector.spins} is not
 * there: more of them always look faster, at the cost of other programs.
 */
final class VectorAlternatives {
    /** The largest part of a line that can lie in some first- or second-level cache [byte]. */
    private static final long LARGEST_PART = 1 << 21;
    /** Sizes of first-level caches, and halves of them [byte]. */
    private static final List<Long> CACHES = List.of(16384L, 24576L, 32768L, 49152L, 65536L);
    /** Sides beyond which a tile is certainly worth a share. */
    private static final int LARGE = 512;

    private final Grid grid;
    private final Tuning tuning;
    private final VectorTuning now;
    private final List<Alternatives> all = new ArrayList<>();

    private VectorAlternatives(Grid grid, Tuning tuning) {
        this.grid = grid;
        this.tuning = tuning;
        now = new VectorTuning(tuning);
    }

    static List<Alternatives> of(Grid grid, Tuning tuning) {
        VectorAlternatives found = new VectorAlternatives(grid, tuning);
        for (int length : new TreeSet<>(List.of(grid.nx(), grid.ny()))) {
            FftRecipe recipe = found.now.recipe(length);
            FftRecipe chain = recipe.chirp().isPresent() ? recipe.chirp().get().convolution() : recipe;
            found.addRadices(chain);
            found.addPortions(chain);
        }
        if (tuning.threads() > 1) {
            found.addGrain();
            found.addAlone();
        }
        return List.copyOf(found.all);
    }

    private void addRadices(FftRecipe chain) {
        List<Integer> radices = chain.stages().stream().map(Stage::radix).toList();
        add(VectorTuning.RADICES + "." + chain.length(), RadixOrder.of(chain.length()).stream()
                .filter(order -> !order.radices().equals(radices)).map(RadixOrder::toString).toList());
    }

    /** A value for each part that a line can be finished in, and for chunks that suit other caches. */
    private void addPortions(FftRecipe chain) {
        String name = VectorTuning.RESIDENT + "." + chain.length();
        Set<Long> sizes = new TreeSet<>(CACHES);
        sizes.add(chain.length() * Lanes.BLOCK);
        chain.stages().forEach(stage -> sizes.add(stage.span() * Lanes.BLOCK));
        Set<List<Integer>> seen = new HashSet<>(List.of(new StagedFft(chain, new VectorTuning(tuning)).portions()));
        List<String> different = new ArrayList<>();
        for (long size : sizes) {
            if (size >= VectorTuning.SMALLEST_PART && size <= LARGEST_PART) {
                VectorTuning other = new VectorTuning(tuning.with(name, String.valueOf(size)));
                if (seen.add(new StagedFft(chain, other).portions())) {
                    different.add(String.valueOf(size));
                }
            }
        }
        add(name, different);
    }

    /** As many shares as there can be, or one. */
    private void addGrain() {
        int side = Math.max(grid.nx(), grid.ny());
        int tiles = Geometry.of(grid).rowTiles();
        if (side <= LARGE && tiles > 1) {
            int shares = Math.clamp(tiles / Math.max(1, now.grain() / side), 1, tuning.threads());
            List<String> values = new ArrayList<>();
            if (shares < Math.min(tiles, tuning.threads())) {
                values.add(String.valueOf(side));
            }
            if (shares > 1) {
                values.add(String.valueOf(side * tiles));
            }
            all.add(new Alternatives(VectorTuning.GRAIN, values, 1, true));
        }
    }

    /** The other side of the line between fields for one worker and fields for all. */
    private void addAlone() {
        long bytes = Geometry.of(grid).bytes();
        String other = String.valueOf(bytes <= now.alone() ? bytes - 1 : bytes);
        all.add(new Alternatives(VectorTuning.ALONE, List.of(other), tuning.threads(), true));
    }

    private void add(String name, List<String> values) {
        if (!values.isEmpty()) {
            all.add(new Alternatives(name, values, 1, false));
        }
    }
}
