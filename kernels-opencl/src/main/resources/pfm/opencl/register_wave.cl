// A wave whose lines are held in registers enters, diffracts, and leaves: the kernels of angular_spectrum.cl.
#include "registers.cl"

// state = rows of (inRe, inIm), transformed; floats stand as [item][ny][nx].
__kernel EXACT_GROUP void enter(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, __local real *tile, int tileCells, int tiles,
        __global float2 *states, __global const float *inRe, __global const float *inIm) {
    ITEM_OF_ROWS
    long first = (get_group_id(1) * (long) ny + y) * nx;
    EACH_VALUE {
        a[e] = inRe[first + POINT(e)];
        b[e] = inIm[first + POINT(e)];
    }
    forwardLine(a, b, tile, line, item, twiddles);
    __global float2 *state = states + plane * get_group_id(1);
    EACH_VALUE {
        state[CELL_OF_ROW(e)] = (float2) (a[e], b[e]);
    }
}

// (outRe, outIm) = factor times rows of the state, transformed back.
__kernel EXACT_GROUP void leave(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, __local real *tile, int tileCells, int tiles,
        __global const float2 *states, __global float *outRe, __global float *outIm, float factor) {
    ITEM_OF_ROWS
    __global const float2 *state = states + plane * get_group_id(1);
    EACH_VALUE {
        float2 cell = state[CELL_OF_ROW(e)];
        a[e] = cell.x;
        b[e] = cell.y;
    }
    backwardLine(a, b, tile, line, item, spectrum);
    long first = (get_group_id(1) * (long) ny + y) * nx;
    EACH_VALUE {
        outRe[first + POINT(e)] = factor * a[e];
        outIm[first + POINT(e)] = factor * b[e];
    }
}

// Columns of the state: transform, product with H or its conjugate, transform back. H stands as the state does, its rows
// in the order e ITEMS + item; or one factor stands along x and one along y.
__kernel EXACT_GROUP void diffract(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, __local real *tile, int tileCells, int tiles,
        __global float2 *states, __global const float2 *h, __global const float2 *alongY, float sign) {
    ITEM_OF_COLUMNS
    __global float2 *state = states + plane * get_group_id(1);
    EACH_VALUE {
        float2 cell = state[CELL_OF_POINT(e)];
        a[e] = cell.x;
        b[e] = cell.y;
    }
    forwardLine(a, b, tile, line, item, twiddles);
    EACH_VALUE {
#ifdef SEPARABLE
        float2 factor = h[x];
        TURN(factor.x, factor.y, alongY[e * ITEMS + item])
#else
        float2 factor = h[CELL_OF_STEP(item, e * ITEMS)];
#endif
        factor.y *= sign;
        TURN(a[e], b[e], factor)
    }
    backwardLine(a, b, tile, line, item, spectrum);
    EACH_VALUE {
        state[CELL_OF_POINT(e)] = (float2) (a[e], b[e]);
    }
}
