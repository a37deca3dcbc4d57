package pfm.tuning;

import java.util.Map;

import pfm.quantity.Require;

/**
 * How a backend runs: thread count and named parameters. No entry changes a result; defaults stand at the point of use.
 *
 * @param threads workers that a plan may use, the caller's thread included
 * @param values  named parameters, for example {@code vector.spins}; unknown names are ignored
 */
public record Tuning(int threads, Map<String, String> values) {
    /** Checks the thread count. */
    public Tuning {
        Require.inRange("threads", 1, 4096, threads);
        values = Map.copyOf(values);
    }

    /** One worker per available processor, no parameter set. */
    public static Tuning defaults() {
        return new Tuning(Runtime.getRuntime().availableProcessors(), Map.of());
    }

    /** The same parameters on {@code count} workers. */
    public Tuning withThreads(int count) {
        return new Tuning(count, values);
    }

    /**
     * The parameter {@code name}, or {@code otherwise} where it is not set.
     *
     * @throws IllegalArgumentException if it is set to something that is not an integer
     */
    public int integer(String name, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("tuning parameter " + name + " must be an integer, was '" + value + "'",
                    e);
        }
    }
}
