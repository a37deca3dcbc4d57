package pfm.validation;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Function;

import pfm.Kernels;
import pfm.field.Precision;

/**
 * A case that theory solves: it judges every backend, the oracle included.
 *
 * @param name       for example {@code closed-form/talbot-length}
 * @param experiment what is computed, and compared with what
 */
public record ClosedForm(String name, Function<Setting, List<Finding>> experiment) {
    /** Puts the name among those of its kind. */
    public ClosedForm {
        name = "closed-form/" + name;
    }

    /** Computes the case on {@code kernels} with fields of {@code precision}. */
    public List<Finding> judge(Kernels kernels, Precision precision) {
        try (Arena arena = Arena.ofShared()) {
            return experiment.apply(new Setting(kernels, precision, arena));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
