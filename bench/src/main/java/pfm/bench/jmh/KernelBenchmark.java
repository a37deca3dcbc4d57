package pfm.bench.jmh;

import java.lang.foreign.Arena;
import java.util.List;

import org.openjdk.jmh.annotations.Param;

import pfm.Backends;
import pfm.Kernels;
import pfm.energy.Cost;
import pfm.field.Precision;
import pfm.validation.Trial;
import pfm.validation.Verdict;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/** Any workload of the catalogue on any backend. */
public class KernelBenchmark extends JudgedBenchmark {
    /** Name of a backend. */
    @Param({"vector", "native", "reference"})
    public String backend;

    /** Name of a workload. */
    @Param({"angular-spectrum/exact/512x512/forward", "split-step/levels8/512x512x8/forward"})
    public String workload;

    /** For the harness. */
    public KernelBenchmark() {
    }

    @Override
    Doer judged(int workers, Arena memory) {
        Workload chosen = Workloads.named(workload);
        Kernels kernels = Task.open(backend, workers, List.of());
        try (Kernels oracle = Backends.named("reference").open(); Arena expected = Arena.ofShared()) {
            Verdict verdict = chosen.judge(kernels, Precision.FLOAT32, chosen.expected(oracle, expected));
            if (!verdict.passes()) {
                throw new NotTimedException(backend, "its result is wrong: " + verdict);
            }
        }
        return new Ready(backend, kernels, chosen.prepare(kernels, Precision.FLOAT32, memory));
    }

    private record Ready(String backend, Kernels kernels, Trial trial) implements Doer {
        @Override
        public String describe() {
            return backend + " on " + kernels.device();
        }

        @Override
        public Cost cost() {
            return trial.cost();
        }

        @Override
        public void run() {
            trial.run();
        }

        @Override
        public void close() {
            kernels.close();
        }
    }
}
