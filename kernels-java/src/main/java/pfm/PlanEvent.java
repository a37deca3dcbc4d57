package pfm;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A kernel was planned, in a recording of the JDK's Flight Recorder; see {@link Recorder}. */
@Name("pfm.Plan")
@Label("Plan of a kernel")
@Category("PFM Kernels")
@Description("A kernel was checked, precomputed and given its memory")
class PlanEvent extends Event {
    @Label("Kernel")
    String kernel;
    @Label("Backend")
    String backend;
    @Label("Device")
    String device;
    @Label("Shape")
    @Description("of a field of one item, or of the matrix")
    String shape;
    @Label("Threads")
    int threads;
    @Label("Nanoseconds")
    long nanoseconds;
    @Label("Operations")
    @Description("Floating-point operations of a run of one item in float32, counted from the formula")
    double flops;
    @Label("Bytes")
    @DataAmount
    @Description("Least traffic to memory of a run of one item in float32, counted from the formula")
    long bytes;
}
