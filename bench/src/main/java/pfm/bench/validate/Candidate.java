package pfm.bench.validate;

import java.util.EnumSet;
import java.util.List;

import pfm.Kernels;
import pfm.field.Precision;

/**
 * What is judged.
 *
 * @param label   for tables: the backend
 * @param kernels open
 */
public record Candidate(String label, Kernels kernels) {
    /** The backend that judges workloads, in float64. */
    public static final String ORACLE = "reference";

    boolean isOracle() {
        return label.equals(ORACLE);
    }

    /** In what theory judges it: the oracle computes in float64 all the same, and rounds for float32. */
    List<Precision> forTheory() {
        EnumSet<Precision> precisions = EnumSet.copyOf(kernels.precisions());
        if (isOracle()) {
            precisions.remove(Precision.FLOAT32);
        }
        return List.copyOf(precisions);
    }

    /** In what the oracle judges it. */
    List<Precision> forOracle() {
        EnumSet<Precision> precisions = EnumSet.copyOf(kernels.precisions());
        if (isOracle()) {
            precisions.remove(Precision.FLOAT64);
        }
        return List.copyOf(precisions);
    }
}
