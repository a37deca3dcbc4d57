package pfm;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A planned kernel ran, in a recording of the JDK's Flight Recorder; see {@link Recorder}. */
@Name("pfm.Run")
@Label("Run of a kernel")
@Category("PFM Kernels")
@Description("A planned kernel ran, transfers to and from its device included")
class RunEvent extends Event {
    @Label("Kernel")
    String kernel;
    @Label("Direction")
    @Description("forward, adjoint or gradient")
    String direction;
    @Label("Backend")
    String backend;
    @Label("Device")
    String device;
    @Label("Shape")
    @Description("of a field of one item, or of the matrix")
    String shape;
    @Label("Batch")
    int batch;
    @Label("Threads")
    int threads;
    @Label("Nanoseconds")
    long nanoseconds;
    @Label("Operations")
    @Description("Floating-point operations, counted from the formula; a gradient counts as two runs")
    double flops;
    @Label("Bytes")
    @DataAmount
    @Description("Least traffic to memory, counted from the formula; a gradient counts as two runs")
    long bytes;
}
