package pfm.opencl;

import java.util.function.LongSupplier;

import pfm.Kernels;

/**
 * Kernels whose time on the device is counted, by the events of OpenCL; transfers are left out.
 *
 * @param kernels         open
 * @param takeNanoseconds how long kernels took on the device since it was asked last [ns]
 */
public record TimedKernels(Kernels kernels, LongSupplier takeNanoseconds) {
}
