package pfm.opencl;

import pfm.StackedMeshProduct;
import pfm.analog.MziMesh;

/** {@link MziMesh} as a product on the device. */
final class OpenClMziMesh extends StackedMeshProduct {
    OpenClMziMesh(MziMesh spec, OpenClTuning tuning, DeviceMemory memory) {
        super(spec, stacked -> new OpenClCrossbar(stacked, tuning, memory), memory.arena());
    }
}
