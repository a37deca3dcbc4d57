package pfm.vector;

import java.lang.foreign.Arena;

import pfm.StackedMeshProduct;
import pfm.analog.MziMesh;
import pfm.simd.Workers;

/** {@link MziMesh} as a product of packed weights. */
final class VectorMziMesh extends StackedMeshProduct {
    VectorMziMesh(MziMesh spec, Workers workers, Arena arena) {
        super(spec, stacked -> new VectorCrossbar(stacked, workers, arena), arena);
    }
}
