// Transforms of 2, 3, 4, 5, 7, 8 and 16 points in registers: X[q] = sum over p of x[p] exp(-2 pi i p q / R), in place.
// With real and imaginary parts exchanged on both sides they are the inverse transforms.
// Source: the odd lengths pair x[p] with x[R - p], as in Winograd, Math. Comp. 32, 175 (1978), without his savings.
#include "cell.cl"

// x / sqrt(2): float32 has the root 1.7e-8 too small, and what is lost adds up over slices.
#define ROOT_HALF(x) fma(x, (real) (0.70710678118654752f), (x) * 1.2101617e-8f)

__constant float COS3[3] = {1, -0.5f, -0.5f};
__constant float SIN3[3] = {0, 0.86602540378443865f, -0.86602540378443865f};
__constant float COS5[5] = {1, 0.30901699437494742f, -0.80901699437494742f, -0.80901699437494742f,
    0.30901699437494742f};
__constant float SIN5[5] = {0, 0.95105651629515357f, 0.58778525229247313f, -0.58778525229247313f,
    -0.95105651629515357f};
__constant float COS7[7] = {1, 0.62348980185873353f, -0.22252093395631440f, -0.90096886790241913f,
    -0.90096886790241913f, -0.22252093395631440f, 0.62348980185873353f};
__constant float SIN7[7] = {0, 0.78183148246802981f, 0.97492791218182361f, 0.43388373911755812f,
    -0.43388373911755812f, -0.97492791218182361f, -0.78183148246802981f};

static inline void transform2(real *a, real *b) {
    real re = a[0] - a[1];
    real im = b[0] - b[1];
    a[0] += a[1];
    b[0] += b[1];
    a[1] = re;
    b[1] = im;
}

static inline void transform4(real *a, real *b) {
    real sum02 = a[0] + a[2], sum13 = a[1] + a[3], difference02 = a[0] - a[2], difference13 = a[1] - a[3];
    real sumI02 = b[0] + b[2], sumI13 = b[1] + b[3], differenceI02 = b[0] - b[2], differenceI13 = b[1] - b[3];
    a[0] = sum02 + sum13;
    b[0] = sumI02 + sumI13;
    a[1] = difference02 + differenceI13;
    b[1] = differenceI02 - difference13;
    a[2] = sum02 - sum13;
    b[2] = sumI02 - sumI13;
    a[3] = difference02 - differenceI13;
    b[3] = differenceI02 + difference13;
}

static inline void transform8(real *a, real *b) {
    real even[4] = {a[0], a[2], a[4], a[6]}, evenI[4] = {b[0], b[2], b[4], b[6]};
    real odd[4] = {a[1], a[3], a[5], a[7]}, oddI[4] = {b[1], b[3], b[5], b[7]};
    transform4(even, evenI);
    transform4(odd, oddI);
    real turned[4] = {odd[0], ROOT_HALF(odd[1] + oddI[1]), oddI[2], ROOT_HALF(oddI[3] - odd[3])};
    real turnedI[4] = {oddI[0], ROOT_HALF(oddI[1] - odd[1]), -odd[2], -ROOT_HALF(odd[3] + oddI[3])};
    #pragma unroll
    for (int q = 0; q < 4; q++) {
        a[q] = even[q] + turned[q];
        b[q] = evenI[q] + turnedI[q];
        a[q + 4] = even[q] - turned[q];
        b[q + 4] = evenI[q] - turnedI[q];
    }
}

// Number k is turned by the angle of cosine C and of sine -S.
#define SIXTEENTH(k, C, S) {                                                                                           \
    real turned = a[k] * (C) + b[k] * (S);                                                                             \
    b[k] = b[k] * (C) - a[k] * (S);                                                                                    \
    a[k] = turned;                                                                                                     \
}
// Of the floats near cos and sin of pi / 8 those whose squares add up to 1: the nearest lose 0.5 u.
#define COS_EIGHTH 0.92387950f
#define SIN_EIGHTH 0.38268349f
// The same by an eighth, and by three of them.
#define EIGHTH(k) {                                                                                                    \
    real turned = ROOT_HALF(a[k] + b[k]);                                                                              \
    b[k] = ROOT_HALF(b[k] - a[k]);                                                                                     \
    a[k] = turned;                                                                                                     \
}
#define THREE_EIGHTHS(k) {                                                                                             \
    real turned = ROOT_HALF(b[k] - a[k]);                                                                              \
    b[k] = -ROOT_HALF(a[k] + b[k]);                                                                                    \
    a[k] = turned;                                                                                                     \
}

// Four transforms of 4 points, turned by multiples of a sixteenth, then four more.
static inline void transform16(real *a, real *b) {
    #pragma unroll
    for (int j = 0; j < 4; j++) {
        real c[4] = {a[j], a[j + 4], a[j + 8], a[j + 12]}, d[4] = {b[j], b[j + 4], b[j + 8], b[j + 12]};
        transform4(c, d);
        #pragma unroll
        for (int q = 0; q < 4; q++) {
            a[j + 4 * q] = c[q];
            b[j + 4 * q] = d[q];
        }
    }
    SIXTEENTH(5, COS_EIGHTH, SIN_EIGHTH)
    EIGHTH(6)
    SIXTEENTH(7, SIN_EIGHTH, COS_EIGHTH)
    EIGHTH(9)
    real tenth = a[10];
    a[10] = b[10];
    b[10] = -tenth;
    THREE_EIGHTHS(11)
    SIXTEENTH(13, SIN_EIGHTH, COS_EIGHTH)
    THREE_EIGHTHS(14)
    SIXTEENTH(15, -COS_EIGHTH, -SIN_EIGHTH)
    real e[16], f[16];
    #pragma unroll
    for (int q = 0; q < 4; q++) {
        real c[4] = {a[4 * q], a[4 * q + 1], a[4 * q + 2], a[4 * q + 3]};
        real d[4] = {b[4 * q], b[4 * q + 1], b[4 * q + 2], b[4 * q + 3]};
        transform4(c, d);
        #pragma unroll
        for (int p = 0; p < 4; p++) {
            e[q + 4 * p] = c[p];
            f[q + 4 * p] = d[p];
        }
    }
    #pragma unroll
    for (int q = 0; q < 16; q++) {
        a[q] = e[q];
        b[q] = f[q];
    }
}

#define ODD_TRANSFORM(R)                                                                                               \
static inline void transform##R(real *a, real *b) {                                                                    \
    real sum[R / 2], sumI[R / 2], difference[R / 2], differenceI[R / 2];                                               \
    _Pragma("unroll")                                                                                                  \
    for (int p = 1; p <= R / 2; p++) {                                                                                 \
        sum[p - 1] = a[p] + a[R - p];                                                                                  \
        sumI[p - 1] = b[p] + b[R - p];                                                                                 \
        difference[p - 1] = a[p] - a[R - p];                                                                           \
        differenceI[p - 1] = b[p] - b[R - p];                                                                          \
    }                                                                                                                  \
    real first = a[0], firstI = b[0];                                                                                  \
    _Pragma("unroll")                                                                                                  \
    for (int p = 0; p < R / 2; p++) {                                                                                  \
        a[0] += sum[p];                                                                                                \
        b[0] += sumI[p];                                                                                               \
    }                                                                                                                  \
    _Pragma("unroll")                                                                                                  \
    for (int q = 1; q <= R / 2; q++) {                                                                                 \
        real along = first, alongI = firstI, across = 0, acrossI = 0;                                                  \
        _Pragma("unroll")                                                                                              \
        for (int p = 1; p <= R / 2; p++) {                                                                             \
            along += COS##R[p * q % R] * sum[p - 1];                                                                   \
            alongI += COS##R[p * q % R] * sumI[p - 1];                                                                 \
            across += SIN##R[p * q % R] * differenceI[p - 1];                                                          \
            acrossI -= SIN##R[p * q % R] * difference[p - 1];                                                          \
        }                                                                                                              \
        a[q] = along + across;                                                                                         \
        b[q] = alongI + acrossI;                                                                                       \
        a[R - q] = along - across;                                                                                     \
        b[R - q] = alongI - acrossI;                                                                                   \
    }                                                                                                                  \
}

ODD_TRANSFORM(3)
ODD_TRANSFORM(5)
ODD_TRANSFORM(7)
