// A wave enters, from planes of floats to a state of transformed rows; it diffracts, column by column; it leaves.
#include "wave.cl"

// A group handles every so many tiles of an item.
#define EACH_TILE(tiles) for (int tile = get_group_id(0); tile < (tiles); tile += get_num_groups(0))

// state = rows of (inRe, inIm), transformed; floats stand as [item][ny][nx].
__kernel EXACT_GROUP void enter(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, TILE_ARGUMENTS, int tiles, __global real *states,
        __global const float *inRe, __global const float *inIm) {
    Shape shape = SHAPE;
    Recipe recipe = RECIPE;
    TILE_START
    int id = get_local_id(0);
    long first = get_group_id(1) * (long) ny * nx;
    __global real *state = states + 2 * plane * get_group_id(1);
    EACH_TILE(tiles) {
        for (int e = id; e < CELLS_OF_ROWS(cells); e += GROUP) {
            PLACE(e, cells)
            real a[LANES], b[LANES];
            #pragma unroll
            for (int r = 0; r < LANES; r++) { // the buffers are some samples longer than the planes
                long at = first + min(y + r, ny - 1) * (long) nx + column * LANES;
                a[r] = READ_FLOATS(inRe + at);
                b[r] = READ_FLOATS(inIm + at);
            }
            transpose(a);
            transpose(b);
            #pragma unroll
            for (int p = 0; p < LANES; p++) {
                re[AT(block * LANES + p, c)] = a[p];
                im[AT(block * LANES + p, c)] = b[p];
            }
        }
        SYNC();
        recipe.offset = OFFSET(id % LINES);
        forwardTransform(re, im, id % LINES, id / LINES, recipe);
        writeRows(re, im, state, shape, tile, id);
    }
}

// (outRe, outIm) = factor times rows of the state, transformed back.
__kernel EXACT_GROUP void leave(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, TILE_ARGUMENTS, int tiles,
        __global const real *states, __global float *outRe, __global float *outIm, float factor) {
    Shape shape = SHAPE;
    Recipe recipe = RECIPE;
    TILE_START
    int id = get_local_id(0);
    long first = get_group_id(1) * (long) ny * nx;
    __global const real *state = states + 2 * plane * get_group_id(1);
    EACH_TILE(tiles) {
        readRows(re, im, state, shape, tile, id);
        recipe.offset = OFFSET(id % LINES);
        backwardTransform(re, im, id % LINES, id / LINES, recipe);
        for (int e = id; e < CELLS_OF_ROWS(cells); e += GROUP) {
            PLACE(e, cells)
            real a[LANES], b[LANES];
            #pragma unroll
            for (int p = 0; p < LANES; p++) {
                a[p] = factor * re[AT(block * LANES + p, c)];
                b[p] = factor * im[AT(block * LANES + p, c)];
            }
            transpose(a);
            transpose(b);
            #pragma unroll
            for (int r = 0; r < LANES; r++) {
                if (y + r < ny) {
                    long at = first + (y + r) * (long) nx + column * LANES;
                    writePart(a[r], outRe + at, nx - column * LANES);
                    writePart(b[r], outIm + at, nx - column * LANES);
                }
            }
        }
        SYNC();
    }
}

#ifndef BLOCKS
#define BLOCKS 1 // parts of columns that are too long for a tile, whose first stage, of this radix, is done elsewhere
#endif

// Columns of the state: transform, product with H or its conjugate, transform back. H stands in the order that both
// transforms leave: a plane of cells, or one factor along x (cells) and one along y (numbers).
__kernel EXACT_GROUP void diffract(SHAPE_ARGUMENTS, RECIPE_ARGUMENTS, TILE_ARGUMENTS, int tiles, __global real *states,
        __global const real *h, __global const float2 *alongY, float sign) {
    Recipe recipe = RECIPE;
    TILE_START
    int id = get_local_id(0);
    __global real *state = states + 2 * plane * get_group_id(1);
    EACH_TILE(tiles) {
        int left = tile % (tiles / BLOCKS) * LINES;
        int top = tile / (tiles / BLOCKS) * points;
        for (int e = id; e < LINES * points; e += GROUP) {
            int c = e % LINES;
            int p = e / LINES;
            READ_CELL(state, (top + p) * (long) pitch + min(left + c, cells - 1), re[AT(p, c)], im[AT(p, c)])
        }
        SYNC();
        forwardTransform(re, im, id % LINES, id / LINES, recipe);
        for (int e = id; e < LINES * points; e += GROUP) {
            int c = e % LINES;
            int p = e / LINES;
            int x = min(left + c, cells - 1);
            real hRe, hIm;
#ifdef SEPARABLE
            READ_CELL(h, x, hRe, hIm)
            TURN(hRe, hIm, alongY[top + p])
#else
            READ_CELL(h, (top + p) * (long) pitch + x, hRe, hIm)
#endif
            hIm *= sign;
            real a = re[AT(p, c)];
            real b = im[AT(p, c)];
            re[AT(p, c)] = a * hRe - b * hIm;
            im[AT(p, c)] = a * hIm + b * hRe;
        }
        SYNC();
        backwardTransform(re, im, id % LINES, id / LINES, recipe);
        for (int e = id; e < LINES * points; e += GROUP) {
            int c = e % LINES;
            int p = e / LINES;
            if (left + c < cells) {
                WRITE_CELL(state, (top + p) * (long) pitch + left + c, re[AT(p, c)], im[AT(p, c)]);
            }
        }
        SYNC();
    }
}
