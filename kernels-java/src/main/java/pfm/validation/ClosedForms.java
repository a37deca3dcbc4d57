package pfm.validation;

import java.util.List;
import java.util.stream.Stream;

/**
 * The catalogue of cases that theory solves. They judge the oracle first, then every backend by the same numbers; each
 * covers what a comparison with the oracle cannot see, an error that both share.
 */
public final class ClosedForms {
    private ClosedForms() {
    }

    /** Every case, in the order of the kernels in {@link pfm.Kernels}. */
    public static List<ClosedForm> all() {
        return Stream.of(FreeSpaceForms.all(), BeamForms.all(), MediumForms.all(), CrossbarForms.all(),
                IntegerForms.all(), OpticalForms.all(), MeshForms.all())
                .flatMap(List::stream).toList();
    }
}
