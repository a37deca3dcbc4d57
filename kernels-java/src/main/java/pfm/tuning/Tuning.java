package pfm.tuning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

import pfm.quantity.Require;

/**
 * How a backend runs: thread count and named parameters, of which a backend reads those that begin with its name.
 * Defaults stand at the point of use. No parameter changes what is computed. The thread count and most parameters
 * change no bit of a result; those that change the order of operations, such as {@code vector.radices.512}, change
 * how it is rounded, within the bounds by which every backend is judged.
 *
 * @param threads workers that a plan may use, the caller's thread included
 * @param values  named parameters, for example {@code vector.spins}; a backend refuses a name that begins with its own
 *                and that it does not know, and ignores those of other backends
 */
public record Tuning(int threads, Map<String, String> values) {
    private static final Pattern NUMBER = Pattern.compile("\\.[1-9][0-9]{0,7}$");

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

    /** The same, with the parameter {@code name} set to {@code value}. */
    public Tuning with(String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return new Tuning(threads, more);
    }

    /**
     * The parameter {@code name}, or {@code otherwise} where it is not set.
     *
     * @throws IllegalArgumentException if it is set to something that is not an integer in {@code [low, high]}
     */
    public long integer(String name, long low, long high, long otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.strip());
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new IllegalArgumentException("tuning parameter " + name + " must be an integer in [" + low + ", " + high
                + "], was '" + value + "'");
    }

    /**
     * Refuses parameters of a backend that it does not know.
     *
     * @param backend its name, with which its parameters begin
     * @param known   names; {@code .LENGTH} at the end stands for any number
     * @throws IllegalArgumentException that lists the known names
     */
    public void requireKnown(String backend, List<String> known) {
        for (String name : new TreeSet<>(values.keySet())) {
            if (name.startsWith(backend + ".") && !known.contains(NUMBER.matcher(name).replaceFirst(".LENGTH"))) {
                throw new IllegalArgumentException(known.isEmpty()
                        ? "backend '" + backend + "' has no tuning parameters, was given '" + name + "'"
                        : "tuning parameter must be one of " + known + ", was '" + name + "'");
            }
        }
    }
}
