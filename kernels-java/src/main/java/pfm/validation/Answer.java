package pfm.validation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a backend computed for a workload, to be compared with what another did.
 *
 * @param verdict   of the oracle
 * @param tolerance of the outputs
 * @param outputs   of the last run
 */
public record Answer(Verdict verdict, Tolerance tolerance, List<Output> outputs) {
    /** The worst discrepancy between two answers; each may be as far from the oracle as its own tolerance allows. */
    public Discrepancy from(Answer other) {
        return IntStream.range(0, outputs.size()).mapToObj(i -> {
            Output expected = other.outputs.get(i);
            Output actual = outputs.get(i);
            Discrepancy between = tolerance.judge(expected, actual, actual.precision());
            double bound = other.tolerance.judge(expected, expected, expected.precision()).bound();
            return new Discrepancy(between.error(), between.bound() + bound);
        }).reduce(Discrepancy::worse).orElseThrow();
    }
}
