// How the light of a product is detected: pfm.analog.Detection says what, pfm.noise.Poisson how counts are drawn. In
// double precision, as on the host: exp, log, log1p and expm1 of OpenCL err by at most 3 ulp, so that a count or a
// click is another one than the host's where a random number lies as close to the edge between two, 1e-15 of all.
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#include "noise.cl"

#define SHOT 9
#define BERNOULLI 10
#define DETECTOR 15
#define MOST_PHOTONS 1e15
#define ATTEMPTS 256
#define MOST_BY_INVERSION 100
#define LOG_2_PI 1.8378770664093454836

// Word 3 of the counters of a row.
static inline uint purpose(int stream, int round, long row) {
    return (uint) stream | (uint) round << 8 | (uint) (row >> 32) << 16;
}

static inline double uniformOf(uint high, uint low) {
    return ((double) ((ulong) high << 20 | low >> 12) + 0.5) * 0x1p-52;
}

static inline double logProbability(double k, double mean) {
    if (k < 10) {
        double factorial = 1;
        for (int f = 2; f <= (int) k; f++) {
            factorial *= f;
        }
        return k * log(mean) - mean - log(factorial);
    }
    double square = k * k;
    double series = (1.0 / 12 - (1.0 / 360 - 1.0 / (1260 * square)) / square) / k;
    return k * log1p((mean - k) / k) + (k - mean) - 0.5 * (LOG_2_PI + log(k)) - series;
}

// Count of independent events of a mean, of a sample of a row.
static inline double poisson(int sample, long row, long seed, double mean) {
    if (!(mean > 0)) {
        return mean == 0 ? 0 : NAN;
    }
    uint4 counter = (uint4) ((uint) sample, (uint) row, 0, purpose(SHOT, 0, row));
    if (mean < 10) {
        uint4 w = philox(counter, (uint) seed, (uint) (seed >> 32));
        double u = uniformOf(w.x, w.y);
        double probability = exp(-mean);
        int count = 0;
        while (u > probability && count < MOST_BY_INVERSION) {
            u -= probability;
            count++;
            probability *= mean / count;
        }
        return count;
    }
    double b = 0.931 + 2.53 * sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double quick = 0.9277 - 3.6224 / (b - 2);
    double inverse = 1.1239 + 1.1328 / (b - 3.4);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        counter.z = (uint) attempt << 24;
        uint4 w = philox(counter, (uint) seed, (uint) (seed >> 32));
        double u = uniformOf(w.x, w.y) - 0.5;
        double v = uniformOf(w.z, w.w);
        double edge = 0.5 - fabs(u);
        double k = floor((2 * a / edge + b) * u + mean + 0.43);
        if (edge >= 0.07 && v <= quick) {
            return k;
        }
        if (k >= 0 && (edge >= 0.013 || v <= edge)
                && log(v * inverse / (a / (edge * edge) + b)) <= logProbability(k, mean)) {
            return k;
        }
    }
    return rint(mean);
}

// y[b][o] = S (span Poisson(F) / counted + least), F = counted y[b][o] / S; sums holds S, NaN where there is no result.
__kernel void shotNoise(int batch, int outputs, __global float *y, __global const double *sums, double counted,
        double span, double least, long seed, long vector) {
    int o = get_global_id(0);
    int b = get_global_id(1);
    if (o < outputs) {
        long at = b * (long) outputs + o;
        double sum = sums[b];
        double result = sum;
        if (sum > 0) {
            double mean = fmin(MOST_PHOTONS, counted * fmax(0.0, (double) y[at]) / sum);
            result = sum * (span * poisson(o, vector + b, seed, mean) / counted + least);
        }
        y[at] = (float) result;
    }
}

// y = sign(z) clicks / shots, a click with probability 1 - exp(-z z).
__kernel void singlePhoton(int batch, int outputs, __global float *y, int shots, long seed, long vector) {
    int o = get_global_id(0);
    int b = get_global_id(1);
    if (o < outputs) {
        long at = b * (long) outputs + o;
        double z = y[at];
        float chance = (float) -expm1(-z * z);
        ulong below = (ulong) rint((double) (chance * 0x1p32f));
        int clicks = 0;
        for (int shot = 0; shot < shots; shot++) {
            uint4 counter = (uint4) (((uint) o >> 6) * 16 + (o & 15), (uint) (vector + b), 0,
                    purpose(BERNOULLI, shot, vector + b));
            uint4 w = philox(counter, (uint) seed, (uint) (seed >> 32));
            int place = (o >> 4) & 3;
            uint word = place == 0 ? w.x : place == 1 ? w.y : place == 2 ? w.z : w.w;
            clicks += word < below;
        }
        y[at] = isnan(z) ? (float) z : (float) copysign((double) clicks / shots, z);
    }
}

// y = z + N sqrt(dark + slope |z|), the variances of a photodiode.
__kernel void photodiode(int batch, int outputs, __global float *y, double dark, double slope, long seed, long vector) {
    int o = get_global_id(0);
    int b = get_global_id(1);
    if (o < outputs) {
        long at = b * (long) outputs + o;
        double z = y[at];
        double deviation = sqrt(dark + slope * fabs(z));
        y[at] = (float) (z + deviation * normal(o, vector + b, 0, DETECTOR, 0, seed));
    }
}
