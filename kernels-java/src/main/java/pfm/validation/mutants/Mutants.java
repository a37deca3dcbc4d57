package pfm.validation.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import pfm.Kernels;
import pfm.tuning.Family;

/** The catalogue of mistakes: each is to be noticed by a check of its kernel. */
public final class Mutants {
    private Mutants() {
    }

    /** Every mistake, by kernel. */
    public static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        add(all, Family.ANGULAR_SPECTRUM, WaveMutants.ofAny());
        add(all, Family.ANGULAR_SPECTRUM, WaveMutants.ofSpectra());
        add(all, Family.SPLIT_STEP, WaveMutants.ofAny());
        add(all, Family.SPLIT_STEP, WaveMutants.ofGradients());
        add(all, Family.SPLIT_STEP, MediumMutants.all());
        add(all, Family.CROSSBAR, CrossbarMutants.all());
        add(all, Family.CROSSBAR, IntegerMutants.all());
        add(all, Family.CROSSBAR, TileMutants.all());
        add(all, Family.CROSSBAR, ConverterMutants.all());
        add(all, Family.CROSSBAR, ArrayMutants.all());
        add(all, Family.OPTICAL_PRODUCT, OpticalMutants.all());
        add(all, Family.MZI_MESH, MeshMutants.all());
        return all;
    }

    /** The mistake of a name. */
    public static Mutant named(String name) {
        return all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("mutant must be one of " + all() + ", was '" + name + "'"));
    }

    /**
     * What is right, done as a mutant is done, and to be accepted: else a mutant is rejected for what all of them
     * share.
     */
    public static List<Mutant> rightOnes() {
        List<Mutant> right = new ArrayList<>();
        for (Family family : Family.values()) {
            right.add(new Mutant(family, "none", Tampered::new));
        }
        right.add(new Mutant(Family.CROSSBAR, "none, step by step", TileMutants.kernels(PlainCrossbar::new)));
        return right;
    }

    private static void add(List<Mutant> all, Family family, Map<String, UnaryOperator<Kernels>> mutants) {
        mutants.forEach((mistake, change) -> all.add(new Mutant(family, mistake, change)));
    }
}
