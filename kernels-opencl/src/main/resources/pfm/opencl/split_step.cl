// A wave passes a screen, row by row: transformed back, times w exp(scale (i p - a)) or its conjugate, transformed.
#include "wave.cl"
#include "phasor.cl"
#include "random_levels.cl"

#define NONE 0
#define LEVELS8 1
#define FLOAT32 2
#define RANDOM 3 // generated, for phases
#ifndef PHASE
#define PHASE LEVELS8 // how phases are stored
#endif
#ifndef LOSS
#define LOSS NONE // how attenuations are stored
#endif
#ifndef WINDOW
#define WINDOW 0 // whether there is an absorbing frame
#endif
#ifndef KEEP
#define KEEP 0 // whether the field behind the screen is kept, in the order of tiles
#endif
#ifndef DIFFERENTIATE
#define DIFFERENTIATE 0 // whether the state is a cotangent that meets a kept field
#endif

#if PHASE != FLOAT32
typedef uchar phaseSample;
#define READ_PHASE READ_LEVELS
#else
typedef float phaseSample;
#define READ_PHASE READ_FLOATS
#endif
#if LOSS == LEVELS8
typedef uchar lossSample;
#define READ_LOSS READ_LEVELS
#else
typedef float lossSample;
#define READ_LOSS READ_FLOATS
#endif

// Reads LANES rows of a table by READ(number of the first sample); rows behind the last one are the last one.
#define READ_BLOCK(READ, first, t) { \
    _Pragma("unroll") \
    for (int r = 0; r < LANES; r++) { \
        t[r] = READ(first + min(y + r, ny - 1) * (long) nx + column * LANES); \
    } \
    transpose(t); \
}
#if PHASE == RANDOM
#define PHASES_FROM(at) randomLevels(at, seed, levels)
#else
#define PHASES_FROM(at) READ_PHASE(phases + (at))
#endif
#define LOSSES_FROM(at) READ_LOSS(losses + (at))

// Adds LANES points of LANES rows to a plane of floats.
static inline void addBlock(real *t, __global float *sum, int y, int column, int nx, int ny) {
    transpose(t);
    #pragma unroll
    for (int r = 0; r < LANES; r++) {
        if (y + r < ny) {
            __global float *at = sum + (y + r) * (long) nx + column * LANES;
            writePart(READ_FLOATS(at) + t[r], at, nx - column * LANES);
        }
    }
}

// Half turns of a phase are p (turns + turnsLow) + firstTurn. The attenuation is a = least + step level, or as stored,
// and 2^(a (octaves + octavesLow)) its factor. Kept fields: cells as they stand in tiles, [item][row / LANES][points].
__kernel EXACT_GROUP void screen(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, TILE_ARGUMENTS, int tiles, __global real *states,
        __global const phaseSample *phases, long phaseAt, float turns, float turnsLow, float firstTurn,
        ulong seed, int levels,
        __global const lossSample *losses, long lossAt, float octaves, float octavesLow, float least, float step,
        __global const float *windowX, __global const float *windowY,
        float factor, float sign, int firstItem, __global real *kept, long keptPlane,
        __global float *byPhase, long byPhaseAt, __global float *byLoss, long byLossAt, float scale) {
    Shape shape = SHAPE;
    Recipe recipe = RECIPE;
    TILE_START
    int id = get_local_id(0);
    long batchItem = firstItem + get_group_id(1);
    __global real *state = states + 2 * plane * batchItem;
#if KEEP || DIFFERENTIATE
    __global real *keptItem = kept + 2 * keptPlane * batchItem;
#endif
    for (int tile = get_group_id(0); tile < tiles; tile += get_num_groups(0)) {
        readRows(re, im, state, shape, tile, id);
        recipe.offset = OFFSET(id % LINES);
        backwardTransform(re, im, id % LINES, id / LINES, recipe);
        for (int e = id; e < CELLS_OF_ROWS(cells); e += GROUP) {
            PLACE(e, cells)
            real phase[LANES];
            READ_BLOCK(PHASES_FROM, phaseAt, phase)
#if LOSS != NONE
            real loss[LANES];
            READ_BLOCK(LOSSES_FROM, lossAt, loss)
#endif
#if WINDOW
            real window = READ_FLOATS(windowY + y); // of whole cells
#endif
#if DIFFERENTIATE
            real sum[LANES], lossSum[LANES];
#endif
            #pragma unroll
            for (int p = 0; p < LANES; p++) {
                int point = block * LANES + p;
                int x = column * LANES + p;
                real a = re[AT(point, c)] * factor;
                real b = im[AT(point, c)] * factor;
#if DIFFERENTIATE
                real u, v;
                READ_CELL(keptItem, (y / LANES) * (long) (cells * LANES) + x, u, v)
                sum[p] = scale * (u * b - v * a);
                lossSum[p] = -scale * (u * a + v * b);
#endif
                real cosine, sine;
                phasorOf(phase[p], turns, turnsLow, firstTurn, &cosine, &sine);
#if LOSS == LEVELS8
                real modulus = powerOf(fma(loss[p], ALL(step), ALL(least)), octaves, octavesLow);
#elif LOSS == FLOAT32
                real modulus = powerOf(loss[p], octaves, octavesLow);
#endif
#if WINDOW
                real frame = window * windowX[x];
#if LOSS == NONE
                real modulus = frame;
#else
                modulus *= frame;
#endif
#endif
#if WINDOW || LOSS != NONE
                cosine *= modulus;
                sine *= modulus;
#endif
                sine *= sign;
                real turned = a * cosine - b * sine;
                b = a * sine + b * cosine;
                a = turned;
                re[AT(point, c)] = a;
                im[AT(point, c)] = b;
#if KEEP
                WRITE_CELL(keptItem, (y / LANES) * (long) (cells * LANES) + x, a, b);
#endif
            }
#if DIFFERENTIATE
            addBlock(sum, byPhase + byPhaseAt, y, column, nx, ny);
#if LOSS != NONE
            addBlock(lossSum, byLoss + byLossAt, y, column, nx, ny);
#endif
#endif
        }
        SYNC();
        forwardTransform(re, im, id % LINES, id / LINES, recipe);
        writeRows(re, im, state, shape, tile, id);
    }
}
