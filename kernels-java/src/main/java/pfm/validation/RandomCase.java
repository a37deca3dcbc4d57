package pfm.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import pfm.tuning.Family;

/**
 * A workload that a seed draws: specification, sizes and input of one kernel. Its name is enough to make it again, and
 * it can be made smaller with everything else as it was.
 */
public final class RandomCase {
    /** Sizes at which implementations change their ways: smallest, around registers, primes, powers. */
    private static final Integer[] EDGES = {1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 32, 33, 37, 63, 64, 65, 97,
        101, 127, 128, 129};
    private static final int SIZE = 100;
    private static final Pattern NAME = Pattern.compile("random/([a-z-]+)/seed=(-?[0-9]{1,19})(?:/([a-z]+=.*))?");

    private final Family kernel;
    private final long seed;
    private final RandomKernel drawn;
    private final int[] sizes;
    private final boolean reduced;

    private RandomCase(Family kernel, long seed, RandomKernel drawn, int[] sizes, boolean reduced) {
        this.kernel = kernel;
        this.seed = seed;
        this.drawn = drawn;
        this.sizes = sizes;
        this.reduced = reduced;
    }

    /** The case of a seed. */
    public static RandomCase of(Family kernel, long seed) {
        Draws draws = new Draws(seed);
        RandomKernel drawn = switch (kernel) {
            case ANGULAR_SPECTRUM -> RandomWaves.angularSpectrum(draws);
            case SPLIT_STEP -> RandomWaves.splitStep(draws);
            case CROSSBAR -> RandomProducts.crossbar(draws);
            case OPTICAL_PRODUCT -> RandomProducts.optical(draws);
            case MZI_MESH -> RandomProducts.mesh(draws);
        };
        int[] sizes = new int[drawn.extents().size()];
        for (int i = 0; i < sizes.length; i++) {
            int most = drawn.extents().get(i).most();
            sizes[i] = Math.min(most, draws.chance(SIZE + 3 * i, 0.7) ? draws.among(SIZE + 3 * i + 1, EDGES)
                    : 1 + draws.below(SIZE + 3 * i + 2, most));
        }
        for (int i = sizes.length - 1; drawn.results(sizes) < drawn.fewest(); i = Math.floorMod(i - 1, sizes.length)) {
            if (sizes[i] < drawn.extents().get(i).most()) {
                sizes[i]++;
            }
        }
        while (drawn.work(sizes) > RandomKernel.MOST_WORK) {
            int largest = IntStream.range(0, sizes.length).reduce((a, b) -> sizes[a] >= sizes[b] ? a : b).orElseThrow();
            sizes[largest] = (sizes[largest] + 1) / 2;
        }
        return new RandomCase(kernel, seed, drawn, sizes, false);
    }

    /**
     * The case of a name, for example {@code random/split-step/seed=7} or
     * {@code random/split-step/seed=7/nx=3,ny=1,slices=1,batch=1}; none if it is not the name of such a case.
     */
    public static Optional<RandomCase> named(String name) {
        Matcher matcher = NAME.matcher(name);
        Optional<Family> kernel = Arrays.stream(Family.values())
                .filter(f -> matcher.matches() && f.label().equals(matcher.group(1))).findFirst();
        if (kernel.isEmpty()) {
            return Optional.empty();
        }
        RandomCase whole;
        try {
            whole = of(kernel.get(), Long.parseLong(matcher.group(2)));
        } catch (NumberFormatException e) { // 19 digits may be more than fit
            return Optional.empty();
        }
        return matcher.group(3) == null ? Optional.of(whole) : whole.with(matcher.group(3));
    }

    private Optional<RandomCase> with(String text) {
        int[] other = sizes.clone();
        String[] parts = text.split(",", -1);
        for (int i = 0; i < other.length; i++) {
            String axis = drawn.extents().get(i).axis() + "=";
            if (parts.length != other.length || !parts[i].startsWith(axis)
                    || !parts[i].substring(axis.length()).matches("[1-9][0-9]{0,5}")) {
                return Optional.empty();
            }
            other[i] = Integer.parseInt(parts[i].substring(axis.length()));
        }
        return drawn.accepts(other) ? Optional.of(new RandomCase(kernel, seed, drawn, other, true)) : Optional.empty();
    }

    /** What computes it. */
    public Family kernel() {
        return kernel;
    }

    /** What it depends on. */
    public long seed() {
        return seed;
    }

    /** Its name, from which {@link #named} makes it again. */
    public String name() {
        return "random/" + kernel.label() + "/seed=" + seed + (reduced ? "/" + sizes() : "");
    }

    /** Its sizes, for example {@code nx=3,ny=1,batch=2}. */
    public String sizes() {
        return IntStream.range(0, sizes.length).mapToObj(i -> drawn.extents().get(i).axis() + "=" + sizes[i])
                .collect(Collectors.joining(","));
    }

    /** What was drawn, in words. */
    public String description() {
        return drawn.description();
    }

    /** The problem itself. */
    public Workload workload() {
        Workload made = drawn.make(sizes.clone());
        return new Workload(name(), made.drawnFrom(seed).preparation());
    }

    /** The same with one size less: 1 to 3, halved, or less by one or two; those that are still a case. */
    public List<RandomCase> smaller() {
        List<RandomCase> all = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            int size = sizes[i];
            for (int less : IntStream.of(1, 2, 3, size / 2, size / 2 + 1, size - 2, size - 1).distinct().toArray()) {
                int[] other = sizes.clone();
                other[i] = less;
                if (less < size && drawn.accepts(other)) {
                    all.add(new RandomCase(kernel, seed, drawn, other, true));
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return name() + " (" + description() + ", " + sizes() + ")";
    }
}
