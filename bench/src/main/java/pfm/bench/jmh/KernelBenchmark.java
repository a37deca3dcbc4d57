package pfm.bench.jmh;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.AuxCounters;
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

import pfm.Backends;
import pfm.Kernels;
import pfm.energy.Cost;
import pfm.field.Precision;
import pfm.tuning.Tuning;
import pfm.validation.Trial;
import pfm.validation.Verdict;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/**
 * Runs of a workload per second on a backend, each in a JVM of its own. A result that is not the oracle's is not timed:
 * the setup judges it and throws. Rates follow from the workload's counted cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
    /** Name of a backend. */
    @Param("vector")
    public String backend;

    /** Name of a workload. */
    @Param({"angular-spectrum/exact/512x512/forward", "split-step/levels8/512x512x8/forward"})
    public String workload;

    /** Workers; 0 for one per processor. */
    @Param("0")
    public int threads;

    private Arena arena;
    private Kernels kernels;
    private Trial trial;

    /** For the harness. */
    public KernelBenchmark() {
    }

    /** Work done per second, in units of 10⁹. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Rates {
        /** Floating-point operations. */
        public double gigaFlops;
        /** Bytes of inputs, outputs and parameters. */
        public double gigaBytes;
        /** Samples of a field carried past one slice. */
        public double gigaVoxelUpdates;
        /** Multiply-accumulates of a matrix product. */
        public double gigaMacs;

        /** For the harness. */
        public Rates() {
        }

        private void count(Cost cost) {
            gigaFlops += cost.flops() / 1e9;
            gigaBytes += cost.bytes() / 1e9;
            gigaVoxelUpdates += cost.voxelUpdates() / 1e9;
            gigaMacs += cost.macs() / 1e9;
        }
    }

    /** Plans, and compares a run with the oracle. */
    @Setup(Level.Trial)
    public void plan() {
        Workload chosen = Workloads.named(workload);
        Tuning tuning = threads == 0 ? Tuning.defaults() : Tuning.defaults().withThreads(threads);
        arena = Arena.ofShared();
        kernels = Backends.require(backend, "asked for by the benchmark").backend().open(tuning);
        try (Kernels oracle = Backends.named("reference").open(); Arena expected = Arena.ofShared()) {
            Verdict verdict = chosen.judge(kernels, Precision.FLOAT32, chosen.expected(oracle, expected));
            if (!verdict.passes()) {
                throw new IllegalStateException(backend + " computes a wrong result: " + verdict);
            }
        }
        System.out.println(backend + " on " + kernels.device());
        trial = chosen.prepare(kernels, Precision.FLOAT32, arena);
    }

    /** One run. */
    @Benchmark
    public List<?> run(Rates rates) {
        trial.run();
        rates.count(trial.cost());
        return trial.outputs();
    }

    /** Frees plans and memory. */
    @TearDown(Level.Trial)
    public void close() {
        kernels.close();
        arena.close();
    }
}
