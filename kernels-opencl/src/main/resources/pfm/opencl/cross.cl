// Between passes over rows and passes over columns that are too long for tiles: the last stage of rows, which joins RX
// neighbours, and the first stage of columns, which joins RY samples ny / RY rows apart. A group does both for WIDTH
// neighbours in RY rows. Forward: rows, then columns. Backward, real and imaginary parts exchanged: columns, then rows.
#include "fft.cl"

#ifndef RX
#define RX 16
#endif
#ifndef RY
#define RY 16
#endif
#ifndef WIDTH
#define WIDTH 64 // a multiple of RX
#endif
#ifndef INVERSE
#define INVERSE 0
#endif

#define NAMED(name, R) name##R
#define TRANSFORM(R) NAMED(transform, R)
#define CELL_OF(x, q) ((q) * (WIDTH + WIDTH / RX) + (x) + (x) / RX)
#define EACH(k, count) for (int k = get_local_id(0); k < (count); k += get_local_size(0))

static inline void transform1(real *a, real *b) {
}

static inline void rows(__local float *re, __local float *im, int width) {
    EACH(k, WIDTH / RX * RY) {
        int x = k % (WIDTH / RX) * RX;
        int q = k / (WIDTH / RX);
        if (x < width) {
            real a[RX], b[RX];
            #pragma unroll
            for (int p = 0; p < RX; p++) {
                a[p] = re[CELL_OF(x + p, q)];
                b[p] = im[CELL_OF(x + p, q)];
            }
            TRANSFORM(RX)(a, b);
            #pragma unroll
            for (int p = 0; p < RX; p++) {
                re[CELL_OF(x + p, q)] = a[p];
                im[CELL_OF(x + p, q)] = b[p];
            }
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
}

__kernel void crossing(int nx, int ny, int pitch, long plane, __global float2 *states, __global const float2 *twiddles,
        __local float *block) {
    __local float *re = block, *im = block + CELL_OF(0, RY); // exchanged where INVERSE
    int span = ny / RY;
    int j = get_group_id(0) % span;
    int first = get_group_id(1) * WIDTH;
    int width = min(WIDTH, nx - first);
    __global float2 *state = states + plane * (get_group_id(0) / span) + j * (long) pitch + first;
#if !INVERSE
    EACH(e, WIDTH * RY) {
        int x = e % WIDTH;
        int q = e / WIDTH;
        if (x < width) {
            float2 cell = state[q * (long) span * pitch + x];
            re[CELL_OF(x, q)] = cell.x;
            im[CELL_OF(x, q)] = cell.y;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    rows(re, im, width);
#endif
    EACH(x, width) {
        real a[RY], b[RY];
        #pragma unroll
        for (int q = 0; q < RY; q++) {
#if INVERSE
            float2 cell = state[q * (long) span * pitch + x];
            a[q] = cell.y;
            b[q] = cell.x;
            if (q > 0) {
                TURN(a[q], b[q], twiddles[j * (RY - 1) + q - 1])
            }
#else
            a[q] = re[CELL_OF(x, q)];
            b[q] = im[CELL_OF(x, q)];
#endif
        }
        TRANSFORM(RY)(a, b);
        #pragma unroll
        for (int q = 0; q < RY; q++) {
#if INVERSE
            re[CELL_OF(x, q)] = a[q];
            im[CELL_OF(x, q)] = b[q];
#else
            if (q > 0) {
                TURN(a[q], b[q], twiddles[j * (RY - 1) + q - 1])
            }
            state[q * (long) span * pitch + x] = (float2) (a[q], b[q]);
#endif
        }
    }
#if INVERSE
    barrier(CLK_LOCAL_MEM_FENCE);
    rows(re, im, width);
    EACH(e, WIDTH * RY) {
        int x = e % WIDTH;
        int q = e / WIDTH;
        if (x < width) {
            state[q * (long) span * pitch + x] = (float2) (im[CELL_OF(x, q)], re[CELL_OF(x, q)]);
        }
    }
#endif
}
