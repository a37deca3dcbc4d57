package pfm.bindings;

import java.lang.foreign.Arena;

import pfm.StackedMeshProduct;
import pfm.analog.MziMesh;
import pfm.tuning.Tuning;

/** {@link MziMesh} as a product of OpenBLAS. */
final class NativeMziMesh extends StackedMeshProduct {
    NativeMziMesh(MziMesh spec, Cblas blas, Tuning tuning, Arena arena) {
        super(spec, stacked -> new NativeCrossbar(stacked, blas, tuning, arena), arena);
    }
}
