package pfm.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** What a plan owns on a device and beside it: buffers, kernels and host memory, which live until the plan ends. */
final class DeviceMemory implements AutoCloseable {
    private final Device device;
    private final Arena arena = Arena.ofShared();
    private final List<AutoCloseable> owned = new ArrayList<>();

    DeviceMemory(Device device) {
        this.device = device;
    }

    Device device() {
        return device;
    }

    Arena arena() {
        return arena;
    }

    /** Zeroed memory of the device. */
    Buffer allocate(long bytes, String purpose) {
        Buffer buffer = device.allocate(Math.max(bytes, 64), purpose);
        owning(buffer);
        return buffer;
    }

    /** Frees a buffer of this before its time; nothing happens if it is freed already. */
    synchronized void release(Buffer buffer) {
        if (owned.remove(buffer)) {
            device.finish(); // whatever a driver makes of memory that is released in use
            buffer.close();
        }
    }

    /** Numbers on the device, rounded to float32. */
    Buffer floats(double[] numbers, String purpose) {
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            rounded[i] = (float) numbers[i];
        }
        return floats(rounded, purpose);
    }

    /** Numbers on the device. */
    Buffer floats(float[] numbers, String purpose) {
        Buffer buffer = allocate((long) numbers.length * Float.BYTES, purpose);
        try (Arena staging = Arena.ofShared()) {
            MemorySegment staged = staging.allocate(Math.max(1, numbers.length) * (long) Float.BYTES, 64);
            MemorySegment.copy(numbers, 0, staged, ValueLayout.JAVA_FLOAT, 0, numbers.length);
            buffer.write(0, staged.asSlice(0, (long) numbers.length * Float.BYTES));
        }
        return buffer;
    }

    /** Integers on the device. */
    Buffer integers(int[] numbers, String purpose) {
        Buffer buffer = allocate((long) numbers.length * Integer.BYTES, purpose);
        try (Arena staging = Arena.ofShared()) {
            MemorySegment staged = staging.allocate(Math.max(1, numbers.length) * (long) Integer.BYTES, 64);
            MemorySegment.copy(numbers, 0, staged, ValueLayout.JAVA_INT, 0, numbers.length);
            buffer.write(0, staged.asSlice(0, (long) numbers.length * Integer.BYTES));
        }
        return buffer;
    }

    /** A kernel of a program. */
    DeviceKernel kernel(String source, String definitions, String name) {
        return owning(new DeviceKernel(device, device.program(source, definitions), name));
    }

    /** Takes over something that is closed with this. */
    synchronized <T extends AutoCloseable> T owning(T resource) {
        owned.add(resource);
        return resource;
    }

    /** Waits for what still uses this; a device that has failed is no reason to keep it. */
    private RuntimeException finished() {
        try {
            device.finish();
            return null;
        } catch (OpenClException e) {
            return e;
        }
    }

    @Override
    public synchronized void close() {
        RuntimeException first = finished();
        for (AutoCloseable resource : owned.reversed()) {
            try {
                resource.close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        owned.clear();
        arena.close();
        if (first != null) {
            throw first;
        }
    }
}
