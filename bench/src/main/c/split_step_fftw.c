/*
 * The split-step method as one writes it in C on FFTW: per slice a forward transform, a product with the transfer
 * function, an inverse transform, a product with the phase mask. Interleaved complex float32, FFTW_MEASURE, in place.
 * Masks are exponentials made in advance, which spares this program the sine and cosine of every voxel.
 *
 *   gcc -O3 -march=native -ffast-math -fopenmp split_step_fftw.c -o split_step_fftw -lfftw3f_omp -lfftw3f -lm
 *   split_step_fftw NX NY SLICES THREADS
 *
 * Says {"ready": true} when it has planned. Then every line on standard input starts a run over all slices, answered by
 * one line of JSON with the milliseconds per slice and the last sample of the field, so that a peer's runs can be
 * interleaved with these, and the result judged.
 */
#include <complex.h>
#include <fftw3.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void multiply(float complex *restrict u, const float complex *restrict w, long n)
{
    #pragma omp parallel for
    for (long i = 0; i < n; i++)
        u[i] *= w[i];
}

static void fill(float complex *w, long n, double step, double modulus)
{
    for (long i = 0; i < n; i++)
        w[i] = modulus * cexp(I * fmod(step * i, 2 * M_PI));
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: %s NX NY SLICES THREADS\n", argv[0]);
        return 2;
    }
    int nx = atoi(argv[1]), ny = atoi(argv[2]), slices = atoi(argv[3]), threads = atoi(argv[4]);
    long n = (long) nx * ny;

    omp_set_num_threads(threads);
    fftwf_init_threads();
    fftwf_plan_with_nthreads(threads);
    float complex *u = fftwf_malloc(n * sizeof *u);
    float complex *h = fftwf_malloc(n * sizeof *h);
    float complex *masks = fftwf_malloc(n * slices * sizeof *masks);
    if (!u || !h || !masks) {
        fprintf(stderr, "%s: out of memory\n", argv[0]);
        return 1;
    }
    fftwf_plan forward = fftwf_plan_dft_2d(ny, nx, u, u, FFTW_FORWARD, FFTW_MEASURE);
    fftwf_plan inverse = fftwf_plan_dft_2d(ny, nx, u, u, FFTW_BACKWARD, FFTW_MEASURE);
    fill(u, n, 0.1, 1);
    fill(h, n, 0.01, 1.0 / n);
    fill(masks, n * slices, 0.001, 1);

    printf("{\"ready\": true}\n");
    fflush(stdout);
    while (getchar() == '\n') {
        double start = seconds();
        for (int s = 0; s < slices; s++) {
            fftwf_execute(forward);
            multiply(u, h, n);
            fftwf_execute(inverse);
            multiply(u, masks + s * n, n);
        }
        double milliseconds = 1e3 * (seconds() - start);
        printf("{\"peer\": \"fftw\", \"nx\": %d, \"ny\": %d, \"threads\": %d, \"msPerSlice\": %.6f, \"last\": [%.9g, %.9g]}\n",
               nx, ny, threads, milliseconds / slices, crealf(u[n - 1]), cimagf(u[n - 1]));
        fflush(stdout);
    }
    return 0;
}
