import java.util.Map;

import pfm.Backends;
import pfm.field.Precision;
import pfm.opencl.OpenClBackend;
import pfm.tuning.Tuning;
import pfm.validation.Workloads;

/**
 * Small workloads whose lines are cut as if they were too long for local memory, and others whose lines are held in
 * registers: for {@code oclgrind.sh}.
 */
void main() {
    judge(Map.of("opencl.lanes", "1", "opencl.group", "64", "opencl.lines", "4", "opencl.split", "18", "opencl.radix",
            "16", "opencl.registers", "0"), "angular-spectrum/exact/48x20/forward",
            "split-step/levels8/48x20x6/batch3/forward", "split-step/extinction/48x20x6/batch3/gradient",
            "split-step/random/48x20x6/batch3/adjoint");
    judge(Map.of("opencl.lanes", "1", "opencl.registers", "16"), "angular-spectrum/exact/128x64/forward",
            "angular-spectrum/exact/128x64/batch3/adjoint", "split-step/levels8/64x32x3/batch2/forward",
            "split-step/extinction/64x32x3/batch2/gradient", "split-step/framed/64x32x3/batch2/adjoint",
            "split-step/random/64x32x3/batch2/gradient");
}

private void judge(Map<String, String> parameters, String... names) {
    try (var kernels = new OpenClBackend().open(new Tuning(1, parameters));
            var reference = Backends.named("reference").open(); Arena arena = Arena.ofShared()) {
        for (String name : names) {
            var workload = Workloads.named(name);
            var verdict = workload.judge(kernels, Precision.FLOAT32, workload.expected(reference, arena));
            IO.println((verdict.passes() ? "passes " : "FAILS ") + name + ": " + verdict);
            if (!verdict.passes()) {
                System.exit(1);
            }
        }
    }
}
