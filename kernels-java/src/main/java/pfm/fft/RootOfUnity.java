package pfm.fft;

/** Complex roots of unity to the last bit of a double: the argument is reduced to an eighth of a turn in integers. */
final class RootOfUnity {
    private RootOfUnity() {
    }

    /** Writes {@code exp(−2πi k/n)}, 0 ≤ k, to {@code out[at]} and {@code out[at + 1]}. */
    static void write(long k, long n, double[] out, int at) {
        long turn = 8 * (k % n); // in units of 1/(8n) turn
        int octant = (int) (turn / n);
        long rest = turn - octant * n;
        boolean mirrored = (octant & 1) == 1;
        double angle = Math.PI / 4 * (mirrored ? n - rest : rest) / n;
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double along = mirrored ? s : c;
        double across = mirrored ? c : s;
        double cos = switch (octant >> 1) {
            case 0 -> along;
            case 1 -> -across;
            case 2 -> -along;
            default -> across;
        };
        double sin = switch (octant >> 1) {
            case 0 -> across;
            case 1 -> along;
            case 2 -> -across;
            default -> -along;
        };
        out[at] = cos;
        out[at + 1] = -sin;
    }
}
