package pfm.validation;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A specification that was drawn, all but its sizes.
 *
 * @param description in words
 * @param extents     what has a size, in the order of the sizes
 * @param fewest      results that it must have: a relative error of few may be large, since each may cancel
 * @param count       of results, from the sizes
 * @param cost        of the reference, from the sizes: about the samples or weights that it touches
 * @param maker       makes it from the sizes
 */
record RandomKernel(String description, List<Extent> extents, int fewest, ToLongFunction<int[]> count,
        ToLongFunction<int[]> cost, Function<int[], Workload> maker) {
    /** So that a case takes the reference a fraction of a second. */
    static final long MOST_WORK = 60_000;

    /**
     * One size.
     *
     * @param axis its name
     * @param most its largest value
     */
    record Extent(String axis, int most) {
    }

    long results(int[] sizes) {
        return count.applyAsLong(sizes);
    }

    long work(int[] sizes) {
        return cost.applyAsLong(sizes);
    }

    Workload make(int[] sizes) {
        return maker.apply(sizes);
    }

    boolean accepts(int[] sizes) {
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] < 1 || sizes[i] > extents.get(i).most()) {
                return false;
            }
        }
        return results(sizes) >= fewest && work(sizes) <= MOST_WORK;
    }
}
