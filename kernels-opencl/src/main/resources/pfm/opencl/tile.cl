// What the tile of a crossbar does between DAC, products and ADC: pfm.analog.Crossbar says what, and in which order.
#include "noise.cl"

#define INPUT_NOISE 1
#define WEIGHT_NOISE 2
#define OUTPUT_NOISE 3

// The round of iterative bounds that a vector is in: beta is 2 to the round.
static inline int roundOf(float beta) {
    return ilogb(beta);
}

// What follows the DAC, for vectors that are active: noise, then negative inputs shrink.
__kernel void feed(int batch, int inputs, __global float *xi, int pitch, float noise, float kept, long seed, int tile,
        long vector, __global const float *betas, __global const int *active) {
    int j = get_global_id(0);
    int b = get_global_id(1);
    if (j < inputs && active[b]) {
        float v = xi[b * (long) pitch + j];
        if (noise != 0) {
            v = fma(noise, normal(j, vector + b, tile, INPUT_NOISE, roundOf(betas[b]), seed), v);
        }
        xi[b * (long) pitch + j] = v < 0 ? v * kept : v;
    }
}

// Magnitudes and squares of the inputs.
__kernel void derive(int batch, int inputs, __global const float *xi, int pitch, __global float *magnitudes,
        __global float *squares) {
    int j = get_global_id(0);
    int b = get_global_id(1);
    if (j < inputs) {
        float v = xi[b * (long) pitch + j];
        magnitudes[b * (long) pitch + j] = fabs(v);
        squares[b * (long) pitch + j] = v * v;
    }
}

#define PARTIAL_SUMS 64 // of a norm, whatever the size of a group: the same bits everywhere

// sum + a b, by Kahan.
static inline float addUp(__private float *lost, float sum, float a, float b) {
    float added = fma(a, b, -*lost);
    float next = sum + added;
    *lost = (next - sum) - added;
    return next;
}

// One group a vector: the sum of the squares of its inputs.
__kernel void norm(int inputs, __global const float *xi, int pitch, __global float *norms) {
    __local float sums[PARTIAL_SUMS];
    int b = get_group_id(0);
    for (int p = get_local_id(0); p < PARTIAL_SUMS; p += get_local_size(0)) {
        float sum = 0;
        float lost = 0;
        for (int j = p; j < inputs; j += PARTIAL_SUMS) {
            float v = xi[b * (long) pitch + j];
            sum = addUp(&lost, sum, v, v);
        }
        sums[p] = sum;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (get_local_id(0) == 0) {
        float sum = 0;
        float lost = 0;
        for (int p = 0; p < PARTIAL_SUMS; p++) {
            sum = addUp(&lost, sum, sums[p], 1);
        }
        norms[b] = sum;
    }
}

// Sums of products become what the ADC gets. Sums that are not needed are any buffer.
__kernel void readOut(int batch, int outputs, int first, __global float *y, int pitch, int drops, float line,
        float strength, __global const float *current, __global const float *far, float kept, float series, float most,
        int weightNoise, float sigma, __global const float *norms, __global const float *squares, float factor,
        __global const float *curve, float shrink, int noisy, __global const float *noise, long seed, int tile,
        long vector, __global const float *alphas, __global const float *betas) {
    int o = get_global_id(0);
    int b = get_global_id(1);
    if (o >= outputs || alphas[b] < FLT_MIN) {
        return;
    }
    long at = b * (long) pitch + o;
    int round = roundOf(betas[b]);
    float v = y[at];
    if (drops) {
        float a = line * current[at];
        float c = a * (a * (0.05f * a - 0.2f) + 0.5f);
        v = v - c * strength * far[at];
    }
    if (series != 0 || kept != 1) {
        v = v * kept / (1 + fmin(series * fabs(v), most));
    }
    if (weightNoise) {
        float deviation = sigma * sqrt(weightNoise == 1 ? norms[b] : squares[at]);
        v = fma(deviation, normal(first + o, vector + b, tile, WEIGHT_NOISE, round, seed), v);
    }
    float bend = curve[first + o];
    if (factor != 1 || bend != 0) {
        v = factor * v / (1 + fabs(bend * v));
    }
    v = v < 0 ? v * shrink : v;
    if (noisy) {
        v = fma(noise[first + o], normal(first + o, vector + b, tile, OUTPUT_NOISE, round, seed), v);
    }
    y[at] = v;
}
