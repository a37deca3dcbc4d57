package pfm.optics;

/**
 * A number as the unevaluated sum of two doubles, good for about 31 digits: a path of a million wavelengths leaves 15
 * digits for the fraction of a turn only if the turns have more.
 *
 * <p>Source: Dekker, Numer. Math. 18, 224 (1971).
 *
 * @param high the number, rounded
 * @param low  what the rounding lost
 */
record Twofold(double high, double low) {
    /** a·b, exactly. */
    static Twofold product(double a, double b) {
        double p = a * b;
        return new Twofold(p, Math.fma(a, b, -p));
    }

    /** a/b. */
    static Twofold quotient(double a, double b) {
        double q = a / b;
        return new Twofold(q, Math.fma(-q, b, a) / b);
    }

    Twofold minus(Twofold other) {
        double difference = high - other.high;
        double taken = high - difference; // what of other.high arrived (Knuth's two-sum)
        double lost = (high - (difference + taken)) + (taken - other.high);
        return normal(difference, lost + low - other.low);
    }

    Twofold times(double factor) {
        Twofold p = product(high, factor);
        return normal(p.high, Math.fma(low, factor, p.low));
    }

    Twofold over(Twofold divisor) {
        double q = high / divisor.high;
        double rest = Math.fma(-q, divisor.high, high) + low - q * divisor.low;
        return normal(q, rest / divisor.high);
    }

    Twofold square() {
        Twofold p = product(high, high);
        return normal(p.high, Math.fma(2 * high, low, p.low));
    }

    /** √ of a number that is positive. */
    Twofold root() {
        double r = Math.sqrt(high);
        return r == 0 ? new Twofold(0, 0) : normal(r, (Math.fma(-r, r, high) + low) / (2 * r));
    }

    /** This number without its nearest integer, in [−1/2, 1/2]. */
    double fraction() {
        return (high - Math.rint(high)) + low;
    }

    private static Twofold normal(double high, double low) {
        double sum = high + low;
        return new Twofold(sum, low - (sum - high));
    }
}
