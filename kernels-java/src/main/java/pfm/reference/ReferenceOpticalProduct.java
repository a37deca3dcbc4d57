package pfm.reference;

import java.lang.foreign.Arena;

import pfm.MatVec;
import pfm.analog.OpticalArray;
import pfm.analog.OpticalProduct;
import pfm.field.Matrix;
import pfm.field.Precision;

/** The steps of {@link OpticalProduct} one by one, in float64. */
final class ReferenceOpticalProduct extends MatVec {
    private final OpticalArray array;
    private final ReferenceCrossbar product;

    ReferenceOpticalProduct(OpticalProduct spec, Arena arena) {
        super(spec.outputs(), spec.inputs(), arena.scope(), ReferenceKernels.PRECISIONS);
        this.array = new OpticalArray(spec, Precision.FLOAT64, arena);
        this.product = new ReferenceCrossbar(array.product(), arena);
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        product.multiply(x, y);
        array.detect(x, y, firstVector(), 0, x.rows());
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
