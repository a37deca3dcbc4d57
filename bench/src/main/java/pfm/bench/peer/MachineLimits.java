package pfm.bench.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What this machine can do at most, measured in a second.
 *
 * @param gigaflops of fused multiply-adds in registers, two operations each [1e9/s]
 * @param gigabytes that are copied from one array to another, read and written bytes counted [1e9/s]
 */
public record MachineLimits(double gigaflops, double gigabytes) {
    private static final long EACH = TimeUnit.MILLISECONDS.toNanos(400);
    /** Multiply-adds that are compiled exceed this rate on any processor; interpreted ones are far below [1e9/s]. */
    private static final double COMPILED = 4;
    private static final long COMPILATION = TimeUnit.SECONDS.toNanos(15);

    /**
     * Measures.
     *
     * @param threads that work at the same time
     * @param bytes   of both arrays of the copy, over all threads: small ones stay in a cache
     * @throws IllegalArgumentException if Java was started without the Vector API
     */
    public static MachineLimits measure(int threads, double bytes) throws InterruptedException {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw new IllegalArgumentException("the limits of the machine are measured with module"
                    + " jdk.incubator.vector, which is not loaded; start java with --add-modules jdk.incubator.vector");
        }
        long part = Math.max(1 << 10, (long) (bytes / threads / 2));
        long start = System.nanoTime(); // on a busy machine the compiler takes its time
        while (best(new MultiplyAdds()) < COMPILED && System.nanoTime() - start < COMPILATION) {
            Thread.onSpinWait();
        }
        return new MachineLimits(together(threads, () -> best(new MultiplyAdds())),
                together(threads, () -> {
                    try (ArrayCopy copy = new ArrayCopy(part)) {
                        return best(copy);
                    }
                }));
    }

    /** The least time of a run with this work [ms]. */
    public double milliseconds(double flops, double bytes) {
        return Math.max(flops / gigaflops, bytes / gigabytes) / 1e6;
    }

    /** Work that can be repeated. */
    interface Work {
        /** Does it once; says how much it is. */
        double run();
    }

    /** The best rate of many repetitions, per nanosecond. */
    private static double best(Work work) {
        double best = 0;
        long start = System.nanoTime();
        long now = start;
        while (now - start < EACH) {
            long begin = now;
            double amount = work.run();
            now = System.nanoTime();
            best = Math.max(best, amount / (now - begin));
        }
        return best;
    }

    /** The sum of what threads reach that start together. */
    private static double together(int threads, Callable<Double> measurement) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Double>> parts = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                parts.add(() -> {
                    start.await();
                    return measurement.call();
                });
            }
            double sum = 0;
            for (Future<Double> part : pool.invokeAll(parts)) {
                sum += part.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
