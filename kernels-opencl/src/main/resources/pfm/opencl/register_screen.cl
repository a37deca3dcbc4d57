// A wave whose lines are held in registers passes a screen: the kernel of split_step.cl.
#include "registers.cl"
#include "screen.cl"

#if PHASE == RANDOM
// The levels of a group's rows, in its local memory: a work-item makes sixteen of them at once, where VALUES is 16.
static inline void makeLevels(__local uint4 *levels, long first, ulong seed) {
    for (int block = get_local_id(0); block < LINES * PITCH / 16; block += GROUP) {
        levels[block] = levelWords((first >> 4) + block, seed);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
}
#define PHASE_AT(x) ((float) (made[line * PITCH + (x)] * levels >> 8))
#else
#define PHASE_AT(x) READ_PHASE(phases + phaseAt + row + (x))
#endif

__kernel EXACT_GROUP void screen(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, __local real *tile, int tileCells, int tiles,
        __global float2 *states, SCREEN_ARGUMENTS) {
    ITEM_OF_ROWS
    long batchItem = firstItem + get_group_id(1);
    __global float2 *state = states + plane * batchItem;
    EACH_VALUE {
        float2 cell = state[CELL_OF_ROW(e)];
        a[e] = cell.x;
        b[e] = cell.y;
    }
    backwardLine(a, b, tile, line, item, spectrum);
    long row = y * (long) nx;
#if PHASE == RANDOM
    makeLevels((__local uint4 *) tile, phaseAt + get_group_id(0) * LINES * (long) nx, seed);
    __local const uchar *made = (__local const uchar *) tile;
#endif
#if KEEP || DIFFERENTIATE
    __global float2 *keptRow = (__global float2 *) kept + keptPlane * batchItem + row;
#endif
    EACH_VALUE {
        int x = POINT(e);
        a[e] *= factor;
        b[e] *= factor;
#if DIFFERENTIATE
        float2 u = keptRow[x];
        byPhase[byPhaseAt + row + x] += scale * (u.x * b[e] - u.y * a[e]);
#if LOSS != NONE
        byLoss[byLossAt + row + x] += -scale * (u.x * a[e] + u.y * b[e]);
#endif
#endif
#if WINDOW
        float modulus = windowY[y] * windowX[x];
#else
        float modulus = 1;
#endif
#if LOSS != NONE
        modulus = modulusOf(LOSSES_FROM(lossAt + row + x), octaves, octavesLow, least, step, modulus);
#endif
        pass(&a[e], &b[e], PHASE_AT(x), turns, turnsLow, firstTurn, modulus, sign);
#if KEEP
        keptRow[x] = (float2) (a[e], b[e]);
#endif
    }
#if PHASE == RANDOM
    barrier(CLK_LOCAL_MEM_FENCE); // nobody reads levels any more
#endif
    forwardLine(a, b, tile, line, item, twiddles);
    EACH_VALUE {
        state[CELL_OF_ROW(e)] = (float2) (a[e], b[e]);
    }
}
