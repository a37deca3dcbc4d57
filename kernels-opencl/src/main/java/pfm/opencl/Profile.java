package pfm.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    /** Of the kernel of each event. */
    private final List<String> names = new ArrayList<>();
    private final List<cl_event> transfers = new ArrayList<>();
    private Times last = new Times(0, 0, 0, 0, Map.of());

    /**
     * Where the time of a run went on the device [ns].
     *
     * @param kernels   all kernels
     * @param span      from the start of the first kernel to the end of the last one
     * @param transfers of media that do not stay on the device
     * @param beside    what of that happened while a kernel ran
     * @param byName    of the kernels, those of one name together
     */
    record Times(long kernels, long span, long transfers, long beside, Map<String, Long> byName) {
        private String told(double wholeMilliseconds) {
            String each = byName.entrySet().stream()
                    .map(e -> String.format(Locale.ROOT, "%s %.3f", e.getKey(), e.getValue() / 1e6))
                    .collect(Collectors.joining(", "));
            String text = String.format(Locale.ROOT,
                    "kernels %.3f ms in %.3f ms on the device (%s), end to end %.3f ms",
                    kernels / 1e6, span / 1e6, each, wholeMilliseconds);
            return transfers == 0 ? text : text + String.format(Locale.ROOT,
                    "; media transferred in %.3f ms, %.3f ms of them beside kernels", transfers / 1e6, beside / 1e6);
        }
    }

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

    /** Tells of every run. */
    static Profile on() {
        return new Profile(true, true);
    }

    boolean isOn() {
        return on;
    }

    /** Takes over the event of a kernel that was started. */
    synchronized void add(String name, cl_event event) {
        if (on) {
            events.add(event);
            names.add(name);
            Device.count(1);
        }
    }

    /** Shares the event of a transfer that was started. */
    synchronized void addTransfer(cl_event event) {
        if (on) {
            CL.clRetainEvent(event);
            transfers.add(event);
            Device.count(1);
        }
    }

    /** Of the last run that was told. */
    synchronized Times last() {
        return last;
    }

    /** Runs a body that ends with a transfer, and tells. */
    void told(String what, Runnable body) {
        if (!logs) {
            body.run();
            return;
        }
        forget(); // what planning did
        long start = System.nanoTime();
        try {
            body.run();
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
        long end = System.nanoTime();
        LOG.log(System.Logger.Level.INFO, what + ": " + times().told((end - start) / 1e6));
    }

    /** How long kernels took that were taken over since the last call; they must be finished [ns]. */
    long takeNanoseconds() {
        return times().kernels;
    }

    private synchronized Times times() {
        List<long[]> kernels = events.stream().map(Profile::interval).toList();
        List<long[]> moved = transfers.stream().map(Profile::interval).toList();
        long beside = 0;
        for (long[] t : moved) {
            for (long[] k : kernels) { // one after the other
                beside += Math.max(0, Math.min(t[1], k[1]) - Math.max(t[0], k[0]));
            }
        }
        Map<String, Long> byName = new TreeMap<>();
        for (int k = 0; k < kernels.size(); k++) {
            byName.merge(names.get(k), kernels.get(k)[1] - kernels.get(k)[0], Long::sum);
        }
        long span = kernels.isEmpty() ? 0 : kernels.getLast()[1] - kernels.getFirst()[0];
        forget();
        last = new Times(total(kernels), span, total(moved), beside, byName);
        return last;
    }

    private static long total(List<long[]> intervals) {
        return intervals.stream().mapToLong(i -> i[1] - i[0]).sum();
    }

    private static long[] interval(cl_event event) {
        long[] start = {0};
        long[] end = {0};
        CL.clGetEventProfilingInfo(event, CL.CL_PROFILING_COMMAND_START, Sizeof.cl_ulong, Pointer.to(start), null);
        CL.clGetEventProfilingInfo(event, CL.CL_PROFILING_COMMAND_END, Sizeof.cl_ulong, Pointer.to(end), null);
        return new long[] {start[0], end[0]};
    }

    /** Releases all events. */
    synchronized void forget() {
        for (List<cl_event> list : List.of(events, transfers)) {
            list.forEach(CL::clReleaseEvent);
            Device.count(-list.size());
            list.clear();
        }
        names.clear();
    }
}
