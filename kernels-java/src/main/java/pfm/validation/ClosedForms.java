package pfm.validation;

import java.util.List;
import java.util.stream.Stream;

import pfm.tuning.Family;

/**
 * The catalogue of cases that theory solves. They judge the oracle first, then every backend by the same numbers; each
 * covers what a comparison with the oracle cannot see, an error that both share.
 */
public final class ClosedForms {
    private ClosedForms() {
    }

    /** Every case, in the order of the kernels in {@link pfm.Kernels}. */
    public static List<ClosedForm> all() {
        return Stream.of(Family.values()).flatMap(family -> of(family).stream()).toList();
    }

    /** The cases of a kernel. */
    public static List<ClosedForm> of(Family family) {
        Stream<List<ClosedForm>> forms = switch (family) {
            case ANGULAR_SPECTRUM -> Stream.of(FreeSpaceForms.all(), BeamForms.all(), ApertureForms.all());
            case SPLIT_STEP -> Stream.of(MediumForms.all(), GradedIndexForms.all(), WaveguideForms.all(),
                    GradientForms.all());
            case CROSSBAR -> Stream.of(CrossbarForms.all(), IntegerForms.all());
            case OPTICAL_PRODUCT -> Stream.of(OpticalForms.all());
            case MZI_MESH -> Stream.of(MeshForms.all());
        };
        return forms.flatMap(List::stream).toList();
    }
}
