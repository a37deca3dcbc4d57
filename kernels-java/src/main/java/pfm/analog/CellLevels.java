package pfm.analog;

import java.util.Optional;

/**
 * Which part of the range of its cells a weight uses, 0 at g_min and 1 at g_max.
 *
 * @param mapping how signed weights become conductances
 * @param slicing digits, or empty
 * @param slice   which digit
 * @param largest largest weight
 */
record CellLevels(Mapping mapping, Optional<WeightSlicing> slicing, int slice, double largest) {
    /** The level of the cell that adds. */
    double positive(double weight) {
        return mapping == Mapping.DIFFERENTIAL_PAIR ? magnitude(Math.max(weight, 0)) : raised(weight);
    }

    /** The level of the cell that subtracts; of an offset column, whatever the weight. */
    double negative(double weight) {
        return mapping == Mapping.DIFFERENTIAL_PAIR ? magnitude(Math.max(-weight, 0)) : raised(0);
    }

    /** Weight of a difference of levels of 1. */
    double unit() {
        double whole = mapping == Mapping.DIFFERENTIAL_PAIR ? largest : 2 * largest;
        return slicing.map(s -> largest / s.largest() * s.largestDigit()).orElse(whole);
    }

    private double magnitude(double weight) {
        if (largest == 0) {
            return 0;
        }
        return slicing.map(s -> digit(s, s.integer(weight, largest))).orElse(weight / largest);
    }

    private double raised(double weight) {
        double part = largest == 0 ? 0 : weight / largest;
        return slicing.map(s -> digit(s, (int) Math.rint(part * s.largest()) + s.largest() + 1))
                .orElse((1 + part) / 2);
    }

    private double digit(WeightSlicing s, int number) {
        return (double) s.digit(number, slice) / s.largestDigit();
    }
}
