// Levels of a medium that is generated, the bits of pfm.field.RandomLevels.
#include "cell.cl"
#include "philox.cl"

#define MEDIUM_STREAM 16

static inline uint4 levelWords(long block, ulong seed) {
    return philox((uint4) ((uint) block, (uint) (block >> 32), 0, MEDIUM_STREAM),
        (uint) seed, (uint) (seed >> 32));
}

// Levels first to first + LANES - 1.
static inline real randomLevels(long first, ulong seed, int levels) {
    int place = (int) (first & 15);
#if LANES == 1
    uint4 words = levelWords(first >> 4, seed);
    uint2 pair = place < 8 ? words.lo : words.hi;
    uint word = (place & 4) ? pair.y : pair.x;
    return (float) (((word >> 8 * (place & 3) & 255) * levels) >> 8);
#else
    uint4 words[2]; // whose bytes, lowest first, are what devices have in this order in memory
    words[0] = levelWords(first >> 4, seed);
    if (place + LANES > 16) {
        words[1] = levelWords((first >> 4) + 1, seed);
    }
    return VECTOR(convert_float, LANES)(
        (VECTOR(convert_uint, LANES)(VECTOR(vload, LANES)(0, (uchar *) words + place)) * (uint) levels) >> 8);
#endif
}
