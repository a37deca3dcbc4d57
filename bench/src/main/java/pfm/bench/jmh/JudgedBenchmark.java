package pfm.bench.jmh;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Runs per second of a doer whose result was judged, each in a JVM of its own. A result that is not the oracle's is not
 * timed: the setup throws. Rates follow from the counted cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public abstract class JudgedBenchmark {
    /** Workers; 0 for one per processor. */
    @Param("0")
    public int threads;

    private Arena arena;
    private Doer doer;

    /** For the harness. */
    JudgedBenchmark() {
    }

    /** Plans in memory of {@code memory}, and compares with the oracle. */
    abstract Doer judged(int workers, Arena memory);

    /** Makes the doer ready. */
    @Setup(Level.Trial)
    public void plan() {
        arena = Arena.ofShared();
        doer = judged(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads, arena);
        System.out.println(doer.describe());
    }

    /** One run. */
    @Benchmark
    public Object run(Rates rates) {
        doer.run();
        rates.count(doer.cost());
        return doer;
    }

    /** Frees plans and memory. */
    @TearDown(Level.Trial)
    public void close() {
        doer.close();
        arena.close();
    }

    /** Sizes as the names of workloads give them, such as {@code 48x20x6}. */
    static int[] sizes(String quantity, String given, int count) {
        if (!given.matches("[1-9][0-9]{0,8}(x[1-9][0-9]{0,8}){" + (count - 1) + "}")) {
            throw new IllegalArgumentException(
                    quantity + " must be " + count + " positive numbers with x between, was '" + given + "'");
        }
        return Arrays.stream(given.split("x")).mapToInt(Integer::parseInt).toArray();
    }
}
