// Transforms of the lines of a tile, in place. A tile holds LINES lines of cells, point by point; the work-items of a
// group share it, ITEMS of them a line. Stages are those of a recipe: their radices, spans and twiddles are data, or
// constants where STAGES and STAGES_REVERSED list them.
#include "lines.cl"

#ifndef GLOBAL_TILES
#define GLOBAL_TILES 0 // whether tiles lie in global memory: those of lines that are too long for local memory
#endif
#ifndef WIDEST
#define WIDEST 8 // radix, 8 or 16
#endif
#ifndef STRIDE
#define STRIDE 1 // distance of the points of a line whose last stage, of this radix, is done elsewhere
#endif
#ifndef CHIRP
#define CHIRP 0 // whether lines are transformed as convolutions with a chirp
#endif

#if GLOBAL_TILES
#define TILE __global
#else
#define TILE __local
#endif

#if GROUP == 1
#define SYNC() // nobody to wait for
#else
#define SYNC() barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)
#endif

// Cell of point p of line c.
#define AT(p, c) (((p) * LINES + (c)) + (((p) * LINES + (c)) >> PADDING_SHIFT))

// Every butterfly of a stage that is this work-item's: point at, number j within its block.
#if ITEMS == 1
#define EACH_BUTTERFLY(R) for (int j = 0; j < span; j++) for (int at = j; at < points; at += R * span)
#else
#define EACH_BUTTERFLY(R) for (int k = item, j, at; j = k % span, at = k / span * R * span + j, k < points / R; \
        k += ITEMS)
#endif

// Forward: y = w DFT(x). Backward, real and imaginary parts exchanged: x = DFT(w y).
#define STAGE(R)                                                                                                       \
static inline void stage##R(TILE real *re, TILE real *im, int line, int item, int points, int span,                    \
        __global const float2 *twiddles, int offset, int backward) {                                                   \
    EACH_BUTTERFLY(R) {                                                                                                \
        real a[R], b[R];                                                                                               \
        a[0] = re[AT(at, line)];                                                                                       \
        b[0] = im[AT(at, line)];                                                                                       \
        _Pragma("unroll")                                                                                              \
        for (int q = 1; q < R; q++) {                                                                                  \
            a[q] = re[AT(at + q * span, line)];                                                                        \
            b[q] = im[AT(at + q * span, line)];                                                                        \
            if (backward) {                                                                                            \
                TURN(a[q], b[q], twiddles[(j * STRIDE + offset) * (R - 1) + q - 1])                                    \
            }                                                                                                          \
        }                                                                                                              \
        transform##R(a, b);                                                                                            \
        re[AT(at, line)] = a[0];                                                                                       \
        im[AT(at, line)] = b[0];                                                                                       \
        _Pragma("unroll")                                                                                              \
        for (int q = 1; q < R; q++) {                                                                                  \
            if (!backward) {                                                                                           \
                TURN(a[q], b[q], twiddles[(j * STRIDE + offset) * (R - 1) + q - 1])                                    \
            }                                                                                                          \
            re[AT(at + q * span, line)] = a[q];                                                                        \
            im[AT(at + q * span, line)] = b[q];                                                                        \
        }                                                                                                              \
    }                                                                                                                  \
}

STAGE(2)
STAGE(3)
STAGE(4)
STAGE(5)
STAGE(7)
STAGE(8)
#if WIDEST == 16
STAGE(16)
#endif

// How lines of one length are transformed: a table of (radix, span, first twiddle, -) in the order of execution.
typedef struct {
    int points;    // of a line
    int chain;     // points of the chain of stages: those of the convolution where there is a chirp
    int stages;
    __global const int4 *stage;
    __global const float2 *twiddles;
    __global const float2 *chirp;    // of points numbers
    __global const float2 *spectrum; // of chain numbers, in the order that the stages leave
    int offset;    // of the line between the points of another, below STRIDE
} Recipe;

#ifdef STAGES
#define S(R, SPAN, TWIDDLE) \
    stage##R(re, im, line, item, CHAIN, SPAN, recipe.twiddles + TWIDDLE, recipe.offset, BACKWARD); \
    SYNC();
#else
#define RUN(R) case R: \
    stage##R(re, im, line, item, recipe.chain, s.y, recipe.twiddles + s.z, recipe.offset, BACKWARD); \
    break;
#if WIDEST == 16
#define RUN_WIDEST RUN(16)
#else
#define RUN_WIDEST
#endif
#define RUN_ANY switch (s.x) { RUN(2) RUN(3) RUN(4) RUN(5) RUN(7) RUN(8) RUN_WIDEST } \
    SYNC(); // no barrier stands in a branch
#endif

// The chain of stages; leaves the frequencies in the order of the recipe.
static inline void forwardChain(TILE real *re, TILE real *im, int line, int item, Recipe recipe) {
#define BACKWARD 0
#ifdef STAGES
    STAGES
#else
    for (int k = 0; k < recipe.stages; k++) {
        int4 s = recipe.stage[k];
        RUN_ANY
    }
#endif
#undef BACKWARD
}

// The chain run backwards: takes that order, gives chain times the points.
static inline void backwardChain(TILE real *im, TILE real *re, int line, int item, Recipe recipe) {
#define BACKWARD 1
#ifdef STAGES
    STAGES_REVERSED
#else
    for (int k = recipe.stages - 1; k >= 0; k--) {
        int4 s = recipe.stage[k];
        RUN_ANY
    }
#endif
#undef BACKWARD
}

#if CHIRP
static inline void forwardTransform(TILE real *re, TILE real *im, int line, int item, Recipe recipe) {
    for (int p = item; p < recipe.chain; p += ITEMS) {
        if (p < recipe.points) {
            TURN(re[AT(p, line)], im[AT(p, line)], recipe.chirp[p])
        } else {
            re[AT(p, line)] = 0;
            im[AT(p, line)] = 0;
        }
    }
    SYNC();
    forwardChain(re, im, line, item, recipe);
    for (int p = item; p < recipe.chain; p += ITEMS) {
        TURN(re[AT(p, line)], im[AT(p, line)], recipe.spectrum[p])
    }
    SYNC();
    backwardChain(re, im, line, item, recipe);
    for (int p = item; p < recipe.points; p += ITEMS) {
        TURN(re[AT(p, line)], im[AT(p, line)], recipe.chirp[p])
    }
    SYNC();
}

// The inverse, times the count of points: numbers conjugated, which is parts exchanged on both sides.
static inline void backwardTransform(TILE real *re, TILE real *im, int line, int item, Recipe recipe) {
    forwardTransform(im, re, line, item, recipe);
}
#else
#define forwardTransform forwardChain
#define backwardTransform backwardChain
#endif
