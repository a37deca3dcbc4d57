package pfm.vector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import pfm.fft.FftRecipe;
import pfm.fft.RadixOrder;
import pfm.tuning.Tuning;

/** The parameters that {@link VectorBackend} names, checked, each with its default. Mentions no vector type. */
final class VectorTuning {
    static final String SPINS = "vector.spins";
    static final String ALONE = "vector.alone";
    static final String GRAIN = "vector.grain";
    static final String RESIDENT = "vector.resident";
    static final String RADICES = "vector.radices";

    /** The least value of {@link #RESIDENT} [byte]: a few blocks. */
    static final long SMALLEST_PART = 1024;

    static final List<String> NAMES =
            List.of(SPINS, ALONE, GRAIN, RESIDENT, RESIDENT + ".LENGTH", RADICES + ".LENGTH");

    private final Tuning tuning;
    private final Map<Integer, RadixOrder> orders = new HashMap<>();

    /**
     * Reads a tuning.
     *
     * @throws IllegalArgumentException if a parameter of this backend is unknown or has a wrong value
     */
    VectorTuning(Tuning tuning) {
        this.tuning = tuning;
        tuning.requireKnown("vector", NAMES);
        spins();
        alone();
        grain();
        for (Map.Entry<String, String> entry : tuning.values().entrySet()) {
            String name = entry.getKey();
            if (name.startsWith(RESIDENT)) {
                resident(name, 0);
            } else if (name.startsWith(RADICES)) {
                int length = Integer.parseInt(name.substring(RADICES.length() + 1));
                orders.put(length, order(name, length, entry.getValue()));
            }
        }
    }

    /**
     * Looks at the next loop, of about 20 ns each, before a worker parks. With 1000 looks, a worker parks now and then
     * between the passes of a slice: 0.72 against 0.66 ms per slice of 512² (2 threads, 2-core Xeon, 2026-11). Fewer
     * leave more of a busy machine to others.
     */
    int spins() {
        return (int) tuning.integer(SPINS, 0, 1_000_000_000, 30_000);
    }

    /** Bytes of the largest state that a worker handles by itself: what a core can hope to keep of the caches. */
    long alone() {
        return tuning.integer(ALONE, 0, 1L << 40, 8L << 20);
    }

    /** Samples of a tile's length that are worth a worker's share of a loop: about 5 µs of work. */
    int grain() {
        return (int) tuning.integer(GRAIN, 1, 1 << 20, 256);
    }

    /**
     * Bytes of a part of a line of {@code length} that stays in the first-level cache. 16 KB costs 5 % more than 32 KB
     * (48 KB cache, 2026-11).
     */
    long resident(int length) {
        return resident(RESIDENT + "." + length, resident(RESIDENT, 32768));
    }

    /** The recipe of a length, in the order of radices that is set for it. */
    FftRecipe recipe(int length) {
        return FftRecipe.of(length, orders);
    }

    private long resident(String name, long otherwise) {
        return tuning.integer(name, SMALLEST_PART, 1 << 30, otherwise);
    }

    private static RadixOrder order(String name, int length, String text) {
        try {
            RadixOrder order = RadixOrder.parse(text);
            if (order.length() == length) {
                return order;
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            // refused below
        }
        throw new IllegalArgumentException("tuning parameter " + name + " must be radices from " + RadixOrder.KNOWN
                + " joined as in 4x8x8, with product " + length + ", was '" + text + "'");
    }
}
