// What a screen does to a wave: it multiplies by w exp(scale (i p - a)) or its conjugate.
#include "phasor.cl"
#include "random_levels.cl"

#define NONE 0
#define LEVELS8 1
#define FLOAT32 2
#define RANDOM 3 // generated, for phases
#ifndef PHASE
#define PHASE LEVELS8 // how phases are stored
#endif
#ifndef LOSS
#define LOSS NONE // how attenuations are stored
#endif
#ifndef WINDOW
#define WINDOW 0 // whether there is an absorbing frame
#endif
#ifndef KEEP
#define KEEP 0 // whether the field behind the screen is kept, in the order of tiles
#endif
#ifndef DIFFERENTIATE
#define DIFFERENTIATE 0 // whether the state is a cotangent that meets a kept field
#endif

#if PHASE != FLOAT32
typedef uchar phaseSample;
#define READ_PHASE READ_LEVELS
#else
typedef float phaseSample;
#define READ_PHASE READ_FLOATS
#endif
#if LOSS == LEVELS8
typedef uchar lossSample;
#define READ_LOSS READ_LEVELS
#else
typedef float lossSample;
#define READ_LOSS READ_FLOATS
#endif

// LANES phases and attenuations from sample at on.
#if PHASE == RANDOM
#define PHASES_FROM(at) randomLevels(at, seed, levels)
#else
#define PHASES_FROM(at) READ_PHASE(phases + (at))
#endif
#define LOSSES_FROM(at) READ_LOSS(losses + (at))

// Half turns of a phase are p (turns + turnsLow) + firstTurn. The attenuation is a = least + step level, or as stored,
// and 2^(a (octaves + octavesLow)) its factor. Kept fields: cells as they stand in tiles, [item][row / LANES][points].
#define SCREEN_ARGUMENTS \
    __global const phaseSample *phases, long phaseAt, float turns, float turnsLow, float firstTurn, \
    ulong seed, int levels, \
    __global const lossSample *losses, long lossAt, float octaves, float octavesLow, float least, float step, \
    __global const float *windowX, __global const float *windowY, \
    float factor, float sign, int firstItem, __global real *kept, long keptPlane, \
    __global float *byPhase, long byPhaseAt, __global float *byLoss, long byLossAt, float scale

// The modulus of the factor: that of the attenuation, times the window.
static inline real modulusOf(real loss, float octaves, float octavesLow, float least, float step, real window) {
#if LOSS == LEVELS8
    return window * powerOf(fma(loss, ALL(step), ALL(least)), octaves, octavesLow);
#elif LOSS == FLOAT32
    return window * powerOf(loss, octaves, octavesLow);
#else
    return window;
#endif
}

// Numbers (a, b) pass a screen of this phase.
static inline void pass(real *a, real *b, real phase, float turns, float turnsLow, float firstTurn, real modulus,
        float sign) {
    real cosine, sine;
    phasorOf(phase, turns, turnsLow, firstTurn, &cosine, &sine);
#if WINDOW || LOSS != NONE
    cosine *= modulus;
    sine *= modulus;
#endif
    sine *= sign;
    real turned = *a * cosine - *b * sine;
    *b = *a * sine + *b * cosine;
    *a = turned;
}
