// What the passes over a wave share. The state of an item is a plane of cells, rows of PITCH cells; lanes of a cell are
// neighbours in x. Between passes over rows it holds, along x, frequencies in the order of the recipe of a row.
#include "fft.cl"

// Where a wave lies, and how many items of a batch there are.
typedef struct {
    int nx, ny;
    int cells;  // of a row
    int pitch;  // cells from row to row
    long plane; // cells from item to item
} Shape;

#define SHAPE {nx, ny, cells, pitch, plane}
#define RECIPE {points, chain, stages, stage, twiddles, chirp, spectrum, 0}

// A tile is this group's: all of local memory, or its part of a buffer.
#define TILE_ARGUMENTS TILE real *memory, int tileCells
#if GLOBAL_TILES
#define TILE_START \
    TILE real *re = memory + 2L * tileCells * (get_group_id(0) + get_num_groups(0) * get_group_id(1)); \
    TILE real *im = re + tileCells;
#else
#define TILE_START TILE real *re = memory, *im = memory + tileCells;
#endif

// A tile of rows: line c holds LANES rows, the lanes of its cells, from row (tile LINES + c) LANES on; or, of rows that
// are too long for a tile, every STRIDE-th point of a row. Element e of it is cell `block` of line c, and in the plane
// cell `column` of the rows from row y on.
#define CELLS_OF_ROWS(cells) (LINES * ((cells) / STRIDE))
#if STRIDE == 1
#define PLACE(e, cells) int c = (e) / (cells), block = (e) % (cells), column = block, y = (tile * LINES + c) * LANES;
#define OFFSET(line) 0
#else
#define OFFSET(line) (tile % (STRIDE / LINES) * LINES + (line))
#define PLACE(e, cells) int c = (e) % LINES, block = (e) / LINES, column = block * STRIDE + OFFSET(c), \
    y = tile / (STRIDE / LINES);
#endif

static inline void readRows(TILE real *re, TILE real *im, __global const real *state, Shape shape, int tile, int id) {
    for (int e = id; e < CELLS_OF_ROWS(shape.cells); e += GROUP) {
        PLACE(e, shape.cells)
        real a[LANES], b[LANES];
        #pragma unroll
        for (int r = 0; r < LANES; r++) {
            // rows behind the last one are memory of the plane, up to whole cells
            int row = min(y + r, (shape.ny + LANES - 1) / LANES * LANES - 1);
            READ_CELL(state, row * (long) shape.pitch + column, a[r], b[r])
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
}

static inline void writeRows(TILE real *re, TILE real *im, __global real *state, Shape shape, int tile, int id) {
    for (int e = id; e < CELLS_OF_ROWS(shape.cells); e += GROUP) {
        PLACE(e, shape.cells)
        real a[LANES], b[LANES];
        #pragma unroll
        for (int p = 0; p < LANES; p++) {
            a[p] = re[AT(block * LANES + p, c)];
            b[p] = im[AT(block * LANES + p, c)];
        }
        transpose(a);
        transpose(b);
        #pragma unroll
        for (int r = 0; r < LANES; r++) {
            if (y + r < shape.ny) {
                WRITE_CELL(state, (y + r) * (long) shape.pitch + column, a[r], b[r]);
            }
        }
    }
    SYNC();
}
