package pfm.noise;

/**
 * Standard normal numbers from random words: {@code r·cos φ} and {@code r·sin φ} with {@code r = √(−2 ln u)}, u uniform
 * in (0, 1] and φ uniform on the circle.
 *
 * <p>The float32 forms are made of operations that IEEE 754 fixes to the last bit, so that interpreter, compiler and
 * every lane width give the same bits. All 32 bits of a word count: {@code u = (w + ½) / 2³²} is rounded to float32
 * once, so that it keeps its 24 digits near 0, and r reaches 6.76.
 *
 * <p>Polynomials are minimax fits of this project. Source: Box and Muller, "A note on the generation of random normal
 * deviates", Ann. Math. Stat. 29, 610 (1958).
 */
public final class Gaussian {
    /** Bits of √½, and 32 in the exponent: what is taken from the bits of 2³²·u to have log₂ u in the exponent. */
    public static final int REDUCTION = 0x3F3504F3 + (32 << 23);
    /** Bits of √½: the reduced number is from there to √2. */
    public static final int ROOT_HALF = 0x3F3504F3;
    /** Fraction of a float32. */
    public static final int FRACTION = 0x007FFFFF;
    /** −2 ln 2. */
    public static final float OCTAVE = -1.3862943611f;

    /** −2 ln(1 + f) = f·(L0 + L1 f + … + L8 f⁸) for √½ − 1 ≤ f ≤ √2 − 1; largest relative error 1.8e-8. */
    public static final float L0 = -1.9999999501e+00f;
    /** Coefficient of f¹. */
    public static final float L1 = 9.9999955481e-01f;
    /** Coefficient of f². */
    public static final float L2 = -6.6668320921e-01f;
    /** Coefficient of f³. */
    public static final float L3 = 5.0005892309e-01f;
    /** Coefficient of f⁴. */
    public static final float L4 = -3.9916833926e-01f;
    /** Coefficient of f⁵. */
    public static final float L5 = 3.3087473430e-01f;
    /** Coefficient of f⁶. */
    public static final float L6 = -2.9834755866e-01f;
    /** Coefficient of f⁷. */
    public static final float L7 = 2.8964389491e-01f;
    /** Coefficient of f⁸. */
    public static final float L8 = -1.7919843866e-01f;

    /** cos πt = C0 + C1 t² + … + C4 t⁸ for |t| ≤ ½; largest error 4.7e-8. */
    public static final float C0 = 9.9999995347e-01f;
    /** Coefficient of t². */
    public static final float C1 = -4.9347928587e+00f;
    /** Coefficient of t⁴. */
    public static final float C2 = 4.0584119148e+00f;
    /** Coefficient of t⁶. */
    public static final float C3 = -1.3318801630e+00f;
    /** Coefficient of t⁸. */
    public static final float C4 = 2.1969679866e-01f;

    /** sin πt = t·(S0 + S1 t² + … + S4 t⁸) for |t| ≤ ½; largest error 1.4e-8 of t. */
    public static final float S0 = 3.1415926402e+00f;
    /** Coefficient of t³. */
    public static final float S1 = -5.1677100904e+00f;
    /** Coefficient of t⁵. */
    public static final float S2 = 2.5500776599e+00f;
    /** Coefficient of t⁷. */
    public static final float S3 = -5.9829216001e-01f;
    /** Coefficient of t⁹. */
    public static final float S4 = 7.7659408341e-02f;

    private Gaussian() {
    }

    /** {@code r·cos φ}. */
    public static float first(int radius, int angle) {
        float t = turn(angle);
        float z = t * t;
        float c = Math.fma(z, C4, C3);
        c = Math.fma(c, z, C2);
        c = Math.fma(c, z, C1);
        c = Math.fma(c, z, C0);
        return c * signed(radius(radius), angle);
    }

    /** {@code r·sin φ}. */
    public static float second(int radius, int angle) {
        float t = turn(angle);
        float z = t * t;
        float s = Math.fma(z, S4, S3);
        s = Math.fma(s, z, S2);
        s = Math.fma(s, z, S1);
        s = Math.fma(s, z, S0);
        return s * t * signed(radius(radius), angle);
    }

    /** Half turns in [−½, ½] from the lower 31 bits; the highest bit tells this half of the circle from the other. */
    private static float turn(int angle) {
        return (float) (angle << 1) * 0x1p-32f;
    }

    private static float signed(float radius, int angle) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(radius) ^ (angle & 1 << 31));
    }

    /** {@code √(−2 ln((w + ½) / 2³²))}. */
    static float radius(int w) {
        float u = Math.fma((float) (w >>> 16), 0x1p16f, (float) (w & 0xFFFF) + 0.5f);
        int bits = Float.floatToRawIntBits(u) - REDUCTION;
        float octaves = bits >> 23;
        float f = Float.intBitsToFloat((bits & FRACTION) + ROOT_HALF) - 1;
        float p = Math.fma(f, L8, L7);
        p = Math.fma(p, f, L6);
        p = Math.fma(p, f, L5);
        p = Math.fma(p, f, L4);
        p = Math.fma(p, f, L3);
        p = Math.fma(p, f, L2);
        p = Math.fma(p, f, L1);
        p = Math.fma(p, f, L0);
        return (float) Math.sqrt(Math.fma(octaves, OCTAVE, f * p));
    }
}
