// exp(i pi y) and 2^y from multiplications, additions and fused operations alone: no native_ function and no sin, cos or
// exp of the driver, whose error the standard leaves at up to 4 ulp, is used. Polynomials: minimax fits of this project,
// largest errors 2.4e-10 (cos), 3.4e-9 (sin), relative 2e-9 (2^y) before rounding.
#include "cell.cl"

#define ALL(number) ((real) (number))

// exp(i pi (n + r)), n an integer as float, |r| at most a half and a little.
static inline void phasor(real n, real r, real *re, real *im) {
    real z = r * r;
    real c = fma(fma(z, ALL(-2.4420699882e-02f), ALL(2.3495392561e-01f)), z, ALL(-1.3352161049e+00f));
    c = fma(fma(fma(c, z, ALL(4.0587095998e+00f)), z, ALL(-4.9348021561e+00f)), z, ALL(1.0f));
    real s = fma(fma(z, ALL(7.7220129006e-02f), ALL(-5.9804517415e-01f)), z, ALL(2.5500313773e+00f));
    s = fma(fma(s, z, ALL(-5.1677068789e+00f)), z, ALL(3.1415925800e+00f)) * r;
    integers sign = AS_INTEGERS(n + ALL(0x1.8p23f)) << 31; // the lowest bit of n
    *re = AS_REALS(AS_INTEGERS(c) ^ sign);
    *im = AS_REALS(AS_INTEGERS(s) ^ sign);
}

static inline real nearest(real y) {
    return (y + ALL(0x1.8p23f)) - ALL(0x1.8p23f);
}

// exp(i pi (a (high + low) + first)), |a high + first| below 2^21.
static inline void phasorOf(real a, float high, float low, float first, real *re, real *im) {
    real n = nearest(fma(a, ALL(high), ALL(first)));
    phasor(n, fma(a, ALL(high), -n) + fma(a, ALL(low), ALL(first)), re, im);
}

// 2^(a (high + low)); 0 below 2^-126, exactly so for an infinite attenuation.
static inline real powerOf(real a, float high, float low) {
    real y = a * high;
    real n = nearest(y);
    real f = fma(a, ALL(low), fma(a, ALL(high), -n));
    real p = fma(fma(f, ALL(1.5353361884e-04f), ALL(1.3398874422e-03f)), f, ALL(9.6184373578e-03f));
    p = fma(fma(p, f, ALL(5.5503324711e-02f)), f, ALL(2.4022647914e-01f));
    p = fma(fma(p, f, ALL(6.9314720286e-01f)), f, ALL(1.0f));
    integers exponent = (AS_INTEGERS(n + ALL(0x1.8p23f)) << 23) + 0x3f800000;
    real power = p * AS_REALS(exponent);
    power = y < ALL(-126.0f) ? ALL(0.0f) : power;
    return y > ALL(127.0f) ? ALL(INFINITY) : power;
}
