// A cell: LANES neighbouring samples that one work-item handles in one vector. One on a GPU, whose work-items are lanes
// themselves; as many as a register holds on a processor. A plane of cells holds the real parts of a cell, then its
// imaginary parts. Everything below is the same code for any number of lanes.
#ifndef CELL
#define CELL
#ifndef LANES
#define LANES 1
#endif

#if LANES == 1
typedef float real;
#else
#define JOINED(a, b) a##b
#define VECTOR(type, count) JOINED(type, count)
typedef VECTOR(float, LANES) real;
#endif

// Reads and writes cell i of a plane of cells.
#if LANES == 1
#define READ_CELL(plane, i, re, im) { float2 cell = ((__global const float2*) (plane))[i]; re = cell.x; im = cell.y; }
#define WRITE_CELL(plane, i, re, im) ((__global float2*) (plane))[i] = (float2) (re, im)
#else
#define READ_CELL(plane, i, re, im) { re = (plane)[2 * (i)]; im = (plane)[2 * (i) + 1]; }
#define WRITE_CELL(plane, i, re, im) { (plane)[2 * (i)] = re; (plane)[2 * (i) + 1] = im; }
#endif

// LANES numbers at any address.
#if LANES == 1
#define READ_FLOATS(p) (*(p))
#define READ_LEVELS(p) ((float) *(p))
#define WRITE_FLOATS(value, p) (*(p) = (value))
#else
#define READ_FLOATS(p) VECTOR(vload, LANES)(0, p)
#define READ_LEVELS(p) VECTOR(convert_float, LANES)(VECTOR(vload, LANES)(0, p))
#define WRITE_FLOATS(value, p) VECTOR(vstore, LANES)(value, 0, p)
#endif

#if LANES == 1
#define AS_INTEGERS as_int
#define AS_REALS as_float
typedef int integers;
#else
#define AS_INTEGERS VECTOR(as_int, LANES)
#define AS_REALS VECTOR(as_float, LANES)
typedef VECTOR(int, LANES) integers;
#endif

// t[i].lane[j] and t[j].lane[i] change places: log2(LANES) perfect shuffles.
static inline void transpose(real *t) {
#if LANES > 1
    real s[LANES];
    #pragma unroll
    for (int round = 1; round < LANES; round *= 2) {
        #pragma unroll
        for (int i = 0; i < LANES / 2; i++) {
            s[2 * i].even = t[i].lo;
            s[2 * i].odd = t[i + LANES / 2].lo;
            s[2 * i + 1].even = t[i].hi;
            s[2 * i + 1].odd = t[i + LANES / 2].hi;
        }
        #pragma unroll
        for (int i = 0; i < LANES; i++) {
            t[i] = s[i];
        }
    }
#endif
}

// Writes the first count lanes.
static inline void writePart(real value, __global float *p, int count) {
    if (count >= LANES) {
        WRITE_FLOATS(value, p);
    } else {
#if LANES > 1
        float lane[LANES];
        WRITE_FLOATS(value, lane);
        for (int i = 0; i < count; i++) {
            p[i] = lane[i];
        }
#endif
    }
}
#endif
