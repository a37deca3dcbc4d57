import java.util.List;
import java.util.Map;

import pfm.Backends;
import pfm.field.Precision;
import pfm.opencl.OpenClBackend;
import pfm.tuning.Tuning;
import pfm.validation.Workloads;

/** Small workloads whose lines are cut as if they were too long for local memory: for {@code oclgrind.sh}. */
void main() {
    var cut = new Tuning(1, Map.of("opencl.lanes", "1", "opencl.group", "64", "opencl.lines", "4",
            "opencl.split", "18", "opencl.radix", "16"));
    try (var kernels = new OpenClBackend().open(cut); var reference = Backends.named("reference").open();
            Arena arena = Arena.ofShared()) {
        for (String name : List.of("angular-spectrum/exact/48x20/forward", "split-step/levels8/48x20x6/batch3/forward",
                "split-step/extinction/48x20x6/batch3/gradient", "split-step/random/48x20x6/batch3/adjoint")) {
            var workload = Workloads.named(name);
            var verdict = workload.judge(kernels, Precision.FLOAT32, workload.expected(reference, arena));
            IO.println((verdict.passes() ? "passes " : "FAILS ") + name + ": " + verdict);
            if (!verdict.passes()) {
                System.exit(1);
            }
        }
    }
}
