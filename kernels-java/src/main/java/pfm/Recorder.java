package pfm;

import java.util.function.Supplier;

import pfm.energy.Cost;
import pfm.field.Precision;

/**
 * Tells the JDK's Flight Recorder what is planned and what runs, as events {@code pfm.Plan} and {@code pfm.Run}: start
 * java with {@code -XX:StartFlightRecording:filename=pfm.jfr} and open the file in JDK Mission Control. While nothing
 * records, a run costs one look at a flag; where the module {@code jdk.jfr} is missing, nothing records.
 */
public final class Recorder {
    private static final boolean THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Recorder() {
    }

    /** The classes of events are loaded only where their module is. */
    private static final class Probes {
        private static final PlanEvent PLAN = new PlanEvent();
        private static final RunEvent RUN = new RunEvent();
    }

    /**
     * For backends: plans a kernel for {@code maker}, and tells.
     *
     * @return what {@code planning} made
     */
    public static <T> T planned(Kernels maker, Supplier<T> planning) {
        long start = System.nanoTime();
        T made = planning.get();
        if (made instanceof Plan plan) {
            plan.madeBy(maker);
            if (THERE && Probes.PLAN.isEnabled()) {
                tell(plan, System.nanoTime() - start);
            }
        }
        return made;
    }

    /** Whether runs are recorded. */
    static boolean recordsRuns() {
        return THERE && Probes.RUN.isEnabled();
    }

    /** Runs {@code body}, a run of {@code plan}, and tells. */
    static void run(Plan plan, String direction, int batch, Precision precision, Runnable body) {
        RunEvent event = new RunEvent();
        event.begin();
        long start = System.nanoTime();
        body.run();
        event.nanoseconds = System.nanoTime() - start;
        event.end();
        if (event.shouldCommit()) {
            Kernels maker = plan.maker();
            Cost cost = plan.cost(batch, precision).times(direction.equals(Plan.GRADIENT) ? 2 : 1);
            event.kernel = plan.kernel();
            event.direction = direction;
            event.backend = backend(maker);
            event.device = maker.device();
            event.shape = plan.shape();
            event.batch = batch;
            event.threads = maker.tuning().threads();
            event.flops = cost.flops();
            event.bytes = Math.round(cost.bytes());
            event.commit();
        }
    }

    private static void tell(Plan plan, long nanoseconds) {
        PlanEvent event = new PlanEvent();
        Cost cost = plan.cost(1, Precision.FLOAT32);
        event.kernel = plan.kernel();
        event.backend = backend(plan.maker());
        event.device = plan.maker().device();
        event.shape = plan.shape();
        event.threads = plan.maker().tuning().threads();
        event.nanoseconds = nanoseconds;
        event.flops = cost.flops();
        event.bytes = Math.round(cost.bytes());
        event.commit();
    }

    /** The name before the device: every {@link Kernels#device} begins with it. */
    private static String backend(Kernels maker) {
        return maker.device().replaceAll(":.*", "");
    }
}
