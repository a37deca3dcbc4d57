package pfm.vector;

import java.lang.foreign.Arena;

import pfm.analog.ArrayEffects;
import pfm.analog.Crossbar;
import pfm.field.Matrix;

/**
 * The weights of the tiles that share a part of the inputs, packed, and what else their sums need.
 *
 * @param first     column of the weights that is column 0 of the panels
 * @param weights   W
 * @param magnitude |W|; null where nothing needs it, or {@link DropSums} takes it from W
 */
record TilePanels(int first, Panels weights, Panels magnitude) {
    /** Room for part {@code t} of the inputs. */
    static TilePanels of(Crossbar spec, int t, Arena arena) {
        int first = t * spec.tileInputs();
        int count = Math.min(spec.tileInputs(), spec.inputs() - first);
        ArrayEffects effects = spec.tile().effects();
        boolean reads = effects.readsSquares() && effects.irDrop() == 0;
        return new TilePanels(first, Panels.ofColumns(spec.outputs(), count, arena),
                reads ? Panels.ofColumns(spec.outputs(), count, arena) : null);
    }

    /** Nothing but weights. */
    static TilePanels of(Panels weights) {
        return new TilePanels(0, weights, null);
    }

    /** Packs the columns of these weights. */
    void pack(Matrix w) {
        weights.pack(w, first, weight -> weight);
        if (magnitude != null) {
            magnitude.pack(w, first, Math::abs);
        }
    }

    int inputs() {
        return weights.inputs;
    }

    int outputs() {
        return weights.outputs;
    }
}
