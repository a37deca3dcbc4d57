package pfm.validation;

import java.util.Locale;

/**
 * What came of running a workload on a backend.
 *
 * @param workload    name of the workload
 * @param discrepancy the worst of its outputs and runs
 * @param reason      derivation of the bound
 * @param repeatable  whether a second run gave the same bits
 * @param nanos       time of the second run [ns]
 */
public record Verdict(String workload, Discrepancy discrepancy, String reason, boolean repeatable, long nanos) {
    /** Whether the results are good enough, and twice the same. */
    public boolean passes() {
        return discrepancy.passes() && repeatable;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: error %.2e of at most %.2e (%s)%s", workload, discrepancy.error(),
                discrepancy.bound(), reason, repeatable ? "" : "; a second run gave other bits");
    }
}
