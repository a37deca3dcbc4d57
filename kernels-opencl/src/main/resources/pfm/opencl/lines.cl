// What both forms of a transform of lines share: ITEMS work-items of a group have a line, LINES lines a group.
#include "butterflies.cl"

#ifndef LINES
#define LINES 1
#endif
#ifndef ITEMS
#define ITEMS 1
#endif
#ifndef PADDING_SHIFT
#define PADDING_SHIFT 5 // something is left out behind each 2^PADDING_SHIFT, against strides that meet in one bank
#endif

#define GROUP (LINES * ITEMS)
#define EXACT_GROUP __attribute__((reqd_work_group_size(GROUP, 1, 1))) // so that compilers know its share of registers

#define TURN(re, im, w) {                                                                                              \
    float2 turn = w;                                                                                                   \
    real turned = re * turn.x - im * turn.y;                                                                           \
    im = re * turn.y + im * turn.x;                                                                                    \
    re = turned;                                                                                                       \
}

// Arguments of kernels over a wave: where it lies, and how its lines are transformed.
#define SHAPE_ARGUMENTS int nx, int ny, int cells, int pitch, long plane
#define RECIPE_ARGUMENTS int points, int chain, int stages, __global const int4 *stage, \
    __global const float2 *twiddles, __global const float2 *chirp, __global const float2 *spectrum
