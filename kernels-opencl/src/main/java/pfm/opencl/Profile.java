package pfm.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/**
 * How long kernels took on the device. With {@code -Dpfm.opencl.profile=true} it is told for each run, beside the whole
 * run with its transfers, to the log {@code pfm.opencl} at level INFO.
 */
final class Profile {
    private static final System.Logger LOG = System.getLogger("pfm.opencl");

    private final boolean on;
    private final boolean logs;
    private final List<cl_event> events = new ArrayList<>();

    private Profile(boolean on, boolean logs) {
        this.on = on;
        this.logs = logs;
    }

    /** What the property asks for. */
    static Profile asked() {
        boolean logs = Boolean.getBoolean("pfm.opencl.profile");
        return new Profile(logs, logs);
    }

    /** Adds up until it is asked. */
    static Profile counting() {
        return new Profile(true, false);
    }

    boolean isOn() {
        return on;
    }

    /** Takes over the event of a kernel that was started. */
    synchronized void add(cl_event event) {
        if (on) {
            events.add(event);
            Device.count(1);
        }
    }

    /** Runs a body that ends with a transfer, and tells. */
    void told(String what, Runnable body) {
        if (!logs) {
            body.run();
            return;
        }
        long start = System.nanoTime();
        body.run();
        long end = System.nanoTime();
        LOG.log(System.Logger.Level.INFO, String.format(Locale.ROOT, "%s: kernels %.3f ms, end to end %.3f ms",
                what, takeNanoseconds() / 1e6, (end - start) / 1e6));
    }

    /** How long kernels took that were taken over since the last call; they must be finished [ns]. */
    synchronized long takeNanoseconds() {
        long sum = 0;
        for (cl_event event : events) {
            long[] start = {0};
            long[] end = {0};
            CL.clGetEventProfilingInfo(event, CL.CL_PROFILING_COMMAND_START, Sizeof.cl_ulong, Pointer.to(start), null);
            CL.clGetEventProfilingInfo(event, CL.CL_PROFILING_COMMAND_END, Sizeof.cl_ulong, Pointer.to(end), null);
            sum += end[0] - start[0];
            CL.clReleaseEvent(event);
            Device.count(-1);
        }
        events.clear();
        return sum;
    }
}
