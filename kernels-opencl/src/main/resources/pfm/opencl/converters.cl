// Converters of a crossbar that are no pfm.analog.Converter, in place. Every operation is one float32 operation, none
// is fused, so that codes are those of every other backend: pfm.analog.ConverterColumns has them.
#pragma OPENCL FP_CONTRACT OFF

static inline float clipped(float value, float low, float high) {
    return value > high ? high : value < low ? low : value;
}

// What a code of 2^bits stands for.
static inline float middle(int code, int bits, float bound) {
    int codes = 1 << bits;
    return bound * ((float) (2 * code + 1 - codes) / codes);
}

// Rounded to steps between low and high, for every vector or those that are active.
__kernel void quantise(int batch, int count, __global float *values, int pitch, float low, float high, float steps,
        int every, __global const int *active) {
    int i = get_global_id(0);
    int b = get_global_id(1);
    if (i < count && (every || active[b])) {
        long at = b * (long) pitch + i;
        values[at] = rint((clipped(values[at], low, high) - low) * steps) / steps + low;
    }
}

// A code bit by bit from the highest: constants are offset[columns], test[bits][columns], step[bits][columns].
__kernel void approximate(int batch, int count, __global float *values, int pitch, int first, int columns, int bits,
        float bound, float farthest, float gain, float load, __global const float *constants) {
    int i = get_global_id(0);
    int b = get_global_id(1);
    if (i >= count) {
        return;
    }
    long at = b * (long) pitch + i;
    __global const float *offset = constants + first + i;
    __global const float *test = offset + columns;
    __global const float *step = test + (long) bits * columns;
    float value = values[at];
    float x = clipped(value + offset[0], -farthest * bound, farthest * bound);
    float t = x * gain / (bound - x * load);
    float w = -1;
    int code = 0;
    for (int k = bits - 1; k >= 0; k--) {
        long of = k * (long) columns;
        if (w + test[of] < t) {
            w += step[of];
            code |= 1 << k;
        }
    }
    values[at] = value != value ? value : middle(code, bits, bound);
}

// A code stage by stage: constants are low, high, factor and shift, [bits][columns] each.
__kernel void stages(int batch, int count, __global float *values, int pitch, int first, int columns, int bits,
        float bound, __global const float *constants) {
    int i = get_global_id(0);
    int b = get_global_id(1);
    if (i >= count) {
        return;
    }
    long at = b * (long) pitch + i;
    long table = (long) bits * columns;
    __global const float *low = constants + first + i;
    __global const float *high = low + table;
    __global const float *factor = high + table;
    __global const float *shift = factor + table;
    float value = values[at];
    float v = clipped(value, -bound, bound);
    int code = 0;
    for (int n = 0; n < bits - 1; n++) {
        long of = n * (long) columns;
        int above = v > high[of];
        int between = !above && v > low[of];
        int whole = 1 << (bits - 1 - n);
        code += above ? whole : between ? whole / 2 : 0;
        float amplified = factor[of] * v;
        v = above ? amplified - shift[of] : between ? amplified : amplified + shift[of];
    }
    code += v > high[(bits - 1) * (long) columns];
    values[at] = value != value ? value : middle(code, bits, bound);
}
