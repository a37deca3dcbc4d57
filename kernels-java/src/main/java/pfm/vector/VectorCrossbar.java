package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.MatVec;
import pfm.analog.Crossbar;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.simd.Workers;

/**
 * {@link Crossbar} as matrix products of packed weights, with the DAC where a product reads its inputs and the ADC
 * where it writes its outputs. The weights are packed twice, for the product and for the adjoint.
 */
final class VectorCrossbar extends MatVec {
    private final Crossbar spec;
    private final Panels[] tiles;
    private final Panels transpose;
    private final VectorTiles forward;
    private final VectorTiles adjoint;

    VectorCrossbar(Crossbar spec, Workers workers, Arena arena) {
        super(spec.outputs(), spec.inputs(), arena.scope(), Set.of(Precision.FLOAT32));
        this.spec = spec;
        this.tiles = new Panels[Math.ceilDiv(spec.inputs(), spec.tileInputs())];
        for (int t = 0; t < tiles.length; t++) {
            int first = t * spec.tileInputs();
            int count = Math.min(spec.tileInputs(), spec.inputs() - first);
            tiles[t] = Panels.ofColumns(spec.weights(), first, count, arena);
        }
        this.forward = new VectorTiles(spec, tiles, workers);
        this.transpose = Panels.ofTranspose(spec.weights(), arena);
        this.adjoint = new VectorTiles(spec.linear(), new Panels[] {transpose}, workers);
    }

    @Override
    protected void runReload() {
        for (int t = 0; t < tiles.length; t++) {
            tiles[t].pack(spec.weights(), t * spec.tileInputs());
        }
        transpose.packTranspose(spec.weights());
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        addRepetitions(forward.multiply(x, y));
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        adjoint.multiply(y, x);
    }
}
