package pfm.validation.mutants;

import java.util.Locale;
import java.util.function.UnaryOperator;

import pfm.Kernels;
import pfm.tuning.Family;

/**
 * A mistake of the kind that a backend makes.
 *
 * @param family  the kernel that has it
 * @param mistake in words
 * @param change  from kernels that are right to kernels that are right but for this mistake
 */
public record Mutant(Family family, String mistake, UnaryOperator<Kernels> change) {
    /** Its name in reports, for example {@code mutant/split-step/frame-forgotten}. */
    public String name() {
        return "mutant/" + family.label() + "/" + mistake.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
    }

    /** Makes the mistake in kernels that are right; whoever opened them closes them. */
    public Kernels in(Kernels right) {
        return change.apply(right);
    }

    @Override
    public String toString() {
        return name();
    }
}
