// A wave passes a screen, row by row: transformed back, through the screen, transformed.
#include "wave.cl"
#include "screen.cl"

// Reads LANES rows of a table by READ(number of the first sample); rows behind the last one are the last one.
#define READ_BLOCK(READ, first, t) { \
    _Pragma("unroll") \
    for (int r = 0; r < LANES; r++) { \
        t[r] = READ(first + min(y + r, ny - 1) * (long) nx + column * LANES); \
    } \
    transpose(t); \
}
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

__kernel EXACT_GROUP void screen(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, TILE_ARGUMENTS, int tiles, __global real *states,
        SCREEN_ARGUMENTS) {
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
#if WINDOW
                real frame = window * windowX[x];
#else
                real frame = ALL(1.0f);
#endif
#if LOSS != NONE
                frame = modulusOf(loss[p], octaves, octavesLow, least, step, frame);
#endif
                pass(&a, &b, phase[p], turns, turnsLow, firstTurn, frame, sign);
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
