package pfm.opencl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jocl.cl_program;

import pfm.field.InsufficientMemoryException;

import static pfm.opencl.OpenClException.check;

/**
 * An open device: it owns the context, the queues and the programs of a {@link pfm.Kernels}, and counts the memory that
 * its plans have. Plans may be made by several threads at once.
 */
final class Device implements AutoCloseable {
    /** OpenCL objects that live, of all devices: for tests. */
    private static final AtomicLong LIVE = new AtomicLong();

    private final DeviceDescription description;
    private final cl_context context;
    private final cl_command_queue queue;
    private final cl_command_queue transfers;
    private final Profile profile;
    private final Map<String, cl_program> programs = new HashMap<>();
    private final List<Runnable> releases = new ArrayList<>();
    private long allocated;

    Device(DeviceDescription description) {
        this(description, Profile.asked());
    }

    Device(DeviceDescription description, Profile profile) {
        this.description = description;
        this.profile = profile;
        boolean open = false;
        try {
            int[] code = {0};
            cl_context_properties properties = new cl_context_properties();
            properties.addProperty(CL.CL_CONTEXT_PLATFORM, description.platform());
            context = CL.clCreateContext(properties, 1, new cl_device_id[] {description.id()}, null, null, code);
            check("opening " + description.name(), code[0]);
            owned(() -> CL.clReleaseContext(context));
            queue = newQueue(code);
            transfers = newQueue(code);
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    @SuppressWarnings("deprecation") // what replaces it needs OpenCL 2
    private cl_command_queue newQueue(int[] code) {
        cl_command_queue made = CL.clCreateCommandQueue(
                context, description.id(), profile.isOn() ? CL.CL_QUEUE_PROFILING_ENABLE : 0, code);
        check("clCreateCommandQueue", code[0]);
        owned(() -> CL.clReleaseCommandQueue(made));
        return made;
    }

    private void owned(Runnable release) {
        LIVE.incrementAndGet();
        releases.add(() -> {
            release.run();
            LIVE.decrementAndGet();
        });
    }

    /** OpenCL objects that live, of all devices. */
    static long live() {
        return LIVE.get();
    }

    DeviceDescription description() {
        return description;
    }

    /** Where kernels run, in order. */
    cl_command_queue queue() {
        return queue;
    }

    /** Where a medium is transferred beside the kernels. */
    cl_command_queue transfers() {
        return transfers;
    }

    Profile profile() {
        return profile;
    }

    cl_context context() {
        return context;
    }

    /** The program of a source with definitions before it; made once. */
    synchronized cl_program program(String source, String definitions) {
        return programs.computeIfAbsent(source + "\n" + definitions, _ -> {
            cl_program program = new ProgramBuild(this).build(source, definitions);
            owned(() -> CL.clReleaseProgram(program));
            return program;
        });
    }

    /**
     * Zeroed memory.
     *
     * @throws InsufficientMemoryException if the device cannot give it
     */
    Buffer allocate(long bytes, String purpose) {
        synchronized (this) {
            if (bytes > free()) {
                throw insufficient(purpose, bytes, free());
            }
            allocated += bytes;
        }
        Optional<cl_mem> memory = zeroed(bytes);
        if (memory.isEmpty()) {
            long free = free();
            freed(bytes);
            throw insufficient(purpose, bytes, free);
        }
        LIVE.incrementAndGet();
        return new Buffer(this, memory.get(), bytes);
    }

    /** Bytes that these kernels may still have, in one buffer. */
    synchronized long free() {
        return Math.max(0, Math.min(description.mostInOne(), description.memory() - allocated));
    }

    /** Bytes that these kernels may still have, in several buffers. */
    synchronized long unallocated() {
        return Math.max(0, description.memory() - allocated);
    }

    private InsufficientMemoryException insufficient(String purpose, long bytes, long free) {
        return new InsufficientMemoryException(purpose, bytes, description.name() + " has " + description.memory()
                + " bytes, " + (description.memory() - allocated) + " free for these kernels, and gives "
                + free + " in one piece", "use a smaller grid (a wave of " + side(free) + " x " + side(free)
                + " samples fits) or batch, or a smaller tuning parameter "
                + OpenClTuning.BATCH + " or " + OpenClTuning.RESIDENT);
    }

    /** Samples along a side of a wave: a state in one piece, two planes and a transfer function. */
    private long side(long inOne) {
        return (long) Math.sqrt(Math.min(inOne / 8, unallocated() / 24));
    }

    /** A driver may give memory only when it is used first: it is used here. */
    private Optional<cl_mem> zeroed(long bytes) {
        int[] code = {0};
        cl_mem memory = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, code);
        if (code[0] == CL.CL_SUCCESS) {
            code[0] = CL.clEnqueueFillBuffer(queue, memory, Pointer.to(new byte[1]), 1, 0, bytes, 0, null, null);
            code[0] = code[0] == CL.CL_SUCCESS ? CL.clFinish(queue) : code[0];
            if (code[0] == CL.CL_SUCCESS) {
                return Optional.of(memory);
            }
            CL.clReleaseMemObject(memory);
        }
        if (code[0] == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE || code[0] == CL.CL_OUT_OF_RESOURCES
                || code[0] == CL.CL_OUT_OF_HOST_MEMORY || code[0] == CL.CL_INVALID_BUFFER_SIZE) {
            return Optional.empty();
        }
        throw new OpenClException("clCreateBuffer of " + bytes + " bytes failed: " + CL.stringFor_errorCode(code[0]));
    }

    /** Gives a buffer back. */
    void release(cl_mem memory, long bytes) {
        CL.clReleaseMemObject(memory);
        LIVE.decrementAndGet();
        freed(bytes);
    }

    private synchronized void freed(long bytes) {
        allocated -= bytes;
    }

    /** Counts an object that a plan owns: +1 when it is made, −1 when it is released. */
    static void count(int change) {
        LIVE.addAndGet(change);
    }

    /** Waits for everything that was started. */
    void finish() {
        int transferred = CL.clFinish(transfers);
        check("clFinish on " + description.name(), CL.clFinish(queue));
        check("clFinish on " + description.name(), transferred);
    }

    /** The size of a pointer or size_t of the device. */
    static int pointerBytes() {
        return Sizeof.POINTER;
    }

    @Override
    public synchronized void close() {
        profile.forget();
        for (Runnable release : releases.reversed()) {
            release.run();
        }
        releases.clear();
        programs.clear();
    }
}
