package pfm.vector;

import java.lang.foreign.Arena;

import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.field.Matrix;

/**
 * The weights of the tiles that share a part of the inputs, packed, and what else their sums need.
 *
 * @param first     column of the weights that is column 0 of the panels
 * @param weights   W
 * @param magnitude |W|; null where nothing needs it
 * @param far       what of W the voltage drop takes; null where nothing needs it
 */
record TilePanels(int first, Panels weights, Panels magnitude, Panels far) {
    /** Room for part {@code t} of the inputs. */
    static TilePanels of(Crossbar spec, int t, Arena arena) {
        int first = t * spec.tileInputs();
        int count = Math.min(spec.tileInputs(), spec.inputs() - first);
        boolean drops = spec.tile().effects().irDrop() != 0;
        boolean reads = spec.tile().effects().readsSquares();
        return new TilePanels(first, Panels.ofColumns(spec.outputs(), count, arena),
                drops || reads ? Panels.ofColumns(spec.outputs(), count, arena) : null,
                drops ? Panels.ofColumns(spec.outputs(), count, arena) : null);
    }

    /** Nothing but weights. */
    static TilePanels of(Panels weights) {
        return new TilePanels(0, weights, null, null);
    }

    /** Packs the columns of these weights. */
    void pack(Matrix w) {
        weights.pack(w, first, (j, weight) -> weight);
        if (magnitude != null) {
            magnitude.pack(w, first, (j, weight) -> Math.abs(weight));
        }
        if (far != null) {
            int n = weights.inputs;
            far.pack(w, first, (j, weight) -> (float) (weight * EffectiveWeights.drop(j, n)));
        }
    }

    int inputs() {
        return weights.inputs;
    }

    int outputs() {
        return weights.outputs;
    }
}
