package pfm.bench.peer;

import java.util.Arrays;
import java.util.List;

/**
 * What one side took in every round.
 *
 * @param values in the order of the rounds: milliseconds, or ratios of two sides
 */
public record Timings(List<Double> values) {
    /** Copies. */
    public Timings {
        values = List.copyOf(values);
    }

    /** Half of the rounds took less. */
    public double median() {
        return quantile(0.5);
    }

    /** The value below which the share {@code q} of the rounds lies; between two rounds, in proportion. */
    public double quantile(double q) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double at = q * (sorted.length - 1);
        int below = (int) at;
        return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
    }

    /** These times over those of {@code other}, round by round. */
    public Timings over(Timings other) {
        Double[] ratios = new Double[values.size()];
        Arrays.setAll(ratios, i -> values.get(i) / other.values.get(i));
        return new Timings(List.of(ratios));
    }

    /** Every value divided by {@code count}. */
    public Timings dividedBy(double count) {
        return new Timings(values.stream().map(v -> v / count).toList());
    }
}
