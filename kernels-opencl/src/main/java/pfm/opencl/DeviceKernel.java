package pfm.opencl;

import java.util.ArrayList;
import java.util.List;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

import static pfm.opencl.OpenClException.check;

/**
 * A kernel with its arguments, which stay until they are set again. Belongs to one plan. One that is set to what it is
 * already costs nothing: a call of the driver for each of two dozen arguments takes longer than a small kernel.
 */
final class DeviceKernel implements AutoCloseable {
    /** Work-items that reduce a row: a float each is the local memory that every device has. */
    private static final int MOST_REDUCED = 256;

    private final Device device;
    private final String name;
    private final cl_kernel kernel;
    /** As they were set; null where they were not. */
    private final List<Object> arguments = new ArrayList<>();
    private int next;

    DeviceKernel(Device device, cl_program program, String name) {
        this.device = device;
        this.name = name;
        int[] code = {0};
        kernel = CL.clCreateKernel(program, name, code);
        check("clCreateKernel of " + name, code[0]);
        Device.count(1);
    }

    /** The next argument to set is this one. */
    DeviceKernel at(int argument) {
        next = argument;
        return this;
    }

    /** Number of the next argument to set. */
    int next() {
        return next;
    }

    DeviceKernel with(int value) {
        return isSet(value) ? this : set(value, Sizeof.cl_int, Pointer.to(new int[] {value}));
    }

    DeviceKernel with(long value) {
        return isSet(value) ? this : set(value, Sizeof.cl_long, Pointer.to(new long[] {value}));
    }

    DeviceKernel with(float value) {
        return isSet(value) ? this : set(value, Sizeof.cl_float, Pointer.to(new float[] {value}));
    }

    DeviceKernel with(double value) {
        return isSet(value) ? this : set(value, Sizeof.cl_double, Pointer.to(new double[] {value}));
    }

    DeviceKernel with(Buffer buffer) {
        return isSet(buffer) ? this : set(buffer, Sizeof.cl_mem, Pointer.to(buffer.memory()));
    }

    /** Local memory of each group. */
    DeviceKernel withLocal(long bytes) {
        Local value = new Local(bytes);
        return isSet(value) ? this : set(value, bytes, null);
    }

    /** An argument that is local memory. */
    private record Local(long bytes) {
    }

    /** Whether the next argument, which then is the one after it, is this already: of the same type and bits. */
    private boolean isSet(Object value) {
        boolean same = next < arguments.size() && value.equals(arguments.get(next));
        next += same ? 1 : 0;
        return same;
    }

    private DeviceKernel set(Object value, long size, Pointer bits) {
        check("argument " + next + " of " + name, CL.clSetKernelArg(kernel, next, size, bits));
        while (arguments.size() <= next) {
            arguments.add(null);
        }
        arguments.set(next, value);
        next++;
        return this;
    }

    /** Starts groups × rows groups of {@code items} work-items. */
    void run(long groups, long rows, int items) {
        cl_event event = device.profile().isOn() ? new cl_event() : null;
        int code = CL.clEnqueueNDRangeKernel(device.queue(), kernel, 2, null, new long[] {groups * items, rows},
                new long[] {items, 1}, 0, null, event);
        check("running " + name + " on " + device.description().name(), code);
        device.profile().add(name, event);
    }

    /** Starts a work-item for each number of {@code rows} rows of {@code items}, and some behind the last of a row. */
    void runEach(int items, long rows, int mostItems) {
        int group = group(items, mostItems);
        run(Math.ceilDiv(items, group), rows, group);
    }

    /** Starts a group for each of {@code rows} rows of {@code numbers}; a float for each item is its last argument. */
    void reduceRows(int rows, int numbers, int mostItems) {
        int group = group(numbers, Math.min(mostItems, MOST_REDUCED));
        withLocal((long) group * Float.BYTES).run(rows, 1, group);
    }

    /** The largest power of two of work-items of which more than half have something to do. */
    private static int group(int numbers, int mostItems) {
        return Math.min(Integer.highestOneBit(mostItems), Integer.highestOneBit(2 * numbers - 1));
    }

    @Override
    public void close() {
        CL.clReleaseKernel(kernel);
        Device.count(-1);
    }
}
