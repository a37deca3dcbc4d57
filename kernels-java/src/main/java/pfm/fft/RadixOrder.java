package pfm.fft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The radices of a chain of stages in order of execution, written {@code 4x8x8}. Every order of every factorisation of
 * a length gives the same transform but for rounding; which one is fastest depends on the caches of a machine.
 *
 * @param radices the first belongs to the stage of the widest span
 */
public record RadixOrder(List<Integer> radices) {
    /** The radices that every backend with stages can execute. */
    public static final Set<Integer> KNOWN = Collections.unmodifiableSet(new TreeSet<>(List.of(2, 3, 4, 5, 7, 8)));

    /** Checks the radices. */
    public RadixOrder {
        radices = List.copyOf(radices);
        if (radices.isEmpty() || radices.size() > Integer.SIZE || !KNOWN.containsAll(radices)) {
            throw refused(written(radices));
        }
    }

    /** Reads {@code 4x8x8}. */
    public static RadixOrder parse(String text) {
        String stripped = text.strip();
        if (!stripped.matches("[0-9]{1,2}(x[0-9]{1,2})*")) {
            throw refused(text);
        }
        return new RadixOrder(Stream.of(stripped.split("x")).map(Integer::valueOf).toList());
    }

    /** The length of the transform: the product of the radices. */
    public long length() {
        return radices.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /**
     * The orders of a length that may be the fastest somewhere, the usual one first: with as few stages as possible, or
     * one more without a radix 2; odd radices at either end. Empty for a length that is no chain of stages, or of one.
     */
    public static List<RadixOrder> of(int length) {
        FftRecipe usual = FftRecipe.of(length);
        if (usual.stages().size() < 2) {
            return List.of();
        }
        List<Integer> first = usual.stages().stream().map(Stage::radix).toList();
        Set<RadixOrder> orders = new LinkedHashSet<>(List.of(new RadixOrder(first)));
        List<Integer> odd = first.stream().filter(radix -> radix % 2 == 1).toList();
        int least = first.size() - odd.size();
        for (List<Integer> even : evens(Integer.numberOfTrailingZeros(length), least)) {
            orders.add(new RadixOrder(joined(odd, even)));
            orders.add(new RadixOrder(joined(even, odd)));
        }
        return List.copyOf(orders);
    }

    @Override
    public String toString() {
        return written(radices);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "radices must be from " + KNOWN + ", joined as in 4x8x8, were '" + text + "'");
    }

    private static String written(List<Integer> radices) {
        return radices.stream().map(String::valueOf).collect(Collectors.joining("x"));
    }

    private static List<Integer> joined(List<Integer> first, List<Integer> last) {
        List<Integer> all = new ArrayList<>(first);
        all.addAll(last);
        return all;
    }

    /** Orders of 2, 4 and 8 whose product is 2^twos. */
    private static List<List<Integer>> evens(int twos, int least) {
        List<List<Integer>> found = new ArrayList<>();
        extend(twos, least + 1, List.of(), found);
        found.removeIf(order -> order.contains(2) && (order.size() > least || Collections.frequency(order, 2) > 1));
        return found;
    }

    private static void extend(int twos, int stages, List<Integer> order, List<List<Integer>> found) {
        if (twos == 0) {
            found.add(order);
        }
        for (int power = 3; power > 0; power--) {
            if (power <= twos && twos - power <= 3 * (stages - 1)) {
                extend(twos - power, stages - 1, joined(order, List.of(1 << power)), found);
            }
        }
    }
}
