// Lines in registers: a work-item holds VALUES points of a line from the first read to the last write, and a group
// exchanges points between stages through local memory, real parts, then imaginary parts. Lengths are powers of two, and
// stages are constants. The state of a wave has ROWS rows interleaved, so that passes over columns, too, find 8 ROWS
// bytes or more next to each other.
#include "lines.cl"

#ifndef VALUES
#define VALUES 16
#define ROWS 1
#define PITCH 1
#define FIRST_RADIX 16
#define FIRST_SPAN 1
#define STAGES
#define STAGES_REVERSED
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline)) // registers are no array across a call
#define EACH_VALUE _Pragma("unroll") for (int e = 0; e < VALUES; e++)

// In a stage, register e of a work-item holds point FIRST_OF + STEP_OF: that of butterfly e / radix of the item. The
// second is a constant, and adds to the first without a carry.
#define BUTTERFLY(e, radix) (item + (e) / (radix) * ITEMS)
#define FIRST_OF(e, radix, span) \
    (BUTTERFLY(e, radix) / (span) * (radix) * (span) + BUTTERFLY(e, radix) % (span))
#define STEP_OF(e, radix, span) ((e) % (radix) * (span))
#define PADDED(p) ((p) + ((p) >> PADDING_SHIFT))
#define PLACE(e, radix, span) \
    ((PADDED(FIRST_OF(e, radix, span)) + PADDED(STEP_OF(e, radix, span))) * LINES + line)

ALWAYS_INLINE void exchangeParts(real *v, __local real *tile, int line, int item, int radix, int span, int next,
        int nextSpan) {
    EACH_VALUE {
        tile[PLACE(e, radix, span)] = v[e];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    EACH_VALUE {
        v[e] = tile[PLACE(e, next, nextSpan)];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
}

// Goes from the points of one stage to those of another.
#define X(R, SPAN, NEXT, NEXT_SPAN) \
    exchangeParts(a, tile, line, item, R, SPAN, NEXT, NEXT_SPAN); \
    exchangeParts(b, tile, line, item, R, SPAN, NEXT, NEXT_SPAN);

// Number q of a column of the table of twiddles [q - 1][span], most of them as a product of two others: six loads and six
// pairs of registers in place of fifteen for radix 16.
static inline float2 twiddle(__global const float2 *w, int span, int q) {
    if (q < 4 || q % 4 == 0) {
        return w[(q - 1) * span];
    }
    float2 near = w[(q % 4 - 1) * span];
    float2 far = w[(q / 4 * 4 - 1) * span];
    return (float2) (far.x * near.x - far.y * near.y, far.x * near.y + far.y * near.x);
}

// Butterfly I of a stage, forward or backward as in tiles; the table of twiddles is [q - 1][j].
#define S(R, SPAN, TABLE, I) { \
        __global const float2 *w = twiddles + TABLE + BUTTERFLY(I * R, R) % SPAN; \
        if (!BACKWARD) { \
            transform##R(a + I * R, b + I * R); \
        } \
        if (SPAN > 1) { \
            _Pragma("unroll") \
            for (int q = 1; q < R; q++) { \
                TURN(a[I * R + q], b[I * R + q], twiddle(w, SPAN, q)) \
            } \
        } \
        if (BACKWARD) { \
            transform##R(a + I * R, b + I * R); \
        } \
    }

// From the points of the first stage to the frequencies of the last one.
ALWAYS_INLINE void forwardLine(real *a, real *b, __local real *tile, int line, int item,
        __global const float2 *twiddles) {
#define BACKWARD 0
    STAGES
#undef BACKWARD
}

// From the frequencies of the last stage to the points of the first one, times their count.
ALWAYS_INLINE void backwardLine(real *b, real *a, __local real *tile, int line, int item,
        __global const float2 *twiddles) {
#define BACKWARD 1
    STAGES_REVERSED
#undef BACKWARD
}

// The point of register e before the first stage.
#define POINT(e) (FIRST_OF(e, FIRST_RADIX, FIRST_SPAN) + STEP_OF(e, FIRST_RADIX, FIRST_SPAN))

// A work-item of a pass over rows; its group has ROWS neighbouring ones.
#define ITEM_OF_ROWS \
    int line = get_local_id(0) % LINES; \
    int item = get_local_id(0) / LINES; \
    int y = get_group_id(0) * LINES + line; \
    real a[VALUES], b[VALUES];

// Frequency e ITEMS + item of a row stands at this place of the state.
#define CELL_OF_ROW(e) ((get_group_id(0) * (long) PITCH + item) * LINES + line + (e) * ITEMS * LINES)

// A work-item of a pass over columns: neighbours have neighbouring rows, then neighbouring columns.
#define ITEM_OF_COLUMNS \
    int line = get_local_id(0) / ROWS % LINES; \
    int item = get_local_id(0) / (ROWS * LINES) * ROWS + get_local_id(0) % ROWS; \
    int x = get_group_id(0) * LINES + line; \
    real a[VALUES], b[VALUES];

// Sample (x, row) of a plane whose rows are interleaved.
#define CELL_OF_COLUMN(row) (((row) / ROWS * (long) PITCH + x) * ROWS + (row) % ROWS)
// The same for first + step, both of rows, where the step is a constant and a multiple of ROWS.
#define CELL_OF_STEP(first, step) (CELL_OF_COLUMN(first) + (step) * PITCH)
#define CELL_OF_POINT(e) \
    CELL_OF_STEP(FIRST_OF(e, FIRST_RADIX, FIRST_SPAN), STEP_OF(e, FIRST_RADIX, FIRST_SPAN))
