/*
 * Holds libpfm.so to what pfm.h says: every function, every code. Prints "kept", or what was broken. Arguments: a
 * network, a file that is none. Among the jars is a backend "faulty"; the library of "native" is said to be /nowhere.
 * One file: its parts share guarded memory, the wave and one virtual machine, which a process starts once.
 */
#define _GNU_SOURCE
#include <locale.h>
#include <math.h>
#include <pfm.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { NX = 48, NY = 20, SLICES = 3, SAMPLES = NX * NY, BATCH = 3 };

static atomic_int broken;
static const pfm_wave wave = {.nx = NX, .ny = NY, .pitch_x = 1e-6, .pitch_y = 1e-6, .wavelength = 5e-7, .index = 1.2};

/* Memory that ends where a page begins that nobody may touch, or begins where one ends. */
static void *guarded(size_t bytes, int at_begin) {
    size_t page = (size_t) sysconf(_SC_PAGESIZE), whole = (bytes + page - 1) / page * page;
    char *memory = mmap(NULL, whole + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + page, whole, PROT_READ | PROT_WRITE) != 0) {
        perror("mmap");
        exit(2);
    }
    return at_begin ? memory + page : memory + page + whole - bytes;
}

static float *floats(size_t count) {
    return guarded(count * sizeof(float), 0);
}

static void expect(int line, int32_t expected, const char *words, int32_t code, const pfm_error *error) {
    int right = code == expected && (code == PFM_OK || (error->code == code && strstr(error->message, words) != NULL));
    if (!right) {
        printf("line %d: expected %d with '%s', got %d: %s\n", line, expected, words, code,
               code == PFM_OK ? "" : error->message);
        broken++;
    }
}

#define OK(call) expect(__LINE__, PFM_OK, "", call, &error)
#define REFUSED(code, words, call) expect(__LINE__, code, words, call, &error)
#define TRUE(condition) \
    do { \
        if (!(condition)) { \
            printf("line %d: %s\n", __LINE__, #condition); \
            broken++; \
        } \
    } while (0)

static void fill(float *values, size_t count, unsigned seed) {
    for (size_t i = 0; i < count; i++) {
        seed = seed * 1664525u + 1013904223u;
        values[i] = (float) (seed >> 8) / (1 << 24) - 0.5f;
    }
}

/* A mask with loss, a gap and a slab of levels with extinction, all between guard pages. */
static void medium(pfm_element *elements) {
    float *phase = floats(SAMPLES), *attenuation = floats(SAMPLES), *extinction = floats(SLICES * SAMPLES);
    uint8_t *levels = guarded(SLICES * SAMPLES, 0);
    fill(phase, SAMPLES, 1);
    for (int i = 0; i < SLICES * SAMPLES; i++) {
        levels[i] = (uint8_t) (i * 31);
        extinction[i] = 1e-4f;
        attenuation[i % SAMPLES] = 0.1f;
    }
    memset(elements, 0, 3 * sizeof *elements);
    elements[0] = (pfm_element) {.kind = PFM_MASK, .phase = {.values = phase}, .attenuation = {.values = attenuation}};
    elements[1] = (pfm_element) {.kind = PFM_GAP, .length = 3e-5};
    elements[2] = (pfm_element) {.kind = PFM_SLAB, .slices = SLICES, .length = 1e-6,
        .phase = {.values = levels, .format = PFM_LEVELS8, .min = 0.01, .step = 1e-4},
        .attenuation = {.values = extinction}};
}

static double product(const float *a_re, const float *a_im, const float *b_re, const float *b_im, size_t count) {
    double sum = 0; /* Re <a, b> */
    for (size_t i = 0; i < count; i++) {
        sum += (double) a_re[i] * b_re[i] + (double) a_im[i] * b_im[i];
    }
    return sum;
}

/* In guarded memory, at two alignments, planar and interleaved, on its own memory and in place: the same bits. */
static void waves(pfm_kernels kernels) {
    pfm_error error;
    pfm_element elements[3];
    pfm_plan plan;
    size_t all = BATCH * SAMPLES;
    float *u_re = floats(all), *u_im = floats(all), *v_re = floats(all), *v_im = guarded(all * sizeof(float), 1);
    float *w_re = floats(all + 1), *w_im = floats(all), *pairs = floats(2 * all), *back_re = floats(all);
    float *back_im = floats(all);
    fill(u_re, all, 2);
    fill(u_im, all, 3);
    medium(elements);
    OK(pfm_split_step_plan(kernels, &wave, NULL, elements, 3, &plan, &error));
    OK(pfm_propagate(plan, BATCH, u_re, u_im, v_re, v_im, &error));
    memcpy(w_re, u_re, all * sizeof(float));
    memcpy(w_im, u_im, all * sizeof(float));
    w_re[all] = 42;
    OK(pfm_propagate(plan, BATCH, w_re, w_im, w_re, w_im, &error));
    TRUE(memcmp(v_re, w_re, all * sizeof(float)) == 0 && memcmp(v_im, w_im, all * sizeof(float)) == 0);
    TRUE(w_re[all] == 42);
    for (size_t i = 0; i < all; i++) {
        pairs[2 * i] = u_re[i];
        pairs[2 * i + 1] = u_im[i];
    }
    OK(pfm_propagate_interleaved(plan, BATCH, pairs, pairs, &error));
    for (size_t i = 0; i < all; i++) {
        TRUE(pairs[2 * i] == v_re[i] && pairs[2 * i + 1] == v_im[i]);
    }
    OK(pfm_propagate(plan, 1, u_re + SAMPLES, u_im + SAMPLES, w_re, w_im, &error)); /* a smaller batch: item 1 */
    TRUE(memcmp(v_re + SAMPLES, w_re, SAMPLES * sizeof(float)) == 0);
    /* <A u, c> = <u, A* c>; both sums have all terms of float32 fields, so that 1e-4 of |u||c| is plenty. */
    fill(w_re, all, 4);
    fill(w_im, all, 5);
    OK(pfm_adjoint(plan, BATCH, w_re, w_im, back_re, back_im, &error));
    double scale = sqrt(product(u_re, u_im, u_re, u_im, all) * product(w_re, w_im, w_re, w_im, all));
    TRUE(fabs(product(v_re, v_im, w_re, w_im, all) - product(u_re, u_im, back_re, back_im, all)) < 1e-4 * scale);
    for (size_t i = 0; i < all; i++) {
        pairs[2 * i] = w_re[i];
        pairs[2 * i + 1] = w_im[i];
    }
    OK(pfm_adjoint_interleaved(plan, BATCH, pairs, pairs, &error));
    TRUE(pairs[0] == back_re[0] && pairs[2 * all - 1] == back_im[all - 1]);
    OK(pfm_plan_close(plan, &error));
}

/* Against the difference of two runs, after pfm_reload; unwanted derivatives, and planar against interleaved. */
static void gradients(pfm_kernels kernels) {
    pfm_error error;
    pfm_element elements[3];
    pfm_plan plan;
    float *u_re = floats(SAMPLES), *u_im = floats(SAMPLES), *v_re = floats(SAMPLES), *v_im = floats(SAMPLES);
    float *c_re = floats(SAMPLES), *c_im = floats(SAMPLES), *a_re = floats(SAMPLES), *a_im = floats(SAMPLES);
    float *u = floats(2 * SAMPLES), *c = floats(2 * SAMPLES), *by_phase = floats(SAMPLES), *again = floats(SAMPLES);
    float *by_contrast = floats(SLICES * SAMPLES);
    fill(u_re, SAMPLES, 6);
    fill(u_im, SAMPLES, 7);
    fill(c_re, SAMPLES, 8);
    fill(c_im, SAMPLES, 9);
    medium(elements);
    float *phase = (float *) elements[0].phase.values;
    pfm_derivatives wanted[3] = {{by_phase, NULL}, {NULL, NULL}, {by_contrast, NULL}};
    OK(pfm_split_step_plan(kernels, &wave, NULL, elements, 3, &plan, &error));
    OK(pfm_gradient(plan, 1, u_re, u_im, c_re, c_im, a_re, a_im, wanted, 3, &error));
    const int at = 7 * NX + 11;
    const float step = 0x1p-6f, before = phase[at];
    double loss[2];
    for (int side = 0; side < 2; side++) {
        phase[at] = before + (side == 0 ? -step : step);
        OK(pfm_reload(plan, &error));
        OK(pfm_propagate(plan, 1, u_re, u_im, v_re, v_im, &error));
        loss[side] = product(c_re, c_im, v_re, v_im, SAMPLES);
    }
    /* The terms of the loss are below 1 and rounded to about 1e-6 together; the step leaves step^2/6 of the second. */
    TRUE(fabs((loss[1] - loss[0]) / (2 * step) - by_phase[at]) < 1e-3);
    TRUE(fabs(by_phase[at]) > 1e-2);
    phase[at] = before;
    OK(pfm_reload(plan, &error));
    for (int i = 0; i < SAMPLES; i++) {
        u[2 * i] = u_re[i];
        u[2 * i + 1] = u_im[i];
        c[2 * i] = c_re[i];
        c[2 * i + 1] = c_im[i];
    }
    wanted[0].phase = again;
    OK(pfm_gradient_interleaved(plan, 1, u, c, c, wanted, 3, &error));
    TRUE(memcmp(again, by_phase, SAMPLES * sizeof(float)) == 0);
    TRUE(c[2 * at] == a_re[at] && c[2 * at + 1] == a_im[at]);
    TRUE(by_contrast[at] != 0);
    wanted[1].phase = again;
    REFUSED(PFM_BAD_ARGUMENT, "phase of gradient 1 must be NULL",
            pfm_gradient(plan, 1, u_re, u_im, c_re, c_im, a_re, a_im, wanted, 3, &error));
    REFUSED(PFM_BAD_ARGUMENT, "count of gradients must be 3, was 2",
            pfm_gradient(plan, 1, u_re, u_im, c_re, c_im, a_re, a_im, wanted, 2, &error));
    OK(pfm_plan_close(plan, &error));
}

static void crossbars(pfm_kernels kernels) {
    enum { OUTPUTS = 7, INPUTS = 33 };
    pfm_error error;
    pfm_plan plan;
    float *w = floats(OUTPUTS * INPUTS), *x = floats(BATCH * INPUTS), *y = floats(BATCH * OUTPUTS);
    float *back = floats(BATCH * INPUTS);
    fill(w, OUTPUTS * INPUTS, 10);
    fill(x, BATCH * INPUTS, 11);
    OK(pfm_crossbar_plan(kernels, w, OUTPUTS, INPUTS, NULL, &plan, &error));
    float kept[OUTPUTS * INPUTS];
    memcpy(kept, w, sizeof kept);
    memset(w, 0xFF, sizeof kept); /* NaN: no longer needed */
    OK(pfm_multiply(plan, BATCH, x, y, &error));
    OK(pfm_multiply_adjoint(plan, BATCH, y, back, &error));
    double last = 0, first = 0;
    for (int i = 0; i < INPUTS; i++) {
        last += (double) kept[(OUTPUTS - 1) * INPUTS + i] * x[(BATCH - 1) * INPUTS + i];
    }
    for (int o = 0; o < OUTPUTS; o++) {
        first += (double) kept[o * INPUTS] * y[o];
    }
    TRUE(fabs(y[BATCH * OUTPUTS - 1] - last) < 1e-5 && fabs(back[0] - first) < 1e-5); /* 33 products below 1 */
    REFUSED(PFM_BAD_ARGUMENT, "y must not overlap x", pfm_multiply(plan, 1, x, x + INPUTS - 1, &error));
    REFUSED(PFM_BAD_ARGUMENT, "plan must be one of waves, was one of a crossbar",
            pfm_propagate(plan, 1, x, x, x, x, &error));
    REFUSED(PFM_BAD_ARGUMENT, "batch must be in [1, 2147483647], was 0", pfm_multiply(plan, 0, x, y, &error));
    OK(pfm_plan_close(plan, &error));
    REFUSED(PFM_BAD_ARGUMENT, "weights must be finite", pfm_crossbar_plan(kernels, w, 7, 33, NULL, &plan, &error));
    memcpy(w, kept, sizeof kept);
    REFUSED(PFM_BAD_ARGUMENT, "device: ", pfm_crossbar_plan(kernels, w, 7, 33, "{\"dac\": 1}", &plan, &error));
    REFUSED(PFM_BAD_ARGUMENT, "device: ", pfm_crossbar_plan(kernels, w, 7, 33, "{", &plan, &error));
    OK(pfm_crossbar_plan(kernels, w, 7, 33, "{\"dac\": {\"bits\": 4, \"bound\": 1}}", &plan, &error));
    OK(pfm_multiply(plan, 1, x, y, &error));
    OK(pfm_plan_close(plan, &error));
}

static void refusals(pfm_kernels kernels, const char *network, const char *not_a_network) {
    pfm_error error;
    pfm_element e[3];
    pfm_plan plan, closed;
    pfm_network open;
    pfm_kernels none = 0;
    char text[8];
    float *u = floats(2 * SAMPLES), *v = floats(2 * SAMPLES);
    medium(e);
    REFUSED(PFM_BAD_ARGUMENT, "backend must be one of", pfm_open("quantum", 0, &none, &error));
    REFUSED(PFM_BAD_ARGUMENT, "backend must point to memory, was NULL", pfm_open(NULL, 0, &none, &error));
    REFUSED(PFM_BAD_ARGUMENT, "threads must be in [0, 4096], was -1", pfm_open("auto", -1, &none, &error));
    REFUSED(PFM_BAD_ARGUMENT, "kernels must point to memory, was NULL", pfm_open("auto", 0, NULL, &error));
    REFUSED(PFM_UNAVAILABLE, "/nowhere", pfm_open("native", 1, &none, &error));
    REFUSED(PFM_BUG, "IllegalStateException: on purpose at pfm.abi.FaultyBackend.open",
            pfm_open("faulty", 1, &none, &error));
    TRUE(none == 0);
    OK(pfm_device(kernels, text, sizeof text, &error));
    TRUE(strlen(text) == 7);
    REFUSED(PFM_BAD_ARGUMENT, "size of text must be in", pfm_device(kernels, text, 0, &error));

    OK(pfm_split_step_plan(kernels, &wave, NULL, e, 3, &plan, &error));
    REFUSED(PFM_BAD_ARGUMENT, "in_re must point to memory, was NULL", pfm_propagate(plan, 1, NULL, u, v, v, &error));
    REFUSED(PFM_BAD_ARGUMENT, "out_im must be aligned to 4 bytes",
            pfm_propagate(plan, 1, u, u + SAMPLES, v, (float *) ((char *) v + 4 * SAMPLES - 1), &error));
    REFUSED(PFM_BAD_ARGUMENT, "in_re must not overlap in_im", pfm_propagate(plan, 1, u, u + 1, v, v, &error));
    REFUSED(PFM_BAD_ARGUMENT, "out_re must not overlap in_re",
            pfm_propagate(plan, 1, u, u + SAMPLES, u + 1, v, &error));
    for (int batch = -1; batch < 1; batch++) {
        REFUSED(PFM_BAD_ARGUMENT, "batch must be in [1, ",
                pfm_propagate(plan, batch, u, u + SAMPLES, v, v + SAMPLES, &error));
        REFUSED(PFM_BAD_ARGUMENT, "batch must", pfm_propagate_interleaved(plan, batch, u, v, &error));
    }
    REFUSED(PFM_BAD_ARGUMENT, "which does not hold as much",
            pfm_propagate(plan, INT32_MAX, (float *) (UINTPTR_MAX - 4095), u, v, v, &error));
    REFUSED(PFM_BAD_ARGUMENT, "plan must be one of a crossbar, was one of a split step",
            pfm_multiply(plan, 1, u, v, &error));
    REFUSED(PFM_BAD_ARGUMENT, "a handle of kernels", pfm_reload(kernels, &error));
    REFUSED(PFM_BAD_ARGUMENT, "a handle of plan", pfm_network_close(plan, &error));
    REFUSED(PFM_BAD_ARGUMENT, "was 0, which was never given", pfm_plan_close(0, &error));
    REFUSED(PFM_BAD_ARGUMENT, "never given", pfm_plan_close(INT64_MAX, &error));
    TRUE(pfm_plan_close(-1, NULL) == PFM_BAD_ARGUMENT);
    OK(pfm_plan_close(plan, &error));
    REFUSED(PFM_CLOSED, "the plan must be open, was closed", pfm_plan_close(plan, &error));
    REFUSED(PFM_CLOSED, "the plan must be open, was closed", pfm_propagate(plan, 1, u, u, v, v, &error));

    REFUSED(PFM_BAD_ARGUMENT, "wave must point", pfm_angular_spectrum_plan(kernels, NULL, 1, &plan, &error));
    pfm_wave w = wave;
    w.diffraction = 2;
    REFUSED(PFM_BAD_ARGUMENT, "diffraction must be in [0, 1]",
            pfm_angular_spectrum_plan(kernels, &w, 1, &plan, &error));
    w = wave;
    w.wavelength = 500;
    REFUSED(PFM_BAD_ARGUMENT, "wavelength must be in", pfm_angular_spectrum_plan(kernels, &w, 1, &plan, &error));
    w = wave;
    w.nx = w.ny = 1 << 20;
    REFUSED(PFM_NO_MEMORY, "bytes", pfm_angular_spectrum_plan(kernels, &w, 1e-3, &plan, &error));
    REFUSED(PFM_BAD_ARGUMENT, "count of elements", pfm_split_step_plan(kernels, &wave, NULL, e, 0, &plan, &error));
    e[2].slices = INT32_MAX;
    e[2].phase.values = (void *) (UINTPTR_MAX / 2 - 100);
    REFUSED(PFM_BAD_ARGUMENT, "values of the phase of element 2",
            pfm_split_step_plan(kernels, &wave, NULL, e, 3, &plan, &error));
    e[2].kind = 3;
    REFUSED(PFM_BAD_ARGUMENT, "kind of element 2", pfm_split_step_plan(kernels, &wave, NULL, e, 3, &plan, &error));
    e[0].phase.values = NULL;
    REFUSED(PFM_BAD_ARGUMENT, "values of the phase of element 0",
            pfm_split_step_plan(kernels, &wave, NULL, e, 2, &plan, &error));
    pfm_frame frame = {.cells = 4, .order = 17, .strength = 1};
    medium(e);
    REFUSED(PFM_BAD_ARGUMENT, "frame order", pfm_split_step_plan(kernels, &wave, &frame, e, 3, &plan, &error));

    const char *unicode = "/nowhere/net\xc3\xa4.safetensors";
    REFUSED(PFM_FILE, unicode, pfm_network_open(kernels, unicode, &open, &error));
    TRUE(strstr(error.message, "no such file") != NULL);
    REFUSED(PFM_FILE, not_a_network, pfm_network_open(kernels, not_a_network, &open, &error));
    OK(pfm_network_open(kernels, network, &open, &error));
    REFUSED(PFM_BAD_ARGUMENT, "count of images must be in", pfm_network_classify(open, 0, NULL, NULL, NULL, &error));
    OK(pfm_network_close(open, &error));
    REFUSED(PFM_CLOSED, "the network must be open", pfm_network_close(open, &error));

    OK(pfm_open("reference", 1, &none, &error));
    OK(pfm_angular_spectrum_plan(none, &wave, 1e-3, &closed, &error));
    OK(pfm_close(none, &error));
    REFUSED(PFM_CLOSED, "the plan must be open", pfm_plan_close(closed, &error));
    REFUSED(PFM_CLOSED, "the kernels must be open", pfm_angular_spectrum_plan(none, &wave, 1, &plan, &error));
}

/* ---- threads ---- */

static pfm_kernels shared;
static pfm_plan contested;
static atomic_int met, ended;

static void *own_plan(void *result) {
    pfm_error error;
    pfm_plan plan;
    float *u = floats(2 * SAMPLES);
    for (int round = 0; round < 50; round++) {
        fill(u, 2 * SAMPLES, 12);
        OK(pfm_angular_spectrum_plan(shared, &wave, 1e-4, &plan, &error));
        OK(pfm_propagate(plan, 1, u, u + SAMPLES, u, u + SAMPLES, &error));
        OK(pfm_plan_close(plan, &error));
    }
    memcpy(result, u, 2 * SAMPLES * sizeof(float));
    return NULL;
}

static void *same_plan(void *unused) {
    pfm_error error;
    float *u = floats(2 * SAMPLES);
    while (met == 0 && ended == 0) {
        int32_t code = pfm_propagate(contested, 1, u, u + SAMPLES, u, u + SAMPLES, &error);
        if (code == PFM_BUSY) {
            REFUSED(PFM_BUSY, "the plan must be idle", code);
            met++;
        } else {
            OK(code);
        }
    }
    return unused;
}

static void threads(pfm_kernels kernels) {
    enum { THREADS = 4 };
    static float results[THREADS][2 * SAMPLES];
    pthread_t running[THREADS];
    pfm_error error;
    shared = kernels;
    for (int t = 0; t < THREADS; t++) {
        pthread_create(&running[t], NULL, own_plan, results[t]);
    }
    for (int t = 0; t < THREADS; t++) {
        pthread_join(running[t], NULL);
        TRUE(memcmp(results[0], results[t], sizeof results[0]) == 0);
    }
    OK(pfm_angular_spectrum_plan(kernels, &wave, 1e-4, &contested, &error));
    for (int t = 0; t < THREADS; t++) {
        pthread_create(&running[t], NULL, same_plan, NULL);
    }
    alarm(120); /* ends the program if the threads never meet */
    for (int t = 0; t < THREADS; t++) {
        pthread_join(running[t], NULL);
    }
    alarm(0);
    TRUE(met > 0);
    OK(pfm_plan_close(contested, &error));
}

/* ---- memory ---- */

static long of_process(const char *key) {
    char line[256];
    long value = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, key, strlen(key)) == 0) {
            value = atol(line + strlen(key));
        }
    }
    if (status != NULL) {
        fclose(status);
    }
    return value;
}

static void plan_and_close(pfm_kernels kernels, int times) {
    pfm_error error;
    pfm_element elements[] = {{.kind = PFM_GAP, .length = 1e-4}};
    pfm_wave larger = wave;
    larger.nx = larger.ny = 256;
    static float u[2][256 * 256];
    for (int i = 0; i < times; i++) {
        pfm_plan plan;
        OK(pfm_split_step_plan(kernels, &larger, NULL, elements, 1, &plan, &error));
        OK(pfm_propagate_interleaved(plan, 1, u[0], u[0], &error));
        OK(pfm_plan_close(plan, &error));
    }
}

/* The interleaved field alone has 0.5 MiB: 1000 that stay are 500 MiB, and every plan has threads of its own. */
static void memory(pfm_kernels kernels) {
    plan_and_close(kernels, 100);
    long resident = of_process("VmRSS:"), threads = of_process("Threads:");
    plan_and_close(kernels, 1000);
    TRUE(of_process("VmRSS:") - resident < 100 << 10);
    TRUE(of_process("Threads:") - threads < 50);
}

static void *load(void *error) {
    return (void *) pfm_load(error);
}

int main(int argc, char **argv) {
    pfm_error error = {-1, "untouched"};
    pfm_kernels kernels;
    char text[4096];
    if (argc != 3) {
        return 2;
    }
    pthread_t first;
    void *table = NULL; /* a thread that starts Java may end */
    TRUE(pthread_create(&first, NULL, load, &error) == 0 && pthread_join(first, &table) == 0);
    TRUE(table != NULL && table == pfm_load(&error));
    OK(pfm_open("auto", 2, &kernels, &error));
    TRUE(error.code == -1 && strcmp(error.message, "untouched") == 0);
    TRUE(strcmp(setlocale(LC_ALL, NULL), "C") == 0); /* that of this program, not of its environment */
    struct sigaction interrupt;
    TRUE(sigaction(SIGINT, NULL, &interrupt) == 0 && interrupt.sa_handler == SIG_DFL);
    OK(pfm_version_text(text, sizeof text, &error));
    OK(pfm_backends(text, sizeof text, &error));
    TRUE(strstr(text, "reference: plain float64 Java") != NULL);
    waves(kernels);
    gradients(kernels);
    crossbars(kernels);
    refusals(kernels, argv[1], argv[2]);
    threads(kernels);
    memory(kernels);
    OK(pfm_close(kernels, &error));
    puts(broken == 0 ? "kept" : "broken");
    return broken != 0;
}
