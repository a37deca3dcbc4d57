package pfm.bench.validate;

import java.util.List;
import java.util.function.Predicate;

import pfm.validation.ClosedForm;
import pfm.validation.ClosedForms;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/**
 * What is judged: cases of the catalogues.
 *
 * @param forms     for theory
 * @param workloads for the oracle
 */
public record Selection(List<ClosedForm> forms, List<Workload> workloads) {
    /** Closed forms that take a moment on any backend, at least one for each kernel. */
    static final List<String> QUICK = List.of("talbot-length", "evanescent-decay", "gaussian-beam-exact",
            "band-limit", "tile-of-aihwkit", "noise-of-a-photodiode", "shot-noise",
            "clicks-of-single-photons", "interferometer", "fourier-mesh", "loss-of-a-mesh");
    /** Numbers that the largest quick workload touches, about. */
    private static final long SMALL = 15_000;

    /** The cases whose names are wanted, of all or of those that are quick. */
    public static Selection of(Predicate<String> wanted, boolean quick) {
        return new Selection(
                ClosedForms.all().stream().filter(f -> wanted.test(f.name()) && (!quick || isQuick(f))).toList(),
                Workloads.all().stream().filter(w -> wanted.test(w.name()) && (!quick || isQuick(w))).toList());
    }

    /** Whether there is nothing to judge. */
    public boolean isEmpty() {
        return forms.isEmpty() && workloads.isEmpty();
    }

    private static boolean isQuick(ClosedForm form) {
        return QUICK.contains(form.name().substring("closed-form/".length()));
    }

    /** Whether the sizes in its name multiply to little. */
    static boolean isQuick(Workload workload) {
        return workload.extent() <= SMALL;
    }
}
