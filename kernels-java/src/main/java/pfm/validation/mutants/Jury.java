package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import pfm.Kernels;
import pfm.field.Precision;
import pfm.tuning.Family;
import pfm.validation.ClosedForm;
import pfm.validation.ClosedForms;
import pfm.validation.Discrepancy;
import pfm.validation.Finding;
import pfm.validation.Output;
import pfm.validation.Verdict;
import pfm.validation.Workload;
import pfm.validation.Workloads;

/**
 * The checks of a kernel, tried until one fails: workloads of the catalogue that take a moment, the small ones first,
 * then closed forms. In float32, whose tolerances are the widest.
 */
public final class Jury implements AutoCloseable {
    private static final Pattern LARGE = Pattern.compile(".*/(1024|512|256|200|128|101|64)x[0-9]{2}.*");

    private final Kernels oracle;
    private final Arena arena = Arena.ofShared();
    private final Map<String, List<Output>> expected = new HashMap<>();
    private final Map<Family, List<Workload>> workloads = new HashMap<>();

    /** A jury that knows what {@code oracle} computes. */
    public Jury(Kernels oracle) {
        this.oracle = oracle;
    }

    /** Judges kernels by the checks of one of them. */
    public Ruling judge(Family family, Kernels kernels) {
        Stream<Supplier<Ruling>> byOracle = workloads.computeIfAbsent(family, Jury::workloads).stream()
                .map(workload -> () -> caught(workload.name(), () -> judge(workload, kernels)));
        Stream<Supplier<Ruling>> byTheory = ClosedForms.of(family).stream()
                .map(form -> () -> caught(form.name(), () -> judge(form, kernels)));
        Ruling nearest = null;
        for (Supplier<Ruling> check : Stream.concat(byOracle, byTheory).toList()) {
            Ruling ruling = check.get();
            if (ruling.rejected() && !Double.isNaN(ruling.discrepancy().bound())) {
                return ruling;
            }
            boolean nearer = nearest == null || !nearest.rejected() && (ruling.rejected()
                    || ruling.discrepancy().worse(nearest.discrepancy()) == ruling.discrepancy());
            nearest = nearer ? ruling : nearest;
        }
        return nearest; // that an exception was thrown counts where nothing else objects
    }

    private static List<Workload> workloads(Family family) {
        return Workloads.all().stream()
                .filter(w -> w.name().startsWith(family.label() + "/") && !LARGE.matcher(w.name()).matches())
                .sorted(Comparator.comparingLong(Workload::extent)).toList();
    }

    private Ruling judge(Workload workload, Kernels kernels) {
        Verdict verdict = workload.judge(kernels, Precision.FLOAT32,
                expected.computeIfAbsent(workload.name(), name -> workload.expected(oracle, arena)));
        return new Ruling(!verdict.passes(), workload.name(), verdict.discrepancy(), verdict.toString());
    }

    private static Ruling judge(ClosedForm form, Kernels kernels) {
        Finding worst = Finding.worst(form.judge(kernels, Precision.FLOAT32));
        return new Ruling(!worst.passes(), form.name(), worst.discrepancy(), worst.toString());
    }

    private static Ruling caught(String check, Supplier<Ruling> judgement) {
        try {
            return judgement.get();
        } catch (RuntimeException thrown) {
            return new Ruling(true, check, new Discrepancy(Double.NaN, Double.NaN), thrown.toString());
        }
    }

    /** Frees what it knows. */
    @Override
    public void close() {
        arena.close();
    }
}
