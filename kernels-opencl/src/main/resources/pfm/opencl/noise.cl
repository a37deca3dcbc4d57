// Random numbers as pfm.noise defines them: the same words, and normal numbers up to the rounding of a square root.
#ifndef NOISE
#define NOISE
#pragma OPENCL FP_CONTRACT OFF

#include "philox.cl"

static inline float radius(uint w) {
    float u = fma((float) (w >> 16), 65536.0f, (float) (w & 0xFFFF) + 0.5f);
    int bits = as_int(u) - (0x3F3504F3 + (32 << 23));
    float octaves = (float) (bits >> 23);
    float f = as_float((bits & 0x007FFFFF) + 0x3F3504F3) - 1;
    float p = fma(f, -1.7919843866e-01f, 2.8964389491e-01f);
    p = fma(p, f, -2.9834755866e-01f);
    p = fma(p, f, 3.3087473430e-01f);
    p = fma(p, f, -3.9916833926e-01f);
    p = fma(p, f, 5.0005892309e-01f);
    p = fma(p, f, -6.6668320921e-01f);
    p = fma(p, f, 9.9999955481e-01f);
    p = fma(p, f, -1.9999999501e+00f);
    return sqrt(fma(octaves, -1.3862943611f, f * p));
}

static inline float cosine(float t) {
    float z = t * t;
    float p = fma(z, 2.1969679866e-01f, -1.3318801630e+00f);
    p = fma(p, z, 4.0584119148e+00f);
    p = fma(p, z, -4.9347928587e+00f);
    p = fma(p, z, 9.9999995347e-01f);
    return p;
}

static inline float sine(float t) {
    float z = t * t;
    float p = fma(z, 7.7659408341e-02f, -5.9829216001e-01f);
    p = fma(p, z, 2.5500776599e+00f);
    p = fma(p, z, -5.1677100904e+00f);
    p = fma(p, z, 3.1415926402e+00f);
    return p * t;
}

// Standard normal number of a sample of a row, pfm.noise.NoiseRow.normal.
static inline float normal(int sample, long row, int tile, int stream, int round, long seed) {
    uint4 counter = (uint4) (((uint) sample >> 6) * 16 + (sample & 15), (uint) row, (uint) tile,
            (uint) stream | (uint) round << 8 | (uint) (row >> 32) << 16);
    uint4 w = philox(counter, (uint) seed, (uint) (seed >> 32));
    int place = (sample >> 4) & 3;
    uint angle = place < 2 ? w.y : w.w;
    float r = as_float(as_int(radius(place < 2 ? w.x : w.z)) ^ (int) (angle & 0x80000000u));
    float t = (float) (int) (angle << 1) * 0x1p-32f;
    return (place & 1 ? sine(t) : cosine(t)) * r;
}
#endif
