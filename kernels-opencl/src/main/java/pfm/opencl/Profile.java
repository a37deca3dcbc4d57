package pfm.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/**
 * With {@code -Dpfm.opencl.profile=true}, how long the kernels of each run took on the device, and the whole run with
 * its transfers, told to the log {@code pfm.opencl} at level INFO.
 */
final class Profile {
    private static final System.Logger LOG = System.getLogger("pfm.opencl");

    private final boolean on;
    private final List<cl_event> events = new ArrayList<>();

    private Profile(boolean on) {
        this.on = on;
    }

    static Profile asked() {
        return new Profile(Boolean.getBoolean("pfm.opencl.profile"));
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
        if (!on) {
            body.run();
            return;
        }
        long start = System.nanoTime();
        body.run();
        long end = System.nanoTime();
        LOG.log(System.Logger.Level.INFO, String.format(Locale.ROOT, "%s: kernels %.3f ms, end to end %.3f ms",
                what, kernelNanoseconds() / 1e6, (end - start) / 1e6));
    }

    private synchronized long kernelNanoseconds() {
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
