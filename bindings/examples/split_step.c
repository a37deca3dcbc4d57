/*
 * Sends a Gaussian beam through a lens and a block of glass with 8-bit levels, and a vector through an analog crossbar,
 * all in memory of its own.
 *
 *     cc split_step.c -I DIR -L DIR -lpfm -lm -Wl,-rpath,DIR -o split_step
 *     ./split_step [BACKEND [FIELD]]
 *
 * FIELD receives the field behind the glass: float32, the real plane, then the imaginary one.
 */
#include <math.h>
#include <pfm.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = 256, SLICES = 24, INPUTS = 64, OUTPUTS = 10 };

static float re[N * N], im[N * N], out_re[N * N], out_im[N * N], lens[N * N];
static uint8_t glass[SLICES * N * N];
static float weights[OUTPUTS * INPUTS], x[INPUTS], y[OUTPUTS];
static pfm_error error;

static void check(int32_t code) {
    if (code != PFM_OK) {
        fprintf(stderr, "split_step: code %d: %s\n", code, error.message);
        exit(2);
    }
}

static double power(const float *real, const float *imaginary) {
    double sum = 0;
    for (int i = 0; i < N * N; i++) {
        sum += (double) real[i] * real[i] + (double) imaginary[i] * imaginary[i];
    }
    return sum;
}

static double brightest(const float *real, const float *imaginary) {
    double most = 0;
    for (int i = 0; i < N * N; i++) {
        most = fmax(most, (double) real[i] * real[i] + (double) imaginary[i] * imaginary[i]);
    }
    return most;
}

static void propagate(pfm_kernels kernels, const char *file) {
    const double pitch = 1e-6, wavelength = 1e-6, focus = 1e-3;
    for (int i = 0; i < N * N; i++) {
        double px = (i % N - N / 2) * pitch, py = (i / N - N / 2) * pitch, r2 = px * px + py * py;
        re[i] = (float) exp(-r2 / (40e-6 * 40e-6));
        im[i] = 0;
        lens[i] = (float) (-3.14159265358979 / (wavelength * focus) * r2);
    }
    for (int i = 0; i < SLICES * N * N; i++) {
        glass[i] = (uint8_t) ((unsigned) i * 2654435761u >> 24); /* the same noise everywhere */
    }
    pfm_wave wave = {.nx = N, .ny = N, .pitch_x = pitch, .pitch_y = pitch, .wavelength = wavelength, .index = 1.45};
    pfm_frame frame = {.cells = 16, .order = 2, .strength = 0.2};
    pfm_element elements[] = {
        {.kind = PFM_MASK, .phase = {.values = lens}},
        {.kind = PFM_GAP, .length = 500e-6},
        {.kind = PFM_SLAB, .slices = SLICES, .length = 2e-6,
         .phase = {.values = glass, .format = PFM_LEVELS8, .step = 1e-3 / 255}},
    };
    pfm_plan plan;
    check(pfm_split_step_plan(kernels, &wave, &frame, elements, 3, &plan, &error));
    check(pfm_propagate(plan, 1, re, im, out_re, out_im, &error));
    printf("light      power in %.6g, out %.6g; brightest %.3g times as bright\n", power(re, im),
           power(out_re, out_im), brightest(out_re, out_im) / brightest(re, im));
    check(pfm_plan_close(plan, &error));
    FILE *out = file == NULL ? NULL : fopen(file, "wb");
    if (file != NULL && (out == NULL || fwrite(out_re, 1, sizeof out_re, out) != sizeof out_re
                         || fwrite(out_im, 1, sizeof out_im, out) != sizeof out_im || fclose(out) != 0)) {
        fprintf(stderr, "split_step: %s must be a file that can be written\n", file);
        exit(2);
    }
}

static void multiply(pfm_kernels kernels) {
    static const char device[] =
        "{\"dac\": {\"bits\": 8, \"bound\": 1}, \"adc\": {\"bits\": 8, \"bound\": 40}, \"inputScaling\": \"absMax\"}";
    for (int i = 0; i < OUTPUTS * INPUTS; i++) {
        weights[i] = (float) sin(i);
    }
    for (int i = 0; i < INPUTS; i++) {
        x[i] = (float) cos(i);
    }
    pfm_plan plan;
    check(pfm_crossbar_plan(kernels, weights, OUTPUTS, INPUTS, device, &plan, &error));
    check(pfm_multiply(plan, 1, x, y, &error));
    double worst = 0;
    for (int o = 0; o < OUTPUTS; o++) {
        double exact = 0;
        for (int i = 0; i < INPUTS; i++) {
            exact += (double) weights[o * INPUTS + i] * x[i];
        }
        worst = fmax(worst, fabs(y[o] - exact));
    }
    printf("crossbar   %d x %d, differs from the exact product by at most %.3f\n", OUTPUTS, INPUTS, worst);
    check(pfm_plan_close(plan, &error));
}

int main(int argc, char **argv) {
    pfm_kernels kernels;
    char device[256];
    check(pfm_open(argc > 1 ? argv[1] : "auto", 0, &kernels, &error));
    check(pfm_device(kernels, device, sizeof device, &error));
    printf("device     %s\n", device);
    propagate(kernels, argc > 2 ? argv[2] : NULL);
    multiply(kernels);
    check(pfm_close(kernels, &error));
    return 0;
}
