package pfm.vector;

import java.lang.foreign.Arena;
import java.util.Set;

import pfm.MatVec;
import pfm.analog.OpticalArray;
import pfm.analog.OpticalProduct;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.simd.Workers;

/** {@link OpticalProduct} as the product of packed weights; vectors are shared out among workers to be detected. */
final class VectorOpticalProduct extends MatVec {
    private final OpticalArray array;
    private final VectorCrossbar product;
    private final Workers workers;
    private final Workers.Range detect = this::detect;

    private Matrix in;
    private Matrix out;

    VectorOpticalProduct(OpticalProduct spec, Workers workers, Arena arena) {
        super(spec.outputs(), spec.inputs(), arena.scope(), Set.of(Precision.FLOAT32));
        this.array = new OpticalArray(spec, Precision.FLOAT32, arena);
        this.product = new VectorCrossbar(array.product(), workers, arena);
        this.workers = workers;
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        product.multiply(x, y);
        in = x;
        out = y;
        workers.split(x.rows(), detect);
    }

    private void detect(int worker, int from, int to) {
        array.detect(in, out, firstVector(), from, to);
    }

    @Override
    protected void runAdjoint(Matrix y, Matrix x) {
        product.adjoint(y, x);
        array.finishAdjoint(y, x);
    }

    @Override
    protected void runReload() {
        array.reload();
        product.reload();
    }
}
