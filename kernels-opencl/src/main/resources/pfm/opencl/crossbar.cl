// A crossbar: products of tiles of weights with vectors, and the converters before and after. Every operation of a
// converter is one float32 operation, none is fused, so that codes are those of every other backend.
#include "cell.cl"

#ifndef WIDTH
#define WIDTH 1 // work-items of a group beside each other, a cell of outputs each
#endif
#ifndef PARTS
#define PARTS 1 // into which a group cuts a sum
#endif
#ifndef ROWS
#define ROWS 8 // vectors of a work-item
#endif

// y[b][o] = factor sum over j < inputs of w[j][o] x[b][j], for a block of ROWS vectors and of WIDTH cells of outputs.
// The rows of w are whole cells, zero behind the last output.
__kernel void product(int batch, int outputs, int inputs, __global const float *w, int wPitch, long wAt,
        __global const float *x, int xPitch, int xAt, __global float *y, int yPitch, int yAt, float factor) {
    int id = get_local_id(0);
    int part = id / WIDTH;
    int o = (get_group_id(0) * WIDTH + id % WIDTH) * LANES;
    int first = get_group_id(1) * ROWS;
    real sum[ROWS];
    __global const float *vector[ROWS];
    #pragma unroll
    for (int r = 0; r < ROWS; r++) {
        sum[r] = 0;
        vector[r] = x + min(first + r, batch - 1) * (long) xPitch + xAt;
    }
    if (o < outputs) {
        for (int j = part; j < inputs; j += PARTS) {
            real weight = READ_FLOATS(w + wAt + j * (long) wPitch + o);
            #pragma unroll
            for (int r = 0; r < ROWS; r++) {
                sum[r] = fma(weight, (real) vector[r][j], sum[r]);
            }
        }
    }
#if PARTS > 1
    __local real sums[PARTS * WIDTH * ROWS];
    for (int r = 0; r < ROWS; r++) {
        sums[r * PARTS * WIDTH + id] = sum[r];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int r = 0; r < ROWS; r++) {
        for (int p = 1; p < PARTS; p++) {
            sum[r] += sums[r * PARTS * WIDTH + p * WIDTH + id % WIDTH];
        }
    }
#endif
    if (part == 0 && o < outputs) {
        for (int r = 0; r < ROWS && first + r < batch; r++) {
            writePart(sum[r] * factor, y + (first + r) * (long) yPitch + yAt + o, outputs - o);
        }
    }
}

#pragma OPENCL FP_CONTRACT OFF

// As pfm.analog.Converter: rounded to even, then clipped; NaN stays.
static inline float rounded(float value, float lsb) {
    return lsb == 0 ? value : rint(value / lsb) * lsb;
}

static inline float converted(float value, float lsb, float bound) {
    float v = rounded(value, lsb);
    return v > bound ? bound : v < -bound ? -bound : v;
}

#define NO_SCALING 0
#define ABS_MAX 1
#define MAX 2
#define CONSTANT 3

static inline float larger(float a, float b) {
    return a != a || !(b > a || b != b) ? a : b;
}

// The largest of the numbers that the work-items of a group have, NaN if one is; `all` has room for each.
static inline float largest(float own, __local float *all) {
    int id = get_local_id(0);
    all[id] = own;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int distance = get_local_size(0) / 2; distance > 0; distance /= 2) {
        if (id < distance) {
            all[id] = larger(all[id], all[id + distance]);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    return all[0];
}

// One group a vector, a power of two of work-items: alpha of inputs xAt to xAt + inputs - 1; beta = 1. A vector whose
// alpha is no normal number is idle and gives nothing.
__kernel void scale(int inputs, __global const float *x, int xPitch, int xAt, int scaling, float constantAlpha,
        __global float *alphas, __global float *betas, __global int *active, __local float *all) {
    int b = get_group_id(0);
    float alpha = scaling == CONSTANT ? constantAlpha : scaling == NO_SCALING ? 1 : scaling == MAX ? -INFINITY : 0;
    if (scaling == ABS_MAX || scaling == MAX) {
        for (int j = get_local_id(0); j < inputs; j += get_local_size(0)) {
            float v = x[b * (long) xPitch + xAt + j];
            alpha = larger(alpha, scaling == ABS_MAX ? fabs(v) : v);
        }
    }
    alpha = largest(alpha, all);
    if (get_local_id(0) == 0) {
        alphas[b] = alpha;
        betas[b] = 1;
        active[b] = !(alpha < FLT_MIN);
    }
}

// Vectors are active anew by alphas that were given.
__kernel void wake(int batch, __global const float *alphas, __global int *active) {
    int b = get_global_id(0);
    if (b < batch) {
        active[b] = !(alphas[b] < FLT_MIN);
    }
}

// xi = dac(x / alpha / beta) for vectors that are active.
__kernel void dac(int batch, int inputs, __global const float *x, int xPitch, int xAt, __global float *xi, int xiPitch,
        float lsb, float bound, __global const float *alphas, __global const float *betas, __global const int *active) {
    int j = get_global_id(0);
    int b = get_global_id(1);
    if (j < inputs && active[b]) {
        float s = (1 / alphas[b]) / betas[b];
        xi[b * (long) xiPitch + j] = converted(s * x[b * (long) xPitch + xAt + j], lsb, bound);
    }
}

// One group a vector: where the ADC clips and beta may grow, beta doubles and the vector stays active.
__kernel void bounds(int outputs, __global const float *y, int yPitch, float lsb, float low, float high,
        float mostBeta, __global float *betas, __global int *active, __global int *count, __local float *all) {
    int b = get_group_id(0);
    int clips = 0;
    if (active[b]) {
        for (int o = get_local_id(0); o < outputs; o += get_local_size(0)) {
            float v = rounded(y[b * (long) yPitch + o], lsb);
            clips |= v < low || v > high;
        }
    }
    float clipped = largest(clips, all);
    if (get_local_id(0) == 0 && active[b]) {
        active[b] = clipped > 0 && betas[b] <= mostBeta;
        if (active[b]) {
            betas[b] *= 2;
            atomic_inc(count);
        }
    }
}

// result += ((adc(y) alpha) beta) outputScale.
__kernel void adc(int batch, int outputs, __global const float *y, int yPitch, float lsb, float bound,
        float outputScale, __global const float *alphas, __global const float *betas, __global float *result,
        int resultPitch, int resultAt) {
    int o = get_global_id(0);
    int b = get_global_id(1);
    if (o < outputs && !(alphas[b] < FLT_MIN)) {
        float value = converted(y[b * (long) yPitch + o], lsb, bound) * alphas[b];
        value = value * betas[b];
        value = value * outputScale;
        result[b * (long) resultPitch + resultAt + o] += value;
    }
}
