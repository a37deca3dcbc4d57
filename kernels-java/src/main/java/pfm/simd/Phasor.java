package pfm.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import static jdk.incubator.vector.FloatVector.broadcast;
import static pfm.simd.Lanes.FLOAT;

/**
 * The complex exponential in registers: {@code exp(iπy)} and 2^y. Only operations that IEEE 754 fixes to the last bit,
 * so that every lane width, interpreter and compiler give the same bits.
 *
 * <p>Angles are counted in half turns: {@code y = n + r}, n the nearest integer, found by adding 1.5·2²³; then
 * exp(iπy) = (−1)ⁿ·(cos πr + i·sin πr) with polynomials on [−½, ½]; largest errors 2.4e-10 (cos) and 3.4e-9 (sin)
 * before rounding, minimax fits of this project.
 */
public final class Phasor {
    /** What is added to a number below 2²² in modulus, to have the nearest integer in its lowest bits. */
    public static final float ROUNDING = 0x1.8p23f;
    /** Largest |y| whose reduction, with a product formed by fused operations, is exact to one rounding. */
    public static final float REACH = 0x1p21f;

    private static final float S0 = 3.1415925800e+00f;
    private static final float S1 = -5.1677068789e+00f;
    private static final float S2 = 2.5500313773e+00f;
    private static final float S3 = -5.9804517415e-01f;
    private static final float S4 = 7.7220129006e-02f;
    private static final float C1 = -4.9348021561e+00f;
    private static final float C2 = 4.0587095998e+00f;
    private static final float C3 = -1.3352161049e+00f;
    private static final float C4 = 2.3495392561e-01f;
    private static final float C5 = -2.4420699882e-02f;

    /** Below it 2^y is no normal number; it is taken for 0, which an infinite attenuation gives exactly. */
    private static final float LEAST = -126;
    private static final float MOST = 127;
    private static final float E1 = 6.9314720286e-01f;
    private static final float E2 = 2.4022647914e-01f;
    private static final float E3 = 5.5503324711e-02f;
    private static final float E4 = 9.6184373578e-03f;
    private static final float E5 = 1.3398874422e-03f;
    private static final float E6 = 1.5353361884e-04f;

    private Phasor() {
    }

    /** cos πr, |r| ≤ ½. */
    public static FloatVector cosine(FloatVector r) {
        FloatVector z = r.mul(r);
        FloatVector c = z.fma(broadcast(FLOAT, C5), broadcast(FLOAT, C4)).fma(z, broadcast(FLOAT, C3));
        return c.fma(z, broadcast(FLOAT, C2)).fma(z, broadcast(FLOAT, C1)).fma(z, broadcast(FLOAT, 1));
    }

    /** sin πr, |r| ≤ ½. */
    public static FloatVector sine(FloatVector r) {
        FloatVector z = r.mul(r);
        FloatVector s = z.fma(broadcast(FLOAT, S4), broadcast(FLOAT, S3)).fma(z, broadcast(FLOAT, S2));
        return s.fma(z, broadcast(FLOAT, S1)).fma(z, broadcast(FLOAT, S0)).mul(r);
    }

    /** (−1)ⁿ in the sign bit, from n + {@link #ROUNDING}. */
    public static IntVector parity(FloatVector rounded) {
        return rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 31);
    }

    /** The value, negated where the sign bit is set. */
    public static FloatVector signed(FloatVector value, IntVector sign) {
        return value.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }

    /**
     * {@code 2^(a·(high + low)) = 2ⁿ·2^f}, f in [−½, ½]: a polynomial whose largest relative error is 2e-9 before
     * rounding, a minimax fit of this project.
     */
    public static FloatVector power(FloatVector a, float high, float low) {
        FloatVector rounding = broadcast(FLOAT, ROUNDING);
        FloatVector h = broadcast(FLOAT, high);
        FloatVector y = a.mul(h);
        FloatVector n = y.add(rounding);
        FloatVector f = a.fma(broadcast(FLOAT, low), a.fma(h, rounding.sub(n)));
        FloatVector p = f.fma(broadcast(FLOAT, E6), broadcast(FLOAT, E5)).fma(f, broadcast(FLOAT, E4));
        p = p.fma(f, broadcast(FLOAT, E3)).fma(f, broadcast(FLOAT, E2)).fma(f, broadcast(FLOAT, E1));
        IntVector exponent = n.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(Float.floatToRawIntBits(1));
        FloatVector power = p.fma(f, broadcast(FLOAT, 1)).mul(exponent.reinterpretAsFloats());
        return power.blend(0, y.lt(LEAST)).blend(Float.POSITIVE_INFINITY, y.compare(VectorOperators.GT, MOST));
    }
}
