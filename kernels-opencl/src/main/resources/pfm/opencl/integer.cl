// Products of signed 8-bit integers, exact: four of them in each word, sums of 32 bits.
#include "cell.cl"

#ifndef WIDTH
#define WIDTH 1 // work-items of a group beside each other, LANES results each
#endif
#ifndef ROWS
#define ROWS 8 // vectors of a work-item
#endif

#if LANES == 1
typedef uint words;
#define READ_WORDS(p) (*(p))
#define AS_NUMBERS as_int
#define REALS convert_float
#else
typedef VECTOR(uint, LANES) words;
#define READ_WORDS(p) VECTOR(vload, LANES)(0, p)
#define AS_NUMBERS VECTOR(as_int, LANES)
#define REALS VECTOR(convert_float, LANES)
#endif

// The integers of a number of x that is one: half to even, clipped.
static inline uint level(float v) {
    return (uint) (int) rint(fmin(fmax(v, -128.0f), 127.0f)) & 255;
}

// One work-item for each word of each vector: rounds four numbers; numbers[b] stays 1 if none of x[b] is NaN.
__kernel void pack(int batch, int count, __global const float *x, int wordCount, __global uint *packed,
        __global int *numbers) {
    int word = get_global_id(0);
    int b = get_global_id(1);
    if (word < wordCount && b < batch) {
        uint four = 0;
        for (int k = 0; k < 4 && 4 * word + k < count; k++) {
            float v = x[b * (long) count + 4 * word + k];
            if (v != v) {
                atomic_xchg(numbers + b, 0);
            } else {
                four |= level(v) << 8 * k;
            }
        }
        packed[b * (long) wordCount + word] = four;
    }
}

__kernel void mark(int batch, __global int *numbers) {
    int b = get_global_id(0);
    if (b < batch) {
        numbers[b] = 1;
    }
}

// sum + the products of four integers. The feature is a device's, and LANES is 1 where work-items are lanes.
#if LANES == 1 && defined(DOT_PRODUCTS) && defined(__opencl_c_integer_dot_product_input_4x8bit_packed)
#define ADD_FOUR(sum, w, x) ((sum) + dot_4x8packed_ss_int(w, x))
#else
static inline integers addFour(integers sum, words w, uint x) {
    integers v = AS_NUMBERS(w);
    int u = as_int(x);
    sum += (v << 24 >> 24) * (u << 24 >> 24);
    sum += (v << 16 >> 24) * (u << 16 >> 24);
    sum += (v << 8 >> 24) * (u << 8 >> 24);
    return sum + (v >> 24) * (u >> 24);
}
#define ADD_FOUR addFour
#endif

// y[b][o] = sum over words of w[word][o] x[b][word], for a block of ROWS vectors and of WIDTH·LANES results. The rows
// of w are whole cells, zero behind the last result.
__kernel void product(int batch, int results, int wordCount, __global const uint *w, int wPitch,
        __global const uint *x, __global const int *numbers, __global float *y) {
    int o = (get_group_id(0) * WIDTH + get_local_id(0)) * LANES;
    int first = get_group_id(1) * ROWS;
    integers sum[ROWS];
    __global const uint *vector[ROWS];
    #pragma unroll
    for (int r = 0; r < ROWS; r++) {
        sum[r] = 0;
        vector[r] = x + min(first + r, batch - 1) * (long) wordCount;
    }
    if (o < results) {
        for (int word = 0; word < wordCount; word++) {
            words four = READ_WORDS(w + word * (long) wPitch + o);
            #pragma unroll
            for (int r = 0; r < ROWS; r++) {
                sum[r] = ADD_FOUR(sum[r], four, vector[r][word]);
            }
        }
        for (int r = 0; r < ROWS && first + r < batch; r++) {
            real value = REALS(sum[r]);
            writePart(numbers[first + r] ? value : (real) NAN, y + (first + r) * (long) results + o, results - o);
        }
    }
}
