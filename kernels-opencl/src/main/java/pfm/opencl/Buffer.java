package pfm.opencl;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_mem;

import static pfm.opencl.OpenClException.check;

/** Memory of a device. Transfers to and from it wait until they are done, and for what runs before. */
final class Buffer implements AutoCloseable {
    /** A transfer takes at most so many bytes at once: a byte buffer of Java ends at 2 GiB. */
    private static final long SLICE = 1 << 30;

    private final Device device;
    private final cl_mem memory;
    private final long bytes;
    private boolean released;

    Buffer(Device device, cl_mem memory, long bytes) {
        this.device = device;
        this.memory = memory;
        this.bytes = bytes;
    }

    cl_mem memory() {
        return memory;
    }

    long bytes() {
        return bytes;
    }

    /** Writes all of {@code from}, from byte {@code at} on. */
    void write(long at, MemorySegment from) {
        for (long done = 0; done < from.byteSize(); done += SLICE) {
            long size = Math.min(SLICE, from.byteSize() - done);
            check("writing to the device", CL.clEnqueueWriteBuffer(device.queue(), memory, true, at + done, size,
                    pointer(from.asSlice(done, size)), 0, null, null));
        }
    }

    /** Reads all of {@code to}, from byte {@code at} on. */
    void read(long at, MemorySegment to) {
        for (long done = 0; done < to.byteSize(); done += SLICE) {
            long size = Math.min(SLICE, to.byteSize() - done);
            check("reading from the device", CL.clEnqueueReadBuffer(device.queue(), memory, true, at + done, size,
                    pointer(to.asSlice(done, size)), 0, null, null));
        }
    }

    /** Starts to copy the first bytes of {@code other}. */
    void copyFrom(Buffer other, long count) {
        check("copying on the device", CL.clEnqueueCopyBuffer(
                device.queue(), other.memory, memory, 0, 0, count, 0, null, null));
    }

    /** Starts to set everything to zero. */
    void clear() {
        check("clearing on the device", CL.clEnqueueFillBuffer(
                device.queue(), memory, Pointer.to(new byte[1]), 1, 0, bytes, 0, null, null));
    }

    static Pointer pointer(MemorySegment segment) {
        return Pointer.to(segment.asByteBuffer().order(ByteOrder.nativeOrder()));
    }

    @Override
    public void close() {
        if (!released) {
            released = true;
            device.release(memory, bytes);
        }
    }
}
