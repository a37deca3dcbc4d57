/*
 * Wave kernels as one writes them in C on a library of transforms: per gap a forward transform, a product with the
 * transfer function and an inverse transform, per mask a product. Interleaved complex float32, in place; the library is
 * chosen by a macro: FFTW (FFTW_MEASURE), or with -DPEER_MKL the DFTI interface of MKL. A single field is transformed
 * by all threads; of a batch, every thread takes whole fields, so that they stay in its cache.
 *
 *   peer TASK NX NY BATCH GAPS MASKS THREADS DATA ANSWER
 *
 * TASK is "propagate", or "train": the same forward, keeping the field behind every mask, then the cotangent of the
 * output back to that of the input, with the gradient of every mask's phase on the way, summed over the batch. Gaps and
 * masks take turns, beginning with a gap. DATA holds float32 numbers: the input [batch][ny][nx] complex, the transfer
 * function divided by nx·ny [ny][nx] complex, the masks [masks][ny][nx] complex, exponentials made in advance, which
 * spares this program sines and cosines; for "train" the cotangent [batch][ny][nx] complex.
 *
 * Says {"ready": true} when it has planned. Then every "r" on standard input is a run from DATA's input, answered by one
 * line of JSON with its milliseconds; "w" writes what the last run computed to ANSWER: the output, and for "train" the
 * cotangent of the input and the gradient [masks][ny][nx] real.
 */
#include <complex.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef float complex number;

static int threads, threads_per_field; /* of a field: 1 where every thread takes fields of its own */

static void fail(const char *why)
{
    fprintf(stderr, "peer: %s\n", why);
    exit(1);
}

#ifdef PEER_MKL
/* What is used of mkl_dfti.h. */
typedef struct DFTI_DESCRIPTOR *descriptor;
long DftiCreateDescriptor(descriptor *, int precision, int domain, long dimensions, ...);
long DftiCommitDescriptor(descriptor);
long DftiComputeForward(descriptor, void *, ...);
long DftiComputeBackward(descriptor, void *, ...);
void MKL_Set_Num_Threads(int);
enum { DFTI_COMPLEX = 32, DFTI_SINGLE = 35 };

static descriptor transform;

static void plan(int nx, int ny, number *scratch)
{
    (void) scratch;
    long lengths[2] = {ny, nx};
    MKL_Set_Num_Threads(threads_per_field);
    if (DftiCreateDescriptor(&transform, DFTI_SINGLE, DFTI_COMPLEX, 2, lengths) || DftiCommitDescriptor(transform))
        fail("MKL has no plan");
}

static void forward(number *u) { DftiComputeForward(transform, u); }
static void inverse(number *u) { DftiComputeBackward(transform, u); }
#else
#include <fftw3.h>

static fftwf_plan forward_plan, inverse_plan;

static void plan(int nx, int ny, number *scratch)
{
    fftwf_init_threads();
    fftwf_plan_with_nthreads(threads_per_field);
    forward_plan = fftwf_plan_dft_2d(ny, nx, scratch, scratch, FFTW_FORWARD, FFTW_MEASURE);
    inverse_plan = fftwf_plan_dft_2d(ny, nx, scratch, scratch, FFTW_BACKWARD, FFTW_MEASURE);
    if (!forward_plan || !inverse_plan)
        fail("FFTW has no plan");
}

static void forward(number *u) { fftwf_execute_dft(forward_plan, u, u); }
static void inverse(number *u) { fftwf_execute_dft(inverse_plan, u, u); }
#endif

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void *memory(size_t bytes)
{
    void *found = aligned_alloc(4096, (bytes + 4096) / 4096 * 4096);
    if (!found)
        fail("out of memory");
    memset(found, 0, bytes);
    return found;
}

static number *complex_memory(long count) { return memory(count * sizeof(number)); }

static void load(FILE *file, number *to, long count)
{
    if (fread(to, sizeof *to, count, file) != (size_t) count)
        fail("the data end early");
}

static void store(FILE *file, const void *from, size_t bytes)
{
    if (fwrite(from, 1, bytes, file) != bytes)
        fail("the answer cannot be written");
}

/* Within a thread that has fields of its own, the loops below run on that thread alone. */
static void multiply(number *restrict u, const number *restrict w, long n)
{
    #pragma omp parallel for num_threads(threads_per_field)
    for (long i = 0; i < n; i++)
        u[i] *= w[i];
}

static void multiply_keeping(number *restrict u, const number *restrict w, number *restrict kept, long n)
{
    #pragma omp parallel for num_threads(threads_per_field)
    for (long i = 0; i < n; i++)
        kept[i] = u[i] *= w[i];
}

static void multiply_conjugate(number *restrict u, const number *restrict w, long n)
{
    #pragma omp parallel for num_threads(threads_per_field)
    for (long i = 0; i < n; i++)
        u[i] *= conjf(w[i]);
}

/* Through a mask backwards: the gradient of its phase is Im(conj(u) c) behind it. */
static void mask_back(number *restrict c, const number *restrict w, const number *restrict kept,
        float *restrict gradient, long n)
{
    #pragma omp parallel for num_threads(threads_per_field)
    for (long i = 0; i < n; i++) {
        gradient[i] += crealf(kept[i]) * cimagf(c[i]) - cimagf(kept[i]) * crealf(c[i]);
        c[i] *= conjf(w[i]);
    }
}

/* What a run reads and writes; kept, c and gradients only in training. */
static long n;
static int batch, gaps, masks;
static number *h, *w, *u, *kept, *c;
static float *gradients; /* [threads][masks][n]; the first is the sum in the end */

/* Keeps the field behind every mask, if behind is given. */
static void propagate(number *field, number *behind)
{
    for (int g = 0; g < gaps; g++) {
        forward(field);
        multiply(field, h, n);
        inverse(field);
        if (g < masks && behind)
            multiply_keeping(field, w + g * n, behind + g * n, n);
        else if (g < masks)
            multiply(field, w + g * n, n);
    }
}

static void propagate_back(number *field, const number *behind, float *gradient)
{
    for (int g = gaps - 1; g >= 0; g--) {
        if (g < masks)
            mask_back(field, w + g * n, behind + g * n, gradient + g * n, n);
        forward(field);
        multiply_conjugate(field, h, n);
        inverse(field);
    }
}

/* Fields that all threads share are not in a parallel region of their own, even of one thread: within a region, libgomp
 * starts new threads for every loop and transform: on two threads at 256 x 256, 3 times as long, with MKL 30 times. */
static void propagate_all(void)
{
    if (threads_per_field > 1) {
        for (int b = 0; b < batch; b++)
            propagate(u + b * n, kept ? kept + b * masks * n : NULL);
        return;
    }
    #pragma omp parallel for num_threads(threads)
    for (int b = 0; b < batch; b++)
        propagate(u + b * n, kept ? kept + b * masks * n : NULL);
}

static void train(void)
{
    propagate_all();
    memset(gradients, 0, threads * masks * n * sizeof *gradients);
    if (threads_per_field > 1) {
        for (int b = 0; b < batch; b++)
            propagate_back(c + b * n, kept + b * masks * n, gradients);
        return;
    }
    #pragma omp parallel num_threads(threads)
    {
        #pragma omp for
        for (int b = 0; b < batch; b++)
            propagate_back(c + b * n, kept + b * masks * n, gradients + omp_get_thread_num() * masks * n);
        for (int t = 1; t < threads; t++) {
            #pragma omp for
            for (long i = 0; i < masks * n; i++)
                gradients[i] += gradients[t * masks * n + i];
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 10) {
        fprintf(stderr, "usage: %s propagate|train NX NY BATCH GAPS MASKS THREADS DATA ANSWER\n", argv[0]);
        return 2;
    }
    int training = !strcmp(argv[1], "train"), nx = atoi(argv[2]), ny = atoi(argv[3]);
    n = (long) nx * ny;
    batch = atoi(argv[4]);
    gaps = atoi(argv[5]);
    masks = atoi(argv[6]);
    threads = atoi(argv[7]);
    threads_per_field = batch < threads ? threads : 1;

    u = complex_memory(batch * n);
    plan(nx, ny, u);
    number *input = complex_memory(batch * n), *cotangent = NULL;
    h = complex_memory(n);
    w = complex_memory(masks * n);
    FILE *data = fopen(argv[8], "rb");
    if (!data)
        fail("the data cannot be read");
    load(data, input, batch * n);
    load(data, h, n);
    load(data, w, masks * n);
    if (training) {
        cotangent = complex_memory(batch * n);
        load(data, cotangent, batch * n);
        c = complex_memory(batch * n);
        kept = complex_memory(batch * masks * n);
        gradients = memory(threads * masks * n * sizeof *gradients);
    }
    fclose(data);

    printf("{\"ready\": true}\n");
    fflush(stdout);
    for (int request; (request = getchar()) != EOF;) {
        if (request == 'r') {
            memcpy(u, input, batch * n * sizeof *u);
            if (training)
                memcpy(c, cotangent, batch * n * sizeof *c);
            double start = seconds();
            if (training)
                train();
            else
                propagate_all();
            printf("{\"ms\": %.6f}\n", 1e3 * (seconds() - start));
        } else if (request == 'w') {
            FILE *answer = fopen(argv[9], "wb");
            if (!answer)
                fail("the answer cannot be written");
            store(answer, u, batch * n * sizeof *u);
            if (training) {
                store(answer, c, batch * n * sizeof *c);
                store(answer, gradients, masks * n * sizeof *gradients);
            }
            if (fclose(answer))
                fail("the answer cannot be written");
            printf("{\"written\": true}\n");
        }
        fflush(stdout);
    }
    return 0;
}
