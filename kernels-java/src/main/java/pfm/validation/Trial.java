package pfm.validation;

import java.util.List;
import java.util.stream.IntStream;

import pfm.energy.Cost;

/**
 * A workload planned on one backend with its input filled in: it can be run again and again, and gives the same
 * outputs.
 *
 * @param cost      work of one run
 * @param tolerance of the outputs
 * @param body      one run
 * @param outputs   what a run computes
 */
public record Trial(Cost cost, Tolerance tolerance, Runnable body, List<Output> outputs) {
    /** Runs once. */
    public void run() {
        body.run();
    }

    /**
     * The worst discrepancy of the outputs from those of the oracle; every backend gives as many, in the same order.
     */
    public Discrepancy judge(List<Output> expected) {
        return IntStream.range(0, outputs.size())
                .mapToObj(i -> tolerance.judge(expected.get(i), outputs.get(i), outputs.get(i).precision()))
                .reduce(Discrepancy::worse).orElseThrow();
    }
}
