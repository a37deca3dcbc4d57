package pfm.opencl;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

import org.jocl.CL;
import org.jocl.cl_mem;

import static pfm.opencl.OpenClException.check;

/** Memory of the host that a device reads without a copy by its driver. */
final class PinnedMemory implements AutoCloseable {
    private final Device device;
    private final cl_mem buffer;
    private final ByteBuffer mapped;

    PinnedMemory(Device device, long bytes) {
        this.device = device;
        int[] code = {0};
        buffer = CL.clCreateBuffer(
                device.context(), CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR, bytes, null, code);
        check("clCreateBuffer in pinned memory", code[0]);
        Device.count(1);
        mapped = CL.clEnqueueMapBuffer(device.queue(), buffer, true, CL.CL_MAP_READ | CL.CL_MAP_WRITE, 0, bytes,
                0, null, null, code);
        if (code[0] != CL.CL_SUCCESS) {
            CL.clReleaseMemObject(buffer);
            Device.count(-1);
            check("clEnqueueMapBuffer", code[0]);
        }
    }

    /** The memory. */
    MemorySegment memory() {
        return MemorySegment.ofBuffer(mapped);
    }

    @Override
    public void close() {
        CL.clEnqueueUnmapMemObject(device.queue(), buffer, mapped, 0, null, null);
        CL.clFinish(device.queue()); // Oclgrind unmaps what was released
        CL.clReleaseMemObject(buffer);
        Device.count(-1);
    }
}
