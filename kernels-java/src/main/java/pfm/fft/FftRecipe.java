package pfm.fft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

import pfm.quantity.Require;

/**
 * How the discrete Fourier transform of one length is composed: {@code X[k] = Σ_j x[j]·exp(−2πi jk/n)}.
 *
 * <p>A length with no prime factor above 7 is a chain of {@link Stage}s, in place, that leaves X in permuted order:
 * position p holds frequency {@link #frequency}. Run backwards, each stage conjugated and transposed, the chain takes
 * that order and gives {@code n·x}. Two transforms with a product in between need no reordering at all. Any other
 * length is a {@link Chirp}: a convolution by means of a longer chain; its result is in natural order.
 *
 * <p>Source: Cooley and Tukey, Math. Comp. 19, 297 (1965); Bluestein, IEEE Trans. Audio Electroacoust. 18, 451 (1970).
 */
public final class FftRecipe {
    private static final int[] ODD_RADICES = {7, 5, 3};

    private final int length;
    private final List<Stage> stages;
    private final int[] frequency;
    private final Optional<Chirp> chirp;

    private FftRecipe(int length, List<Stage> stages, int[] frequency, Optional<Chirp> chirp) {
        this.length = length;
        this.stages = stages;
        this.frequency = frequency;
        this.chirp = chirp;
    }

    /** The recipe of a length. */
    public static FftRecipe of(int length) {
        return of(length, Map.of());
    }

    /** The recipe of a length, with radices in the order given for it or for the length of its convolution, if any. */
    public static FftRecipe of(int length, Map<Integer, RadixOrder> orders) {
        return of(length, n -> {
            RadixOrder order = orders.get(n);
            if (order == null) {
                return radices(n, 8);
            }
            Require.equal("product of the radices " + order, (long) n, order.length());
            return Optional.of(order.radices().stream().mapToInt(Integer::intValue).toArray());
        });
    }

    /**
     * The recipe of a length for a backend that executes stages of radix 16, too: fewer stages, in each of which more
     * numbers are in registers at once.
     *
     * @param widest largest power of two among the radices, 8 or 16
     */
    public static FftRecipe of(int length, int widest) {
        Require.inRange("widest radix", 8, 16, widest);
        return of(length, n -> radices(n, widest));
    }

    /** The recipe of the length that is the product of these radices, 16 among the possible ones, in this order. */
    public static FftRecipe ofRadices(List<Integer> radices) {
        int length = radices.stream().reduce(1, Math::multiplyExact);
        return of(length, _ -> Optional.of(radices.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** @param choice radices of a length, or of the length of its convolution; empty for a chirp */
    static FftRecipe of(int length, IntFunction<Optional<int[]>> choice) {
        Optional<int[]> radices = choice.apply(length);
        if (radices.isEmpty()) {
            int[] natural = new int[length];
            for (int p = 0; p < length; p++) {
                natural[p] = p;
            }
            return new FftRecipe(length, List.of(), natural, Optional.of(Chirp.of(length, choice)));
        }
        List<Stage> stages = new ArrayList<>();
        int span = length;
        for (int radix : radices.get()) {
            span /= radix;
            stages.add(Stage.of(radix, span));
        }
        return new FftRecipe(length, List.copyOf(stages), frequencies(length, stages), Optional.empty());
    }

    /** Count of points. */
    public int length() {
        return length;
    }

    /** The stages from the widest span to span 1; empty for length 1 and for a chirp. */
    public List<Stage> stages() {
        return stages;
    }

    /** The convolution that replaces the stages where the length has a prime factor above 7. */
    public Optional<Chirp> chirp() {
        return chirp;
    }

    /** The frequency k whose X[k] the forward transform leaves at a position. */
    public int frequency(int position) {
        return frequency[position];
    }

    /** The smallest length of at least {@code least} that is a chain of stages. */
    static int smoothLength(int least) {
        int length = least;
        while (radices(length, 8).isEmpty()) {
            length++;
        }
        return length;
    }

    /**
     * Radices in order of execution: odd ones, then sixteens if allowed, then eights, then fours, and an eight at the
     * end if there is one. What is left after the first stage is small, and the last stage, which has no twiddles, is
     * a wide one.
     */
    private static Optional<int[]> radices(int length, int widest) {
        List<Integer> radices = new ArrayList<>();
        int rest = length;
        for (int radix : ODD_RADICES) {
            for (; rest % radix == 0; rest /= radix) {
                radices.add(radix);
            }
        }
        if (Integer.bitCount(rest) != 1) {
            return Optional.empty();
        }
        int twos = Integer.numberOfTrailingZeros(rest);
        int sixteens = widest == 16 ? Math.max(0, twos - 3 * Math.ceilDiv(twos, 4)) : 0; // the fewest stages
        radices.addAll(Collections.nCopies(sixteens, 16));
        twos -= 4 * sixteens;
        int fours = twos == 1 ? 0 : (3 - twos % 3) % 3;
        int eights = (twos - 2 * fours) / 3;
        int last = eights > 0 ? 1 : 0;
        radices.addAll(Collections.nCopies(eights - last, 8));
        radices.addAll(Collections.nCopies(fours, 4));
        radices.addAll(Collections.nCopies(last, 8));
        radices.addAll(Collections.nCopies(twos == 1 ? 1 : 0, 2));
        return Optional.of(radices.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] frequencies(int length, List<Stage> stages) {
        int[] frequency = new int[length];
        for (int p = 0; p < length; p++) {
            int rest = p;
            int weight = 1;
            for (Stage stage : stages) {
                frequency[p] += weight * (rest / stage.span());
                rest %= stage.span();
                weight *= stage.radix();
            }
        }
        return frequency;
    }
}
