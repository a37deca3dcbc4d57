// A wave whose lines are held in registers passes a screen: the kernel of split_step.cl.
#include "registers.cl"
#include "screen.cl"

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
        pass(&a[e], &b[e], PHASES_FROM(phaseAt + row + x), turns, turnsLow, firstTurn, modulus, sign);
#if KEEP
        keptRow[x] = (float2) (a[e], b[e]);
#endif
    }
    forwardLine(a, b, tile, line, item, twiddles);
    EACH_VALUE {
        state[CELL_OF_ROW(e)] = (float2) (a[e], b[e]);
    }
}
