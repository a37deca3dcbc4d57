package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Set;

import pfm.CrossbarProduct;
import pfm.analog.Crossbar;
import pfm.analog.EffectiveWeights;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.simd.Workers;

/**
 * {@link Crossbar} as matrix products of packed weights, with the DAC where a product reads its inputs and the ADC
 * where it writes its outputs. The weights are packed twice, for the product and for the adjoint.
 */
final class VectorCrossbar extends CrossbarProduct {
    private final TilePanels[] tiles;
    private final Panels transpose;
    private final VectorTiles forward;
    private final VectorTiles adjoint;

    VectorCrossbar(Crossbar spec, Workers workers, Arena arena) {
        this(spec, new EffectiveWeights(spec, workers.count(), arena), workers, arena);
    }

    private VectorCrossbar(Crossbar spec, EffectiveWeights effective, Workers workers, Arena arena) {
        super(spec, effective, arena.scope(), Set.of(Precision.FLOAT32));
        this.tiles = new TilePanels[spec.inputTiles()];
        Arrays.setAll(tiles, t -> TilePanels.of(spec, t, arena));
        this.transpose = Panels.ofColumns(spec.inputs(), spec.outputs(), arena);
        this.forward = new VectorTiles(spec, tiles, workers);
        this.adjoint = new VectorTiles(spec.linear(), new TilePanels[] {TilePanels.of(transpose)}, workers);
        load(effective.matrix());
    }

    @Override
    protected void load(Matrix effective) {
        for (TilePanels tile : tiles) {
            tile.pack(effective);
        }
        transpose.packTranspose(effective);
    }

    @Override
    protected void runSeek() {
        forward.reset();
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        addRepetitions(forward.multiply(x, y, firstVector()));
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        adjoint.multiply(y, x, 0);
    }
}
