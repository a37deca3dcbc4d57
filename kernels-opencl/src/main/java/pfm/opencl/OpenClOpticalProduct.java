package pfm.opencl;

import java.util.Set;

import pfm.MatVec;
import pfm.analog.OpticalArray;
import pfm.analog.OpticalProduct;
import pfm.field.Matrix;
import pfm.field.Precision;

/** {@link OpticalProduct} on a device; on one without double precision, what is detected is drawn on the host. */
final class OpenClOpticalProduct extends MatVec {
    private final OpticalArray array;
    private final OpenClCrossbar product;
    private final boolean onDevice;

    OpenClOpticalProduct(OpticalProduct spec, OpenClTuning tuning, DeviceMemory memory) {
        super(spec.outputs(), spec.inputs(), memory.arena().scope(), Set.of(Precision.FLOAT32));
        this.array = new OpticalArray(spec, Precision.FLOAT32, memory.arena());
        this.product = new OpenClCrossbar(array.product(), tuning, memory);
        onDevice = memory.device().description().doubles();
        if (onDevice) {
            Detectors detectors = new Detectors(spec, array, product.rows(), tuning, memory);
            product.readOut((x, first, count, y) -> detectors.detect(x, first, count, y, firstVector() + first));
        }
    }

    @Override
    protected void run(Matrix x, Matrix y) {
        product.multiply(x, y);
        if (!onDevice) {
            array.detect(x, y, firstVector(), 0, x.rows());
        }
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
